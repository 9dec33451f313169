/** What is said of a case in a word or a line. Everything longer stands in the templates. */
import { inWords } from "../clocks.js";
import { missing } from "../missing.js";
import { MAY_ASK } from "../reaching.js";
import { now } from "../now.js";
import { untold } from "../telling.js";
import { day, londonDate, moment, recently } from "./times.js";
import { TOLD_OF } from "./to_tell.js";

/** @import {Known, Law, Section, View} from "../types.js" */

/** @type {Record<string, {name: string, colour: string}>} */
export const STAGES = {
  recording: { name: "Recording", colour: "blue" },
  requested: { name: "Authority requested", colour: "yellow" },
  authorised: { name: "Authorised, not served", colour: "orange" },
  refused: { name: "Authority refused", colour: "red" },
  withdrawn: { name: "Authority withdrawn", colour: "red" },
  served: { name: "Served", colour: "green" },
  "not pursued": { name: "Not pursued", colour: "grey" },
  "before the court": { name: "Before the court", colour: "green" },
  ordered: { name: "Order made", colour: "green" },
  ended: { name: "Ended without an order", colour: "grey" },
  elsewhere: { name: "Made elsewhere", colour: "grey" },
};

/** @param {Section | null} section Whether the server has this section's entry. */
export const confirmed = (section) => Boolean(section && section._.position !== null);

/** Whether a decision can be shown as made: the server has it, or it was noted by telephone, which needs no signal.
 *  @param {View} view */
export const isDecided = ({ decision, telephone }) => confirmed(decision) || Boolean(telephone);

/** The stage to show: no decision is shown as made before the server has confirmed it. @param {View} view */
export function stageOf(view) {
  if (view.decision && !isDecided(view) && !view.service) return view.request ? "requested" : "recording";
  if (view.stage === "withdrawn" && !confirmed(view.withdrawal)) return "authorised";
  return view.stage in STAGES ? view.stage : "recording";
}

/** What the stage of a case is called, and its colour. A service that nobody has signed for yet says so.
 *  @param {View} view */
export function stageTag(view) {
  const stage = stageOf(view);
  if (byRadioAlone(view) && stage === "served") return { name: "Served by radio, not confirmed", colour: "yellow" };
  return stage === "ordered" && isOver(view) ? { name: "Order ended", colour: "grey" } : STAGES[stage];
}

/** Whether a case's order is at an end: the court ended it, or its last day has passed in London. @param {View} view */
const isOver = ({ court: { order } }) =>
  Boolean(order?.now === "ended" || (order?.ends_on && order.ends_on < londonDate(now())));

/** Whether the notice is known to be served by radio alone: no signed record of it is there. @param {View} view */
export const byRadioAlone = ({ by_radio: radio }) => Boolean(radio && !radio.confirmed);

/** @param {Section | null} person */
export const nameOf = (person) => (person ? [person.given_names, person.family_name].filter(Boolean).join(" ") : "");

/**
 * What this phone knows beside the case itself.
 * @typedef {object} Beside
 * @property {number} [attention] entries the server did not take
 * @property {string[]} [drafted] recording screens where something is typed and not saved
 * @property {string[]} [changed] what was saved after authority was requested, by name: `since`
 * @property {string} [by] who decides: `decidedBy`
 */

/**
 * The one line under a case: what to do next, and where.
 * @param {View} view @param {any[]} gaps Rows of the requirement table not met. @param {Beside} [beside]
 * @returns {{text: string, page: string, ask?: true}} `ask`: nothing stands against requesting authority.
 */
