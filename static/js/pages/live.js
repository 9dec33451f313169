/** For a duty inspector: what is about to go wrong in the whole force. It renews itself; nobody is named but officers. */
import { inWords } from "../clocks.js";
import { now } from "../now.js";
import { askAgain, refill } from "../parts/desk.js";
import { ago, day, moment, recently } from "../parts/times.js";
import { all, copy, find, say, show } from "../parts/screen.js";
import { count } from "../parts/words.js";

/** @import {Context} from "../types.js" */
/** @typedef {Record<string, any>} Line as GET /api/live has it */

const AGAIN_MS = 15_000;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  /** @type {string | null} */
  let etag = null;
  /** @type {Date | null} */
  let checked = null;
  const tell = () => {
    for (const one of all(main, "time[data-ago][datetime]")) one.textContent = `(${ago(/** @type {any} */ (one).dateTime)})`;
    if (checked) say(main, "[data-checked]", ago(checked.toISOString()));
  };
  const refresh = async () => {
    const answer = await askAgain(main, "/api/live", etag);
    if (!answer) {
      // What is known stays: on a bad night an old list is worth more than none, as long as it says how old it is.
      show(main, "[data-stale]", checked !== null);
      say(main, "[data-as-at]", checked ? moment(checked.toISOString()) : "");
      return tell();
    }
    checked = now();
    ({ etag } = answer);
    if (answer.body) showAll(main, answer.body);
    show(main, "[data-shown]", true);
    tell();
  };
  await refresh();
  const again = () => {
    if (!document.hidden) void refresh().catch(() => {});
  };
  const timer = setInterval(again, AGAIN_MS);
  document.addEventListener("visibilitychange", again);
  const stop = context.changed(again);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", again);
    stop();
  };
}

/** @param {HTMLElement} main @param {Line} answer */
function showAll(main, answer) {
  let late = 0;
  for (const section of all(main, "[data-list]")) {
    const name = /** @type {string} */ (section.dataset.list);
    const [lines, total] = [/** @type {Line[]} */ (answer[name]), answer.totals[name]];
    late += lines.filter((one) => one.late).length;
    section.classList.toggle("card--attention", lines.some((one) => one.late));
    say(section, "[data-total]", String(total));
    refill(find(section, "[data-lines]"), lines.map((one) => line(main, name, one)));
    show(section, "[data-more]", total > lines.length);
    say(section, "[data-more]", `And ${count(total - lines.length, "more", "more")}.`);
    show(section, "[data-none]", total === 0);
  }
  const said = late ? `${late} late.` : "Nothing is late.";
  if (find(main, "[data-summary]").textContent !== said) say(main, "[data-summary]", said);
}

/** @param {HTMLElement} main @param {string} name @param {Line} one */
function line(main, name, one) {
  const made = copy(main, "template#line");
  const { what, when, who, since } = SAID[name](one, (word) => find(main, `[data-word="${word}"]`).textContent ?? "");
  show(made, "[data-late]", Boolean(one.late));
  if (one.late) made.className = "danger";
  say(made, "[data-reference]", name === "phones" ? one.device : (one.reference ?? "No reference"));
  say(made, "[data-what]", [what, one.district].filter(Boolean).join(", "));
  say(made, "[data-when]", when);
  if (since) find(made, "time").setAttribute("datetime", since);
  say(made, "[data-who]", who.filter(Boolean).join(". "));
  return made;
}

/** @param {Line} one */
function putTo({ steps, put_to: to }) {
  if (!steps) return "Not put to anybody yet";
  return to ? `Put to ${to}, not claimed` : "Nobody is left on call to put it to";
}

/** What each list says of a line; `since`: said besides as how long ago.
 *  @type {Record<string, (one: Line, word: (name: string) => string) => {what: string, when: string, who: (string | null | false)[], since?: string}>} */
const SAID = {
  requests: (one) => ({
    what: one.what,
    when: `Asked for ${recently(one.at)}`,
    since: one.at,
    who: [one.claimed_by ? `Claimed by ${one.claimed_by}` : putTo(one)],
  }),
  unserved: (one) => ({
    what: one.what,
    when: `Authorised ${recently(one.at)}`,
    since: one.at,
    who: [
      one.held_by ? `With ${one.held_by}` : "With nobody known",
      one.handed_to && `Handed to ${one.handed_to}, not accepted`,
      one.attempts > 0 && `Tried ${count(one.attempts, "time")}, last ${recently(one.tried_at)}`,
    ],
  }),
  deadlines: (one, word) => ({ what: "", when: `${word(one.what)} ${inWords(one.at)}`, who: [one.where] }),
  breaches: (one) => ({
    what: `Breach of the ${one.what}`,
    when: `Reported ${recently(one.at)}`,
    since: one.at,
    who: [one.not_sent ? "No unit sent" : "No unit recorded"],
  }),
  untold: (one) => ({
    what: "",
    when: `Tell them by ${recently(one.at)}: ${one.what}`,
    who: [one.contact_officer ? `With ${one.contact_officer}` : "Nobody is named to tell them"],
  }),
  ending: (one) => ({
    what: `${one.what}${one.now === "in force" ? "" : `, ${one.now}`}`,
    when: `Last day ${day(one.at)}`,
    who: [one.late && "The respondent is not known to have been told of it"],
  }),
  phones: (one) => ({
    what: one.officer ?? "",
    when: `Last heard from ${moment(one.at)}`,
    since: one.at,
    who: [one.telephone, `Holds no case from ${moment(one.forgets_at)}, and keeps what it has not sent`],
  }),
};
