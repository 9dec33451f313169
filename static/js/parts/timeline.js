/** A case's entries told in plain words, oldest first: who did what when, and what of it is late, irregular or not sent. */
import { BY_MISTAKE } from "../case.js";
import { changes } from "../changes.js";
import { londonDate, clock, day, moment } from "./times.js";
import { TASK, TOLD_OF } from "./to_tell.js";
import { count, dangersOf, declared } from "./words.js";

/** @import {Entry, Known} from "../types.js" */

/**
 * What an officer did, to follow their name. `again`: it takes the place of an earlier entry of its kind.
 * @typedef {(facts: Record<string, any>, again: boolean) => string} Sentence
 */

/** Recorded the first time, changed after. @param {string} what @returns {Sentence} */
const recorded = (what) => (_, again) => `${again ? "changed" : "recorded"} ${what}`;

/** What was chosen beside the words. @param {string[]} [these] */
const chosen = (these = []) => (these.length ? ` (${these.join(", ")})` : "");

/** @type {Record<string, string>} */
const THE = {
  respondent: "the respondent",
  "protected person": "the protected person",
  child: "a child",
  "other resident": "somebody else who lives there",
  witness: "a witness",
};

/** Why somebody on call is not asked, in words that give nothing away. @type {Record<string, string>} */
export const PASSED_OVER = {
  "recorded the request": "they recorded it themselves",
  "not independent": "they are not independent of it",
};

/** @type {Record<string, string>} */
const VIEWS_OF = {
  respondent: "what the respondent says",
  "protected person": "the protected person's view",
  "other residents": "the view of others who live there",
};

/** @type {Record<string, string>} */
const WHAT = { violence: "the violence", threat: "the threat", both: "the violence and the threat", "other abuse": "the abuse" };

