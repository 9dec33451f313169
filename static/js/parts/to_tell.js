/** What the protected person is told of, and what others do, in a few words (field_app/cases/safeguarding/tables.py). */

/** To follow "told of: " and "not told: ". @type {Record<string, string>} */
export const TOLD_OF = {
  refused: "authority refused",
  authorised: "authorised, not served",
  withdrawn: "authority withdrawn",
  served: "notice served",
  release: "the respondent's release",
  hearing: "the hearing",
  adjourned: "the adjournment",
  "order made": "order made",
  "order changed": "order changed",
  "order over": "order ended or suspended by the court",
  "respondent not told": "the respondent has not been told of the order",
  "no order": "no order, the notice ended",
  "not heard": "not heard in time",
  breach: "breach reported",
  arrest: "the respondent's arrest",
  "breach heard": "what the court did about the breach",
  "leaving prison": "the day the respondent leaves prison",
  expiring: "the order ends in three days",
  ended: "the order has ended",
};

/** @type {Record<string, string>} */
export const TASK = {
  school: "tell each child's school",
  "social care": "children's social care",
  support: "IDVA or local support",
  marac: "MARAC",
  "risk again": "assess the risk again",
  housing: "housing for the protected person",
  "respondent housing": "where the respondent can stay",
  "respondent support": "behaviour change programme",
  "others at risk": "whoever is at risk where the respondent stays",
  "firearms licensing": "firearms licensing",
  "commanding officer": "the commanding officer",
  "other force": "the other force",
  "marker on": "notice on PNC or LEDS",
  "local marker on": "notice on local systems",
  "order marker on": "order on PNC or LEDS",
  "marker off": "markers off",
  "compliance visit": "visit to see the order kept",
};