export function nextStep(view, gaps, { attention = 0, drafted = [], changed = [], by = "a superintendent" } = {}) {
  const needed = gaps.filter((row) => row.stops);
  if (attention)
    return { text: `${count(attention, "entry", "entries")} the server did not take: open and read why`, page: "review" };
  if (view.decision && !isDecided(view) && !view.service)
    return { text: "Decision signed, not yet confirmed by the server", page: "decision" };
  if ((MAY_ASK.includes(view.stage) || view.stage === "requested") && view.conflicts.length)
    return { text: "Two versions: settle first", page: rivals(view)[0]?.page ?? "review" };
  const held = view.breaches.arrests.filter(({ heard, limits }) => limits && !heard);
  if (held.length) {
    const by = held.map(({ limits }) => limits?.by ?? "").sort((one, other) => Date.parse(one) - Date.parse(other))[0];
    return { text: `Arrested for breach: before the court by ${inWords(by)}`, page: "arrest" };
  }
  const step = byStage(view, needed, { drafted, changed, by });
  const left = untold(view, now());
  if (!left.length || !TELLING.includes(stageOf(view))) return step;
  const what = left.map(({ event }) => TOLD_OF[event] ?? event).join("; ");
  return { ...step, text: `${step.text}. The protected person has not been told: ${what}` };
}

/** The stages in which the protected person is told of what has happened. */
export const TELLING = ["authorised", "refused", "withdrawn", "served", "before the court", "ordered", "ended"];

/** The step a case's stage calls for. @param {View} view @param {any[]} needed
 *  @param {{drafted: string[], changed: string[], by: string}} beside
 *  @returns {{text: string, page: string, ask?: true}} */
function byStage(view, needed, { drafted, changed, by }) {
  switch (stageOf(view)) {
    case "served":
      return { text: view.deadline ? `Hearing not later than ${inWords(view.deadline.at)}` : "Served", page: "notice" };
    case "before the court":
    case "ordered":
    case "ended":
      return { text: courtLine(view), page: "notice" };
    case "authorised":
      if (view.telephone && view.telephone.state !== "confirmed")
        return { text: "Authorised by telephone, not confirmed: read how it stands", page: "telephone" };
      return { text: "Serve the notice: no power until it is served", page: "notice" };
    case "elsewhere":
      return { text: "Made elsewhere: Look up shows it", page: "case" };
    case "refused":
      if (stillEnded(view)) return { text: "Refused, and not pursued. You can still ask again", page: "case" };
      return { text: "Authority refused: read why", page: "review" };
    case "withdrawn":
      return { text: "Authority withdrawn: do not serve. You can ask again", page: "review" };
    case "not pursued":
      return { text: "Not pursued. You can still ask for authority", page: "case" };
    case "requested":
      if (changed.length) return { text: "Changed since it was asked for: ask again", page: "review" };
      return {
        text: confirmed(view.request)
          ? `Waiting for ${by}'s decision`
          : "Request signed, not sent: find signal",
        page: "review",
      };
    default:
      if (view.taken_back)
        return { text: confirmed(view.taken_back) ? "Request withdrawn. You can ask again" : "Withdrawal not sent: find signal", page: "review" };
      if (needed.length)
        return { text: `${count(needed.length, "thing")} still needed before you can ask`, page: needed[0].screen };
      if (drafted.length) return { text: "Typed and not saved: save it before you ask", page: drafted[0] };
      return { text: "Ready: request authority", page: "review", ask: true };
  }
}

/**
 * What a superintendent does next with a case that waits for a decision of theirs; null where it does not.
 * @param {View} view @param {string | undefined} officer @param {string[]} changed since it was asked for
 * @returns {{text: string, page: string} | null}
 */
export function nextDecision(view, officer, changed) {
  if (view.stage !== "requested" || view.decision || !confirmed(view.request) || isOwn(view, officer)) return null;
  if (steppedBack(view).has(officer)) return null;
  if (changed.length || view.conflicts.length)
    return { text: "Changed since it was asked for: ring the officer, who must ask again", page: "decision" };
  return { text: "Decide now", page: "decision" };
}

/**
 * What a decision leaves somebody to do (`duties` of law.json). A decision the server has not confirmed leaves nothing.
 * @param {View} view @param {Law} law @param {string} today
 */
export const dutiesOf = (view, law, today) => (confirmed(view.decision) ? missing(view, law.duties, today) : []);

/**
 * What whoever decided must do next; null where nothing is left to do.
 * @param {View} view @param {string | undefined} officer @param {{sentence: string}[]} duties
 * @returns {{text: string, page: string} | null}
 */
export const nextDuty = (view, officer, [first]) =>
  first && view.decision?._.officer === officer ? { text: first.sentence, page: "decision" } : null;