/** A sentence for every kind of entry that a case can hold. @type {Record<string, Sentence>} */
export const SENTENCES = {
  "case started": ({ reference }) => `started the case ${reference}`,
  "incident recorded": (facts, again) => {
    const dangers = dangersOf({ incident: facts });
    return `${again ? "changed" : "recorded"} the incident${dangers ? `. Dangers to officers: ${dangers}` : ""}`;
  },
  "person described": ({ role }, again) =>
    role === BY_MISTAKE
      ? "took somebody off the case who was recorded by mistake"
      : again ? `changed what is recorded of ${THE[role] ?? role}` : `described ${THE[role] ?? role}`,
  "relationship recorded": recorded("how the two are connected"),
  "violence recorded": ({ what }, again) => `${again ? "changed" : "recorded"} the account of ${WHAT[what] ?? what}`,
  "necessity recorded": recorded("why a notice is needed"),
  "premises recorded": recorded("the home"),
  "other orders in force recorded": ({ orders }, again) =>
    `${again ? "changed what is recorded of orders in force" : "recorded orders in force"}: ${orders.length || "none"}`,
  "conditions proposed": ({ conditions }, again) => `${again ? "changed the" : "proposed"} conditions: now ${conditions.length}`,
  "risk assessed": ({ level, indicated, lower_because: why }, again) =>
    `${again ? "assessed the risk again" : "assessed the risk"}${level ? `: ${level}` : ""}${why ? `, lower than the answers point to (${indicated})` : ""}`,
  "views recorded": ({ whose }, again) => `${again ? "changed" : "recorded"} ${VIEWS_OF[whose] ?? whose}`,
  "children's welfare recorded": ({ any_children: any }, again) =>
    `${again ? "changed" : "recorded"} the children's welfare${any ? "" : ": nobody under 18"}`,
  "order imported": ({ what, issued_by: by }, again) =>
    `${again ? "changed" : "imported"} ${what === "order" ? "an order" : "a notice"} from a list, made by ${by}`,
  "order or notice known from elsewhere": ({ what, issued_by: by }, again) =>
    `${again ? "changed" : "recorded"} ${what === "order" ? "an order" : "a notice"} made elsewhere, by ${by}`,
  "considered and not pursued": ({ reason }, again) =>
    again ? `changed why a notice is not pursued: ${reason}` : `considered a notice and did not pursue it: ${reason}`,
  "evidence attached": ({ shows }, again) => `${again ? "changed the words of" : "attached"} evidence: ${shows}`,
  "cases linked": ({ reference, why, copied }) => {
    if (why === "not linked") return `parted this case from ${reference ?? "another"}: not the same incident`;
    return copied.length
      ? `took over ${count(copied.length, "section")} from ${reference ?? "another case"}`
      : `linked this case with ${reference ?? "another"}: ${why}`;
  },
  "authority requested": (_, again) => (again ? "asked for authority again" : "asked for authority"),
  "notice authorised": ({ reasons }) => `authorised the notice. Reasons: ${reasons}`,
  "authority refused": ({ reasons, because }) => `refused authority${chosen(because)}. Reasons: ${reasons}`,
  "telephone authority noted": ({ officer, words }) =>
    `noted that ${officer.name} authorised the notice by telephone; the words: ${words}`,
  "telephone authority confirmed": ({ reasons }) => `confirmed the authority given by telephone. Reasons: ${reasons}`,
  "telephone authority differs": ({ what }) => `disowned the text noted as authorised by telephone: ${what}`,
  "request withdrawn": ({ reasons }) => `withdrew the request before it was decided. Reasons: ${reasons}`,
  "authority withdrawn before service": ({ reasons }) => `withdrew the authority before service. Reasons: ${reasons}`,
  "handed over": ({ to, note }) => `handed the case over to ${to}${note ? `: ${note}` : ""}`,
  "hand-over accepted": () => "accepted the case, to serve the notice",
  "notice served": ({ place, manner, paper_copy_left: paper }, again) =>
    `${again ? "corrected the service of the notice" : "served the notice"} at ${place} (${manner}${paper ? "" : ", no paper copy left"})`,
  "service attempted": ({ place, outcome, account }, again) =>
    `${again ? "corrected an attempt to serve the notice" : "tried to serve the notice"} at ${place} (${outcome}): ${account}`,
  "service reported by radio": ({ served_by: by, served_at: at, place }, again) =>
    `${again ? "corrected what was reported by radio" : "recorded what was reported by radio"}: served by ${by} at ${place}, ${moment(at)}`,
  "bail or release decision recorded": ({ decision, conditions }, again) =>
    `${again ? "corrected what was decided on bail" : "recorded what was decided on bail"}: ${decision}, ${count(conditions.length, "condition")}`,
  "respondent released": ({ station, released_at: at, protected_person_told: told }, again) =>
    `${again ? "corrected the release of the respondent" : "recorded that the respondent was released"} from ${station}, ${moment(at)}${told ? "" : "; the protected person had not been told"}`,
  "legal accepted": () => "accepted a later time of service, for legal services",
  "notice printed": ({ how, number }) => (how === "printed" ? "printed the notice" : `copied the notice onto sheet ${number} of a pad`),
  "notice spoiled": ({ why }) => `spoiled a paper notice: ${why}`,
  "document rendered": ({ document }) => `rendered the PDF: ${document}`,
  "commanding officer told": ({ outcome, who }, again) => {
    if (again) return `changed what is recorded of telling the commanding officer (${who})`;
    return outcome === "told" ? `informed the commanding officer (${who})` : `tried to inform the commanding officer (${who})`;
  },
  "safe contact arranged": recorded("how the protected person is contacted safely"),
  "protected person told": ({ outcome, told_of: of, risk }, again) => {
    const what = of.map((/** @type {{event: string}} */ one) => TOLD_OF[one.event] ?? one.event).join(", ");
    const said = risk === "higher" || risk === "lower" ? `. They say the risk is ${risk}` : "";
    if (again) return `corrected a contact with the protected person${what && `: ${what}`}${said}`;
    return outcome === "told"
      ? `informed the protected person${what && ` of: ${what}`}${said}`
      : `${outcome === "not reached" ? "tried to reach" : "reached, and was asked for no contact now by,"} the protected person${what && ` about: ${what}`}`;
  },
  "contact officer named": ({ to }) => `named ${to} responsible for telling the protected person`,
  "task set": ({ task, to, for_whom: whom, due_at: due, why }) =>
    `${to ? `handed ${to} a task` : "added a task"}: ${TASK[task] ?? task}${whom ? `, for ${whom}` : ""}${due ? `, by ${moment(due)}` : ""}. ${why}`,
  "task done": ({ task, outcome, to, why, channel, acknowledged_by: by, offer }) =>
    outcome === "done"
      ? `finished a task: ${TASK[task] ?? task}${chosen([to, channel, by && `acknowledged by ${by}`, offer && `offer: ${offer}`].filter(Boolean))}`
      : `recorded that a task is not needed: ${TASK[task] ?? task}${chosen(offer ? [`offer: ${offer}`] : [])}. ${why}`,
  "overdue escalated": ({ role, officers, overdue }) =>
    officers.length
      ? `alerted ${role === "safeguarding" ? "safeguarding" : "the duty inspector"}: ${count(overdue.length, "thing")} overdue`
      : `looked for somebody to alert (${role}) and found nobody: ${count(overdue.length, "thing")} overdue`,
  "breach reported": ({ of, what, reported_by: by }, again) =>
    `${again ? "changed what was reported of a breach" : "reported a breach"} of the ${of}, told by ${by}: ${what}`,
  "unit sent or not": ({ sent, unit, because, why_not: why }, again) =>
    `${again ? "corrected" : "recorded"} that ${sent ? "a unit was sent to the breach" : `no unit was sent to the breach${chosen(because ? [because] : [])}`}: ${(sent ? unit : why) ?? "not said"}`,
  "compliance visit made": ({ of, place, respondent, protected_person: them, said, breach_seen: breach }, again) =>
    `${again ? "corrected a visit" : "visited"} to see whether the ${of} is kept, at ${place}: ${respondent === "no answer" ? "no answer" : `respondent ${respondent}`}, protected person ${them}${breach ? ". A breach was seen" : ""}${said ? `. ${said}` : ""}`,
  "arrest made": ({ of, place, grounds }, again) =>
    `${again ? "corrected an arrest" : "arrested the respondent"} for breach of the ${of} at ${place}: ${grounds}`,
  "breach heard": ({ of, court, outcome }, again) =>
    `${again ? "corrected" : "recorded"} what ${court} did about a breach of the ${of}: ${outcome}`,
  "case opened early": ({ to }) => `opened the case before asking for authority, to ${to ? `the officer with number ${to}` : "whoever is on call"}`,
  "early reader found": ({ officer }) =>
    officer ? "opened the case to {officer}, to read while it is recorded" : "looked for somebody on call to read the case and found nobody",
  "early opening withdrawn": () => "closed the case again to whom it was opened early",
  "request escalated": ({ officer, role }) =>
    officer
      ? `asked {officer}${role === "duty inspector" ? ", duty inspector" : ""} about the request`
      : "looked for somebody else on call and found nobody",
  "push delivered": () => "alerted {officer}: the phone has shown it",
  "push opened": () => "recorded that {officer} opened the request",
  "text message sent": () => "texted {officer} to open the app",
  "request claimed": ({ minutes }) => `claimed the request for ${count(minutes, "minute")}`,
  "claim released": ({ reason }) => `released the request to the next${reason ? `: ${reason}` : ""}`,
  "information asked": ({ question }) => `asked before deciding: ${question}`,
  "information given": ({ answer }, again) => `${again ? "changed the answer" : "answered the question"}: ${answer}`,
  "later event recorded": ({ what, happened_on: on, account }, again) =>
    `${again ? "corrected" : "recorded"} what became known later: ${what}, ${day(on)}${account ? `: ${account}` : ""}`,
  "note added": ({ words }, again) => `${again ? "changed a note" : "added a note"}: ${words}`,
  "hearing listed": ({ court, sitting_at: at }, again) =>
    `${again ? "corrected the listing of the hearing" : "recorded that the hearing is listed"}: ${court}, ${moment(at)}`,
  "notice of hearing given or attempted": ({ outcome, how }, again) =>
    `${again ? "corrected the notice of the hearing" : "recorded the notice of the hearing"}: ${outcome}. ${how}`,
  "hearing adjourned": ({ court, until }, again) =>
    `${again ? "corrected the adjournment" : "recorded that the hearing was adjourned"} at ${court}${until ? ` to ${moment(until)}` : ""}`,
  "order made": ({ court, made_on: on, days, last_day: last, respondent }, again) =>
    `${again ? "corrected the order" : "recorded the order"} made by ${court} on ${day(on)}: ${[days && `${days} days`, last && `until ${day(last)}`].filter(Boolean).join(", ") || "no length recorded"}; respondent ${respondent}`,
  "order served or explained": ({ place, manner }, again) =>
    `${again ? "corrected how the respondent was told of the order" : "informed the respondent of the order"} at ${place} (${manner})`,
  "order changed by the court": ({ what, court, order_now: now, until, last_day: last, conditions, why }, again) =>
    `${again ? "corrected what the court did to the order" : "recorded what the court did to the order"}: ${what} (${court}). The order is ${now === "ended" ? "at an end" : now}${until ? ` until ${moment(until)}` : ""}${last ? `, last day ${day(last)}` : ""}${conditions ? ", with other conditions" : ""}. ${why}`,
  "application refused or withdrawn": ({ outcome, court, because, why }, again) =>
    `${again ? "corrected how the application ended:" : "recorded that the application was"} ${outcome} (${court})${chosen(because)}: ${why}`,
  "equality monitoring recorded": ({ whose }, again) => `${again ? "changed" : "recorded"} what is counted of the ${whose} for equality`,
  "police employment recorded": ({ whose, employed, force, collar_number: number, station }) =>
    employed
      ? `recorded that the ${whose} works for the police: ${[force ?? "this force", number, station].filter(Boolean).join(", ")}. The case is sealed`
      : `recorded that the ${whose} does not work for the police`,
  "connection declared": (facts) => declared(/** @type {any} */ (facts)),
  "case sealed": ({ reason }) => `sealed the case: ${reason}`,
  "case unsealed": ({ reason }) => `removed the seal from the case: ${reason}`,
  "sealed case opened": ({ to, reason }) => `opened the sealed case to ${to}: ${reason}`,
  "officer passed over": ({ why }) => `passed over {officer}, who is on call: ${PASSED_OVER[why]}`,
  "court bundle asked for": ({ exhibits, withheld }) =>
    `asked for the court bundle: ${count(exhibits.length, "exhibit")}, ${count(withheld.length, "passage")} withheld`,
  "evidence archive asked for": ({ recipient, why }) => `asked for the evidence archive, for ${recipient}: ${why}`,
  "evidence letter asked for": ({ asked_by: by, given_to: to }) => `asked for the letter for legal aid, which ${by} wants; it goes to ${to}`,
  "hold placed": ({ why, account }) => `placed a hold, so that the case is kept (${why}): ${account}`,
  "subject access asked for": ({ request }) => `recorded that somebody asked for what is held about them: ${request}`,
  "hold lifted": ({ reason }) => `lifted a hold: ${reason}`,
  "case reviewed": ({ group, next_review_on: on, reason }) => `reviewed whether the case is kept: group ${group}, again on ${day(on)}. ${reason}`,
  "disposal proposed": ({ reason }) => `proposed to dispose of the case: ${reason}`,
  "signature added": () => "added a signature that was missing",
};

