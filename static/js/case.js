// A case is the sum of its entries: this adds them up. The twin of field_app/cases/case.py, of which it is the
// view (tests/vectors/cases.json); unlike the server, a phone also adds what it has not sent yet.
//
// Nothing here takes meaning from the order in which entries arrived.

import { NOTED, decisionOn, handOverOf, requestOf, telephoneOf, withdrawalOf } from "./authority.js";
import { limits, nextSteps } from "./breach.js";
import { court, courtStage } from "./court.js";
import { detentionLimit } from "./clocks.js";
import { NO_COURTS, sittingsBefore } from "./courts.js";
import { REPORTED, SERVED, deadline } from "./served.js";
import { telling } from "./telling.js";

/** @import {Holidays} from "./clocks.js" */
/** @import {Courts} from "./courts.js" */
/** @import {Known, Law, Section, View} from "./types.js" */

/** The sections of which a case has one each. */
export const SECTIONS = /** @type {const} */ ({
  incident: "incident recorded",
  relationship: "relationship recorded",
  violence: "violence recorded",
  necessity: "necessity recorded",
  premises: "premises recorded",
  orders: "other orders in force recorded",
  conditions: "conditions proposed",
  risk: "risk assessed",
  children: "children's welfare recorded",
});

/** Kinds on which nothing of the case itself hangs: two versions of one need nobody to settle them. */
const BESIDE = new Set([
  "cases linked",
  "evidence attached",
  "breach reported",
  "unit sent or not",
  "compliance visit made",
  "information asked",
  "information given",
  "notice printed",
  "notice spoiled",
  "handed over",
  "hand-over accepted",
  "case opened early",
  "early opening withdrawn",
  NOTED,
  "notice of hearing given or attempted",
  "police employment recorded",
  "equality monitoring recorded",
  "connection declared",
  "court bundle asked for",
  "evidence archive asked for",
  "evidence letter asked for",
  "hold placed",
  "hold lifted",
  "case reviewed",
  "disposal proposed",
  "subject access asked for",
  "service attempted",
  REPORTED,
  "bail or release decision recorded",
  "respondent released",
  "safe contact arranged",
  "protected person told",
  "contact officer named",
  "task set",
  "task done",
  "later event recorded",
  "note added",
]);

/** What somebody is who is none of the case: the role in the entry that replaces their description. */
export const BY_MISTAKE = "recorded by mistake";

/**
 * @param {string} caseId
 * @param {Known[]} entries whatever their order
 * @param {Holidays} holidays
 * @param {Pick<Law, "regimes" | "breach">} law
 * @param {Courts} [force]
 * @returns {View}
 */