/** Nobody decides on their own request, nor on a case they recorded (field_app/cases/rules/of_case.py, NotOwnRequest).
 *  @param {View} view @param {string | undefined} officer */
export const isOwn = (view, officer) =>
  [view.request, ...currentSections(view).map(({ section }) => section)].some((one) => one?._.officer === officer);

/** What an officer declares that keeps them from deciding (field_app/cases/conflict.py); whom they know is theirs to weigh. */
const BARS = ["related", "manages"];

/** Who has said of themselves that they cannot decide, by id: why is on record, and for no list. @param {View} view
 *  @returns {Set<string | undefined>} */
export const steppedBack = ({ declared }) =>
  new Set(declared.filter(({ connection }) => BARS.includes(connection)).map(({ _ }) => _.officer));

/** What the court has done, or when it hears the case; empty where it has not come to it. @param {View} view */
export function courtLine(view) {
  const { next, order, ended, listed, adjourned } = view.court;
  if (order?.now === "ended") return "Order ended by the court: no power under it";
  if (order?.ends_on && isOver(view)) return `Order ended on ${day(order.ends_on)}: no power under it`;
  // Once the time it is suspended until has passed, it binds again by itself.
  if (order?.now === "suspended" && !(order.until && Date.parse(order.until) <= now().getTime()))
    return `Order suspended by the court${order.until ? ` until ${moment(order.until)}` : ""}: no power under it now`;
  if (order && !order.told) return `Order made ${day(order.made_on)}, NOT YET TOLD: give it to them`;
  if (order?.ends_on) return `Order made ${day(order.made_on)}: last day ${day(order.ends_on)}`;
  if (order) return `Order made ${day(order.made_on)}: no end recorded`;
  if (ended) return `Application ${ended.outcome} ${moment(ended.decided_at)}`;
  if (next) return `${adjourned.length ? "Adjourned to" : "Hearing listed"}: ${inWords(next)}`;
  return listed || adjourned.length ? "Adjourned: no day recorded" : "";
}

/** The stages in which there is, or was, something in force that can be broken. */
export const IN_FORCE = ["served", "before the court", "ordered", "ended"];

/**
 * Whether "considered and not pursued" is how the case stands: nothing was asked since, or it was refused before.
 * @param {View} view
 */
export function stillEnded({ stage, not_pursued: ended, decision }) {
  if (stage === "not pursued") return true;
  const refused = stage === "refused" && decision;
  return Boolean(ended && refused && Date.parse(ended._.made_at) > Date.parse(refused._.made_at));
}

/** What endangers officers, firearms first: the order of field_app/cases/entries/scene.py. */
const DANGERS = ["firearms", "firearms certificate", "other weapons", "dogs", "violence to police"];

/** "Firearms, dogs", or null where no danger is recorded. @param {{incident: Record<string, any> | null}} view */
export function dangersOf({ incident }) {
  /** @type {string[]} */
  const recorded = incident?.dangers ?? [];
  const known = DANGERS.filter((one) => recorded.includes(one));
  const found = [...known, ...recorded.filter((one) => !known.includes(one))];
  return found.length ? sentence(found.join(", ")) : null;
}

/** With a capital. @param {string} text */
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {number} number @param {string} noun @param {string} [plural] */
export const count = (number, noun, plural = `${noun}s`) => `${number} ${number === 1 ? noun : plural}`;

/** What became of a section, in a line. @param {Section | null} section */
export function stateOf(section) {
  if (!section) return "Not recorded yet";
  const { position, made_at, state } = section._;
  if (position !== null) return `Saved ${recently(made_at)}. The server has it.`;
  if (state === "needs attention") return `Saved ${recently(made_at)}. Needs attention: the server did not take it.`;
  return `Saved ${recently(made_at)} on this phone. Not sent yet.`;
}

/** Who decides on a request: "a superintendent", by the Act of the case. @param {Law} law @param {View} view */
export function decidedBy(law, view) {
  const rank = law.regimes[view.regime]?.issuing_rank ?? "superior officer";
  return `${/^[aeiou]/.test(rank) ? "an" : "a"} ${rank}`;
}

/**
 * Whether `rank` is high enough to issue a notice: under this Act, or under any. The server decides; this only chooses
 * what to show.
 * @param {Law} law @param {string | null | undefined} rank @param {string} [act] the id of a regime
 */