/** Kinds that carry a passkey's signature (field_app/cases/entries). */
const SIGNED = new Set([
  ...["authority requested", "notice authorised", "authority refused", "authority withdrawn before service"],
  "telephone authority noted",
  "telephone authority confirmed",
  "telephone authority differs",
  "notice served",
  "order served or explained",
  "signature added",
]);

const DECISIONS = new Set(["notice authorised", "authority refused"]);

/** So much later than it happened is worth saying: when it was written down, when it reached the server. */
const LATE_MS = 10 * 60_000;

/**
 * One line of the timeline. `about`: the officer whom the system's own text names as {officer}. `day` heads the lines of one day; `notes` say what is out of the ordinary.
 * @typedef {{at: string, day: string, officer: string, about: string | null, text: string, notes: string[], entry: string}} Told
 */

/** By when it happened, oldest first. @param {Known[]} entries whatever their order @returns {Told[]} */
export function timeline(entries) {
  const all = [...entries].sort(
    (one, other) =>
      happened(one) - happened(other) ||
      made(one) - made(other) ||
      // Several in one second: nothing arrives before what it rests on, and a device counts its own.
      place(one) - place(other) ||
      (one.entry.number ?? 0) - (other.entry.number ?? 0),
  );
  return all.map((known) => tell(known, all));
}

