/** What is said of a case in a word or a line. Everything longer stands in the templates. */
import { inWords } from "../clocks.js";
import { recently } from "./times.js";

/** @import {Law, Section, View} from "../types.js" */

/** @type {Record<string, {name: string, colour: string}>} */
export const STAGES = {
  recording: { name: "Recording", colour: "blue" },
  requested: { name: "Authority requested", colour: "yellow" },
  authorised: { name: "Authorised, not served", colour: "orange" },
  refused: { name: "Authority refused", colour: "red" },
  served: { name: "Served", colour: "green" },
  "not pursued": { name: "Not pursued", colour: "grey" },
};

/** @param {Section | null} section Whether the server has this section's entry. */
export const confirmed = (section) => Boolean(section && section._.position !== null);

/** The stage to show: no decision is shown as made before the server has confirmed it. @param {View} view */
export function stageOf(view) {
  if (view.decision && !confirmed(view.decision) && !view.service) return view.request ? "requested" : "recording";
  return view.stage in STAGES ? view.stage : "recording";
}

/** @param {Section | null} person */
export const nameOf = (person) => (person ? [person.given_names, person.family_name].filter(Boolean).join(" ") : "");

/**
 * The one line under a case: what to do next, and where.
 * @param {View} view @param {any[]} gaps Rows of the requirement table not met. @returns {{text: string, page: string, ask?: true}}
 * `ask`: nothing stands against requesting authority.
 */
export function nextStep(view, gaps) {
  const needed = gaps.filter((row) => row.force === "ACT");
  if (view.decision && !confirmed(view.decision) && !view.service)
    return { text: "Decision signed, not yet confirmed by the server", page: "decision" };
  switch (stageOf(view)) {
    case "served":
      return { text: view.deadline ? `Hearing not later than ${inWords(view.deadline.at)}` : "Served", page: "notice" };
    case "authorised":
      return { text: "Serve the notice: no power until it is served", page: "notice" };
    case "refused":
      if (endedAfterRefusal(view)) return { text: "Refused, and not pursued. You can still ask again", page: "case" };
      return { text: "Authority refused: read why", page: "review" };
    case "not pursued":
      return { text: "Not pursued. You can still ask for authority", page: "case" };
    case "requested":
      return {
        text: confirmed(view.request)
          ? "Waiting for a superintendent's decision"
          : "Request signed, not sent: find signal",
        page: "review",
      };
    default:
      if (!needed.length) return { text: "Ready: request authority", page: "review", ask: true };
      return { text: `${count(needed.length, "thing")} still needed before you can ask`, page: needed[0].screen };
  }
}

/**
 * Authority was requested, by somebody else, and no decision stands or is on its way.
 * @param {View} view
 * @param {string | undefined} officer
 */
export const isWaitingFor = (view, officer) =>
  view.stage === "requested" && !view.decision && confirmed(view.request) && view.request?._.officer !== officer;

/** Whether the case was given up once authority had been refused. @param {View} view */
const endedAfterRefusal = ({ not_pursued: ended, decision }) =>
  Boolean(ended && decision && Date.parse(ended._.made_at) > Date.parse(decision._.made_at));

/** What endangers officers, firearms first: the order of field_app/cases/entries/scene.py. */
const DANGERS = ["firearms", "firearms certificate", "other weapons", "dogs", "violence to police"];

/** "Firearms, dogs", or null where no danger is recorded. @param {{incident: Record<string, any> | null}} view */
export function dangersOf({ incident }) {
  const found = DANGERS.filter((one) => incident?.dangers?.includes(one));
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

/**
 * Whether `rank` is high enough to issue a notice. The server decides; this only chooses what to show.
 * @param {Law} law @param {string | null | undefined} rank
 */
export const mayIssue = (law, rank) =>
  Object.values(law.regimes).some(
    (/** @type {any} */ regime) => law.ranks.indexOf(rank ?? "") >= law.ranks.indexOf(regime.issuing_rank),
  );

/** What each section of a case is called. @type {Record<string, string>} */
export const SECTIONS = {
  incident: "incident",
  respondent: "respondent",
  protected_person: "protected person",
  relationship: "how they are connected",
  premises: "the home",
  violence: "violence or threats",
  necessity: "why a notice is needed",
  risk: "risk",
  "views.protected_person": "the protected person's view",
  "views.respondent": "what the respondent says",
  "views.other_residents": "views of others who live there",
  children: "children",
  orders: "orders in force",
  conditions: "conditions",
};

/** The value at a path like "views.respondent". @param {View} view @param {string} path @returns {any} */
export const at = (view, path) => path.split(".").reduce((/** @type {any} */ value, key) => value?.[key] ?? null, view);

/**
 * Every current section a request rests on, with what it is called.
 * @param {View} view
 * @returns {{name: string, section: Section}[]}
 */
export function currentSections(view) {
  const named = Object.entries(SECTIONS).map(([path, name]) => ({ name, section: at(view, path) }));
  const others = view.others.map((section) => ({ name: section.role, section }));
  const residents = view.views.residents.map((section) => ({ name: "view of somebody else who lives there", section }));
  return [...named, ...others, ...residents].filter(({ section }) => section);
}