export const mayIssue = (law, rank, act) =>
  Object.entries(law.regimes).some(
    ([id, regime]) => (!act || id === act) && law.ranks.indexOf(rank ?? "") >= law.ranks.indexOf(regime.issuing_rank),
  );

/** What each section of a case is called, and the screen that records it. @type {[path: string, name: string, page: string][]} */
const SECTIONS = [
  ["incident", "incident", "incident"],
  ["respondent", "respondent", "people"],
  ["protected_person", "protected person", "people"],
  ["relationship", "how they are connected", "relationship"],
  ["premises", "the home", "relationship"],
  ["violence", "violence or threats", "happened"],
  ["necessity", "why a notice is needed", "necessity"],
  ["risk", "risk", "risk"],
  ["views.protected_person", "the protected person's view", "views"],
  ["views.respondent", "what the respondent says", "views"],
  ["views.other_residents", "views of others who live there", "views"],
  ["children", "children", "children"],
  ["orders", "orders in force", "conditions"],
  ["conditions", "conditions", "conditions"],
];

/** The value at a path like "views.respondent". @param {View} view @param {string} path @returns {any} */
export const at = (view, path) => path.split(".").reduce((/** @type {any} */ value, key) => value?.[key] ?? null, view);

/**
 * Every current section a request rests on, with what it is called and where it is recorded.
 * @typedef {{name: string, page: string, section: Section}} Named
 * @param {View} view
 * @returns {Named[]}
 */
export function currentSections(view) {
  const named = SECTIONS.map(([path, name, page]) => ({ name, page, section: at(view, path) }));
  const others = view.others.map((section) => ({ name: section.role, page: "people", section }));
  const residents = view.views.residents.map((section) => ({
    name: "view of somebody else who lives there",
    page: "views",
    section,
  }));
  return [...named, ...others, ...residents].filter(({ section }) => section);
}

/**
 * What stands in two versions until somebody settles it, each once.
 * @param {View} view @returns {Named[]}
 */
export function rivals(view) {
  const torn = new Set(view.conflicts.flat());
  const ending = view.not_pursued
    ? [{ name: "considered and not pursued", page: "not-pursued", section: view.not_pursued }]
    : [];
  const found = [...currentSections(view), ...ending].filter(({ section }) => torn.has(section._.entry));
  return [...new Map(found.map((one) => [`${one.name} ${one.section.person ?? ""}`, one])).values()];
}

/** @param {Known[]} entries @param {string} id */
const replacedIn = (entries, id) => entries.some(({ entry }) => entry.replaces.includes(id));

/**
 * What was saved after a request was signed and is therefore no part of it. `changed`: what is to be decided, by name;
 * `updated`: the references, custody and dangers, which are kept up as the night goes on and change nothing of that.
 * @param {View} view @param {Known[]} entries of the case @param {string | undefined} request the id of its entry
 * @returns {{changed: string[], updated: boolean}}
 */
export function since(view, entries, request) {
  const within = entries.find(({ entry }) => entry.id === request)?.entry.relies_on;
  if (!within) return { changed: [], updated: false };
  const after = currentSections(view).filter(({ section }) => !within.some(({ id }) => id === section._.entry));
  const names = after.filter(({ section }) => section !== view.incident).map(({ name }) => name);
  // Whoever was taken off the case is in none of its sections any more.
  const gone = entries.filter(({ entry }) => view.mistaken.includes(entry.facts.person) && !replacedIn(entries, entry.id));
  if (gone.some(({ entry }) => entry.replaces.some((id) => within.some((one) => one.id === id))))
    names.push("somebody recorded by mistake");
  return { changed: [...new Set(names)], updated: after.some(({ section }) => section === view.incident) };
}

/** @type {Record<string, string>} */
const DECLARED = { related: "are related to, or are or were the partner of,", manages: "manage", knows: "know" };

/** What an officer declared, after their name. @param {Record<string, any>} facts */
export const declared = ({ whose, connection, account }) =>
  `declared that they ${DECLARED[connection]} the ${whose}${account ? `: ${account}` : ""}`;