/** @param {Known} known @param {Known[]} all @returns {Told} */
function tell(known, all) {
  const { entry } = known;
  const at = iso(happened(known));
  return {
    at,
    day: londonDate(new Date(at)),
    officer: entry.officer,
    about: entry.officer === "system" ? (entry.facts.officer ?? null) : null,
    text: sentenceOf(known, all),
    notes: notesOf(known),
    entry: entry.id,
  };
}

/** @param {Known} known @param {Known[]} all */
function sentenceOf({ entry, reasons, position }, all) {
  // No decision is told as made before the server has confirmed it.
  if (DECISIONS.has(entry.kind) && position === null) return "signed a decision that the server has not confirmed";
  const changed = entry.kind === "notice authorised" && withChanges(entry, all);
  const said = changed ? `authorised the notice with changes. Reasons: ${entry.facts.reasons}` : saidOf(entry);
  const signed = SIGNED.has(entry.kind) && !reasons.some(({ code }) => code === "unsigned");
  return said + (signed ? " (signed)" : "");
}

/** What its officer did, to follow a name. A kind that came with a newer version of the app is told without its name,
 *  which would say nothing here. @param {Entry} entry */
export function saidOf({ kind, facts, replaces }) {
  const sentence = SENTENCES[kind] ?? (() => "recorded something that this version of the app cannot read");
  return sentence(facts, replaces.length > 0);
}