export function fold(caseId, entries, holidays, law, force = NO_COURTS) {
  const inOrder = [...entries].sort(byMade);
  const replaced = whatReplaces(entries);
  const current = inOrder.filter(({ entry }) => !replaced.has(entry.id));
  const gone = mistaken(current);

  /** The current entry of a kind: unreplaced, and the newest if there are several.
   *  @param {string} kind @param {(facts: Record<string, any>) => boolean} [which] */
  const latest = (kind, which = () => true) =>
    current.filter(({ entry }) => entry.kind === kind && which(entry.facts)).at(-1) ?? null;
  /** @param {string} role */
  const person = (role) => section(latest("person described", (facts) => facts.role === role));
  /** @param {string} whose */
  const views = (whose) => section(latest("views recorded", (facts) => facts.whose === whose && !facts.person));
  /** @param {string} kind @param {(facts: Record<string, any>) => boolean} [which] */
  const every = (kind, which = () => true) =>
    current.filter(({ entry }) => entry.kind === kind && which(entry.facts)).map(theSection);
  /** What is recorded of each of the two. @param {string} kind */
  const ofEach = (kind) => ({
    respondent: section(latest(kind, ({ whose }) => whose === "respondent")),
    protected_person: section(latest(kind, ({ whose }) => whose === "protected person")),
  });
  /** @param {keyof typeof SECTIONS} name */
  const one = (name) => section(latest(SECTIONS[name]));

  // What gave the case its reference: the first such entry that was regular, and no later one.
  const starts = current.filter(({ entry }) => entry.kind === "case started");
  const started = starts.find(({ reasons }) => !reasons.length) ?? starts[0] ?? null;
  const elsewhere = latest("order or notice known from elsewhere") ?? latest("order imported");
  // Kept from when it was started; the first is what a case runs under where nothing else is said.
  const regime = (started ?? elsewhere)?.entry.facts.regime ?? Object.keys(law.regimes)[0];
  const { request, takenBack } = requestOf(current);
  const decision = request && decisionOn(request, current);
  const withdrawal = withdrawalOf(current, decision);
  const signed = latest(SERVED);
  const reported = latest(REPORTED);
  // The record of service that stands; until there is one, what was reported by radio.
  const service = signed ?? reported;
  const notPursued = latest("considered and not pursued");
  const incident = latest(SECTIONS.incident);
  const noLater = deadline(entries, holidays, law.regimes[regime], force);
  const held = detention(incident?.entry.facts, every("respondent released"));
  const atCourt = court(current, noLater?.at ?? null, theSection);
  return {
    id: caseId,
    reference: started?.entry.facts.reference ?? null,
    regime,
    stage: !started && elsewhere ? "elsewhere" : courtStage(atCourt, service) ?? stage(request, decision, withdrawal, service, notPursued),
    started: section(started),
    respondent: person("respondent"),
    protected_person: person("protected person"),
    others: every("person described", ({ role }) => !isParty(role) && role !== BY_MISTAKE),
    mistaken: [...gone].sort(),
    incident: one("incident"),
    relationship: one("relationship"),
    violence: one("violence"),
    necessity: one("necessity"),
    premises: one("premises"),
    orders: one("orders"),
    conditions: one("conditions"),
    risk: one("risk"),
    children: one("children"),
    views: {
      respondent: views("respondent"),
      protected_person: views("protected person"),
      other_residents: views("other residents"),
      residents: every("views recorded", ({ person }) => person && !gone.has(person)),
    },
    // Each with its newest words, by when those were written.
    evidence: every("evidence attached").filter(
      ({ sha256 }, at, all) => !all.slice(at + 1).some((later) => later.sha256 === sha256),
    ),
    links: every("cases linked", ({ why }) => why !== "not linked"),
    elsewhere: section(elsewhere),
    not_pursued: section(notPursued),
    detention: held,
    request: section(request),
    taken_back: section(takenBack),
    decision: section(decision),
    telephone: telephoneOf(current, decision, theSection),
    withdrawal: section(withdrawal),
    hand_over: section(handOverOf(current)),
    taken_over: section(latest("hand-over accepted")),
    attempts: every("service attempted"),
    service: section(service),
    by_radio: reported && { ...theSection(reported), confirmed: Boolean(signed) },
    printed: every("notice printed"),
    spoiled: every("notice spoiled"),
    documents: every("document rendered"),
    commanding_officer: section(latest("commanding officer told")),
    bail: section(latest("bail or release decision recorded")),
    released: section(latest("respondent released")),
    deadline: noLater,
    breaches: {
      reported: every("breach reported"),
      units: every("unit sent or not"),
      heard: every("breach heard"),
      arrests: arrests(current, law.regimes[regime]?.breach, { hearing: atCourt.heard_by, holidays, courts: force.courts }, law.breach.steps),
    },
    visits: every("compliance visit made"),
    later: every("later event recorded"),
    court: atCourt,
    police: ofEach("police employment recorded"),
    monitoring: ofEach("equality monitoring recorded"),
    declared: every("connection declared"),
    sealed: seals(inOrder).map(theSection),
    opened_to: every("sealed case opened"),
    safe_contact: section(latest("safe contact arranged")),
    contact_officer: section(latest("contact officer named")),
    contacts: every("protected person told"),
    telling: telling(current, entries, { decision, service, withdrawal, detention: held, deadline: noLater?.at ?? null, court: atCourt }),
    conflicts: conflicts(replaced, current, entries, gone),
    irregular: inOrder
      .filter(({ reasons, state }) => reasons.length && state === "held")
      .map(({ entry, reasons }) => ({ entry: entry.id, kind: entry.kind, reasons: reasons.map((why) => why.message) })),
  };
}

