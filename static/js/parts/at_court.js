/** What a desk records of the court, and of what came later. */

/** The kinds, as the outbox names them. */
export const AT_COURT = [
  "hearing listed",
  "notice of hearing given or attempted",
  "hearing adjourned",
  "order made",
  "order changed by the court",
  "application refused or withdrawn",
  "later event recorded",
];