/** Whether other grounds or conditions were authorised than the ones that were asked for when the request was made.
 *  @param {Entry} decision @param {Known[]} all */
export function withChanges(decision, all) {
  const request = all.find(
    ({ entry }) => entry.kind === "authority requested" && decision.relies_on.some(({ id }) => id === entry.id),
  );
  const asked = all.find(
    ({ entry }) =>
      entry.kind === "conditions proposed" && request?.entry.relies_on.some(({ id }) => id === entry.id),
  );
  return Boolean(asked && changes(/** @type {any} */ (asked.entry.facts), /** @type {any} */ (decision.facts)).length);
}

/** @param {Known} known */
function notesOf(known) {
  const { position, received_at, reasons, rescued, state } = known;
  const notes = [];
  const then = made(known);
  if (then - happened(known) > LATE_MS) notes.push(`written down ${near(then, happened(known))}`);
  if (state === "needs attention") notes.push("the server did not take this: see Review");
  else if (position === null) notes.push("not sent yet");
  else if (received_at && Date.parse(received_at) - then > LATE_MS)
    notes.push(`reached the server ${near(Date.parse(received_at), happened(known))}`);
  if (rescued) notes.push("rescued: read in from a file of a phone that could not send");
  if (reasons.length && state !== "needs attention")
    notes.push(`irregular: ${reasons.map(({ message }) => message).join(" ")}`);
  return notes;
}

/** The time alone on the same day, else with its day. @param {number} instant @param {number} beside */
const near = (instant, beside) =>
  londonDate(new Date(instant)) === londonDate(new Date(beside)) ? clock(iso(instant)) : moment(iso(instant));

/** When it was made, by the phone's clock put right as far as the phone knew. @param {Known} known */
const made = ({ entry }) => Date.parse(entry.made_at) + (entry.clock_offset_s ?? 0) * 1000;

/** When it happened, which is when it was made unless something else was said. @param {Known} known */
const happened = (known) => (known.entry.happened_at ? Date.parse(known.entry.happened_at) : made(known));

/** @param {Known} known */
const place = ({ position }) => position ?? Number.MAX_SAFE_INTEGER;

/** @param {number} instant */
const iso = (instant) => new Date(instant).toISOString();

/**
 * Puts the timeline into a list, under a heading for each day where there are several.
 * @param {HTMLElement} root
 * @param {Told[]} told
 * @param {(officer: string) => Promise<string>} nameOf
 */
export async function showTimeline(root, told, nameOf) {
  const names = new Map();
  for (const one of told.flatMap(({ officer, about }) => [officer, about ?? officer]))
    if (!names.has(one)) names.set(one, await nameOf(one));
  const days = [...new Set(told.map((one) => one.day))];
  const withName = (/** @type {Told} */ one) =>
    one.about ? { ...one, text: one.text.replace("{officer}", names.get(one.about)) } : one;
  root.replaceChildren(
    ...days.flatMap((date) => {
      const list = document.createElement("ol");
      list.className = "timeline";
      list.append(...told.filter((one) => one.day === date).map((one) => line(withName(one), names.get(one.officer))));
      return days.length > 1 ? [heading(day(date)), list] : [list];
    }),
  );
}

/** @param {string} text */
function heading(text) {
  const made = document.createElement("h3");
  made.className = "govuk-heading-s timeline__day";
  made.textContent = text;
  return made;
}

/** @param {Told} told @param {string} officer */
function line({ at, text, notes }, officer) {
  const made = document.createElement("li");
  const time = document.createElement("time");
  time.dateTime = at;
  time.textContent = clock(at);
  const said = document.createElement("span");
  said.textContent = `${officer} ${text}`;
  const rest = document.createElement("span");
  rest.className = "timeline__notes";
  rest.textContent = notes.map((note) => note.charAt(0).toUpperCase() + note.slice(1)).join(". ");
  made.append(time, said, ...(notes.length ? [rest] : []));
  return made;
}