/** How far the case has come. Somebody who was served has been served, whatever else is missing.
 *  @param {Known | null} request @param {Known | null} decision @param {Known | null} withdrawal
 *  @param {Known | null} service @param {Known | null} notPursued @returns {View["stage"]} */
function stage(request, decision, withdrawal, service, notPursued) {
  if (service) return "served";
  if (withdrawal) return "withdrawn";
  if (decision) return decision.entry.kind === "authority refused" ? "refused" : "authorised";
  if (request) return "requested";
  return notPursued ? "not pursued" : "recording";
}

/** Since when the respondent is at a police station and when 24 hours there end; null if not detained, or released
 *  since. @param {Record<string, any> | undefined} facts of the incident @param {Section[]} releases
 *  @returns {View["detention"]} */
function detention(facts, releases) {
  if (!facts?.detained || !facts.arrived_at) return null;
  if (releases.some(({ released_at: at }) => Date.parse(at) >= Date.parse(facts.arrived_at))) return null;
  return { station: facts.station, since: facts.arrived_at, until: detentionLimit(facts.arrived_at) };
}

/** What seals the case: somebody sealed it, or one of the two works for the police. It stands, replaced or not, until
 *  professional standards take it off; an act: it counts once the server has taken it. @param {Known[]} entries */
function seals(entries) {
  const taken = entries.filter(({ entry, position }) => entry.kind === "case unsealed" && position !== null);
  const lifted = new Set(taken.flatMap(({ entry }) => entry.relies_on.map(({ id }) => id)));
  return entries.filter(({ entry: { id, kind, facts } }) => {
    if (lifted.has(id)) return false;
    return kind === "case sealed" || (kind === "police employment recorded" && facts.employed);
  });
}

/** For each entry that was replaced, the entries that replace it. Only like replaces like, and what was noted of a
 *  telephone call is never edited. @param {Known[]} entries */
function whatReplaces(entries) {
  const kinds = new Map(entries.map(({ entry }) => [entry.id, entry.kind]));
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { entry } of entries) {
    for (const id of entry.replaces) {
      if (kinds.get(id) === entry.kind && entry.kind !== NOTED) found.set(id, [...(found.get(id) ?? []), entry.id]);
    }
  }
  return found;
}

/** Each arrest with its limits, and what is to be done: nothing any more once a court has dealt with it.
 *  @param {Known[]} current @param {Law["regimes"][string]["breach"] | undefined} follows none where this force
 *  never had its Act
 *  @param {{hearing: string | null, holidays: Holidays, courts: Courts["courts"]}} known `hearing` the latest it may be
 *  @param {Law["breach"]["steps"]} steps @returns {View["breaches"]["arrests"]} */
function arrests(current, follows, { hearing, holidays, courts }, steps) {
  const dealtWith = current.filter(({ entry }) => entry.kind === "breach heard").flatMap(({ entry }) => entry.relies_on);
  const heard = new Set(dealtWith.map(({ id }) => id));
  return current
    .filter(({ entry }) => entry.kind === "arrest made")
    .map((one) => {
      const { of, arrested_at } = one.entry.facts;
      const breach = follows?.[/** @type {"notice" | "order"} */ (of)];
      const found = breach ? limits(breach, arrested_at, hearing, holidays) : null;
      const done = heard.has(one.entry.id);
      const next = done || !breach ? [] : nextSteps(breach, found, steps);
      const sittings = sittingsBefore(courts, found, arrested_at, holidays);
      return { ...theSection(one), limits: found, sittings, heard: done, next };
    });
}

/** Whoever was recorded by mistake, and no more than that is said of them.
 *  @param {Known[]} current @returns {Set<string>} the ids of the people */
function mistaken(current) {
  const facts = current.filter(({ entry }) => entry.kind === "person described").map(({ entry }) => entry.facts);
  const standing = new Set(facts.filter(({ role }) => role !== BY_MISTAKE).map(({ person }) => person));
  return new Set(facts.map(({ person }) => person).filter((person) => !standing.has(person)));
}

/** Whether an entry nothing replaced is part of the case: not that somebody is none of it, nor their views.
 *  @param {import("./types.js").Entry} entry @param {Set<string>} gone */
const stands = ({ kind, facts }, gone) =>
  kind === "person described" ? facts.role !== BY_MISTAKE : kind !== "views recorded" || !gone.has(facts.person);

/** Entries that replace the same one, or two of what a case has one of: a person must settle them.
 *  That somebody was recorded by mistake can be said twice.
 *  @param {Map<string, string[]>} replaced @param {Known[]} current @param {Known[]} entries @param {Set<string>} gone */
function conflicts(replaced, current, entries, gone) {
  const beside = new Set(entries.filter(({ entry }) => BESIDE.has(entry.kind)).map(({ entry }) => entry.id));
  const rivals = [...replaced]
    .filter(([id]) => !beside.has(id))
    .map(([, ids]) => ids.filter((id) => !replaced.has(id)));
  /** @type {Map<string, string[]>} */
  const slots = new Map();
  const standing = current.filter(({ entry }) => stands(entry, gone));
  for (const { entry } of standing) {
    const slot = slotOf(entry.kind, entry.facts);
    if (slot) slots.set(slot, [...(slots.get(slot) ?? []), entry.id]);
  }
  const none = new Set(current.filter((one) => !standing.includes(one)).map(({ entry }) => entry.id));
  const found = [...rivals, ...slots.values()]
    .filter((ids) => ids.length > 1 && !ids.every((id) => none.has(id)))
    .map((ids) => ids.sort().join(" "));
  return [...new Set(found)].sort().map((ids) => ids.split(" "));
}

/** What a current section stands for, where a case can have only one such.
 *  @param {string} kind @param {Record<string, any>} facts */
function slotOf(kind, facts) {
  if (kind === "person described") return `person ${isParty(facts.role) ? facts.role : facts.person}`;
  if (kind === "views recorded") return `views ${facts.whose} ${facts.person ?? ""}`;
  return kind === SERVED || Object.values(SECTIONS).some((one) => one === kind) ? kind : null;
}

/** @param {string} role */
const isParty = (role) => role === "respondent" || role === "protected person";

/** By when an entry was made, by its device's clock put right as far as the device knew; of one moment a device's own stand
 *  as it counted them. The twin of field_app/cases/moments.py. @param {Known} one @param {Known} other */
export function byMade({ entry: one }, { entry: other }) {
  const moment = made(one) - made(other);
  if (moment) return moment;
  if (one.device !== other.device) return one.device < other.device ? -1 : 1;
  return (one.number ?? 0) - (other.number ?? 0) || (one.id < other.id ? -1 : 1);
}

/** @param {import("./types.js").Entry} entry */
const made = (entry) => Date.parse(entry.made_at) + (entry.clock_offset_s ?? 0) * 1000;

/** @param {Known | null} one */
const section = (one) => one && theSection(one);

/** @param {Known} one @returns {Section} */
function theSection({ entry, sha256, position, received_at, state }) {
  const { id, kind, officer, made_at } = entry;
  return { ...entry.facts, _: { entry: id, sha256, kind, officer, made_at, position, received_at, state } };
}
