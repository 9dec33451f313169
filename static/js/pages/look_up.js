/** Is there a notice on this person or at this address, and may I arrest? Asked of the server, or, where it cannot be
 *  reached, of what this phone holds (docs/decisions/0048). */
import { post } from "../api.js";
import { listen } from "../channel.js";
import { inWords } from "../clocks.js";
import { keepsNothing, setConnection } from "../connection.js";
import { keepFound, takeSought } from "../found.js";
import { headed, startCopying, textOf } from "../parts/copying.js";
import { controlsOf, fillSome, read } from "../parts/form.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { startSignOut } from "../parts/signed_in.js";
import { takeOver } from "../parts/handing_over.js";
import { now } from "../now.js";
import { drain } from "../sync.js";
import { chase, inALine } from "../reasons.js";
import { all, copy, find, item, onPress, say, show } from "../parts/screen.js";
import { count, dangersOf } from "../parts/words.js";
import { keepAgo, sayAgo } from "../parts/ago.js";
import { born, clock, day, moment, recently } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/** @typedef {Record<string, any>} Match */
/** @typedef {{reference: string | null, other_way_round: boolean, what: string, state: string, dates: string[],
 *             elsewhere?: {issued_by: string, source: string} | null}} Between */
/** @typedef {{as_at: string, matches: Match[], advice: string | null, look?: string, wants_reason?: boolean, old?: boolean}} Answer `old` is there only where it
 *  comes from this phone's copy */

const REFERENCE = /^#[2-9A-HJ-NP-RT-Y]{3,4}-[0-9]{3,5}-[0-9A-HJ-NP-RT-Y]$/;

/** What somebody may be arrested for the breach of. */
const BINDS = ["notice", "order"];

const ORDER = ["order not yet told", ...BINDS, "notice in doubt", "authorised, not served", "not known to be served", "also known", "order suspended", "withdrawn", "ended"];

/** So long (ms) the server is waited for before this phone's copy is shown. */
const SLOW_MS = 3_000;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const form = find(main, "[data-look-up]");
  const more = /** @type {HTMLDetailsElement} */ (find(form, "[data-more]"));
  /** Nothing is sought by, and nothing is wrong, that cannot be seen. @param {import("../parts/form.js").Problem[]} problems */
  const openMore = (problems = []) => {
    const holds = controlsOf(more).some((control) => control.value.trim());
    if (holds || problems.some(({ at }) => more.contains(at))) more.open = true;
  };
  // The code on a paper notice carries its reference behind the #, where no server and no log sees it.
  if (REFERENCE.test(location.hash)) fillSome(form, { reference: location.hash.slice(1) });
  openMore();
  startSignOut(main, context);
  const storeless = await keepsNothing();
  show(main, "[data-storeless]", storeless);
  onPress(main, form, async () => {
    clearProblems(main);
    show(main, "[data-results]", false);
    const { facts, problems } = read(form);
    const { reason, ...sought } = facts;
    const nothing =
      Object.values(sought).every((value) => value === null) &&
      !problems.some(({ at }) => at.id.startsWith("look-up-born"));
    if (nothing)
      problems.unshift({
        at: find(main, "#look-up-name"),
        message: find(main, "[data-say=nothing]").textContent ?? "",
      });
    openMore(problems);
    if (problems.length) return showProblems(main, problems);
    const number = ++latest;
    /** @param {Answer} answer */
    const shown = async (answer) => {
      const { look, wants_reason: wants, as_at: at, old } = answer;
      const offline = old !== undefined;
      if (look && wants && !storeless)
        await chase({ look, at: offline ? now().toISOString() : at, asked: inALine(sought), offline });
      if (number === latest) showAnswer(main, context, answer, !storeless);
    };
    await ask({ ...sought, reason }, storeless, shown).catch((error) => showProblem(main, failed(main, error)));
    await showCopy(main, storeless);
  });
  await showCopy(main, storeless);
  const sought = takeSought();
  if (sought) {
    fillSome(form, { name: sought });
    find(form, "[data-search]").click();
  }
  const stops = [keepAgo(main), listen(({ type }) => void (type === "copied" && showCopy(main, storeless)))];
  return () => stops.forEach((stop) => stop());
}

/** The number of the newest question: the answer to an earlier one is not shown over its answer. */
let latest = 0;

/**
 * The server's answer; where there is none within SLOW_MS, what this phone holds, until the server does answer.
 * @param {Record<string, any>} asked @param {boolean} storeless @param {(answer: Answer) => unknown} shown
 */
async function ask(asked, storeless, shown) {
  const answered = post("/api/lookup", asked);
  const slow = new Promise((go) => setTimeout(go, navigator.onLine ? SLOW_MS : 0));
  const first = await Promise.race([answered, slow]).catch((error) => {
    if (error.name !== "Unreachable") throw error;
  });
  if (first) return shown(first);
  const here = storeless ? null : await lookUpHere(asked).catch(unreadable);
  if (!here) return shown(await answered);
  shown(here);
  answered.then(shown, () => {});
}

/** Scripts that only a look-up without signal needs are loaded when there is one. @param {Record<string, any>} asked */
const lookUpHere = async (asked) => (await import("../snapshot.js")).lookUpHere(asked);

const copyHere = async () => (await import("../snapshot.js")).copyHere();

/** What this phone holds cannot be read: then only the server can be asked. @param {unknown} error */
function unreadable(error) {
  console.error(error);
  return null;
}

/** @param {HTMLElement} main @param {Error & {status?: number}} error */
function failed(main, error) {
  if (error.status === 401) {
    setConnection({ signedIn: false });
    return find(main, "[data-say=signed-out]").textContent ?? "";
  }
  if (error.name === "Unreachable") return find(main, "[data-say=unreachable]").textContent ?? "";
  const tail = error.name === "ApiError" ? ` (${error.message})` : "";
  return `${find(main, "[data-say=failed]").textContent}${tail}`;
}

/** @param {HTMLElement} main @param {Context} context @param {Answer} answer
 *  @param {boolean} mayRecord whether this browser keeps what is recorded */
function showAnswer(main, context, { as_at, matches, advice, old }, mayRecord) {
  keepFound(/** @type {import("../found.js").Found[]} */ (matches));
  const results = find(main, "[data-results]");
  const ranked = [...matches].sort((one, other) => rank(one) - rank(other)); // stable: the server's order within each
  say(main, "[data-count]", matches.length ? count(matches.length, "match", "matches") : "Nothing found");
  const here = old !== undefined;
  say(main, "[data-as-at]", here ? "" : `as at ${clock(as_at)}`);
  if (here) sayCopy(find(main, "[data-copy-of]"), as_at, old);
  show(main, "[data-copy]", here);
  show(main, "[data-copy-old]", Boolean(old));
  show(main, "[data-copy-empty]", here && !matches.length);
  find(main, "[data-matches]").replaceChildren(...ranked.map((match) => matchItem(main, context, match, mayRecord)));
  for (const made of all(find(main, "[data-matches]"), ".match"))
    startCopying(main, async () => matchAsText(made, `${here ? "From a phone's copy" : "Looked up"}, as at ${moment(as_at)}`), find(made, "[data-as-text]"));
  find(main, "[data-advice]").textContent = advice ?? "";
  find(main, "[data-advice]").hidden = !advice;
  results.hidden = false;
  results.focus({ preventScroll: true });
  results.scrollIntoView({ block: "start" });
}

/** As at when this phone's copy is, and how long ago that was. @param {HTMLElement} where @param {string} at
 *  @param {boolean} old */
function sayCopy(where, at, old) {
  say(where, "[data-copy-at]", recently(at));
  find(where, "[data-ago]").setAttribute("datetime", at);
  where.classList.toggle("copy--old", old);
  sayAgo(where);
}

/** Whether this phone holds a copy to look up in without signal. @param {HTMLElement} main @param {boolean} storeless */
async function showCopy(main, storeless) {
  const copy = storeless ? null : await copyHere().catch(unreadable);
  show(main, "[data-here]", copy !== null);
  show(main, "[data-here-none]", !copy && !storeless);
  if (copy) sayCopy(find(main, "[data-here]"), copy.at, copy.old);
}

/** @param {Match} match In force first. */
const rank = (match) => (ORDER.includes(match.in_force) ? ORDER.indexOf(match.in_force) : ORDER.length);

/** @param {HTMLElement} main @param {Context} context @param {Match} match @param {boolean} mayRecord */
function matchItem(main, context, match, mayRecord) {
  const made = copy(main, "template#match");
  const isProtected = match.role === "protected person";
  made.classList.add(
    BINDS.includes(match.in_force) || match.in_force === "order not yet told"
      ? "match--in-force"
      : ["ended", "withdrawn"].includes(match.in_force) ? "match--none" : "match--waiting",
  );
  const dangers = dangersOf({ incident: match });
  show(made, "[data-dangers]", Boolean(dangers || match.dangers_account));
  say(made, "[data-dangers-what]", dangers);
  say(made, "[data-dangers-account]", match.dangers_account);
  show(made, "[data-protected-first]", isProtected && BINDS.includes(match.in_force));
  say(made, "[data-what]", match.what);
  say(made, "[data-other-name]", match.respondent ?? "not named here");
  showPower(made, match.power);
  say(made, "[data-name]", match.sealed ? "A sealed case" : match.name);
  say(
    made,
    "[data-who]",
    [
      isProtected ? "Protected person" : "Respondent",
      match.born && `born ${born(match.born)}`,
      match.address,
    ]
      .filter(Boolean)
      .join(", "),
  );
  // Of what binds nobody no breach is reported; where that is in doubt it may be, and says so.
  show(made, "[data-record]", mayRecord && !["authorised, not served", "also known", "withdrawn"].includes(match.in_force));
  const toServe = mayRecord && match.in_force === "authorised, not served" && Boolean(context.me?.officer.constable);
  show(made, "[data-take-over]", toServe);
  show(made, "[data-radio]", mayRecord && ["authorised, not served", "withdrawn"].includes(match.in_force));
  find(made, "[data-to-radio]").setAttribute("href", `/radio#${match.case}`);
  onPress(main, find(made, "[data-take-over]"), async () => {
    await takeOver(match.case, null);
    await drain().catch(() => {});
    await context.go(`/notice#${match.case}`);
  });
  find(made, "[data-to-arrest]").classList.toggle("govuk-button--secondary", !BINDS.includes(match.in_force)); // no power: not the first thing to press
  find(made, "[data-to-arrest]").setAttribute("href", `/arrest#${match.case}`);
  find(made, "[data-to-breach]").setAttribute("href", `/breach#${match.case}`);
  show(made, "[data-visit]", mayRecord && BINDS.includes(match.in_force));
  find(made, "[data-to-visit]").setAttribute("href", `/visit#${match.case}`);
  show(made, "[data-tell]", mayRecord && match.in_force === "order not yet told");
  find(made, "[data-to-told]").setAttribute("href", `/told#${match.case}`);
  show(made, "[data-at-court]", Boolean(match.ordered && context.me?.officer.postings.includes("legal services")));
  find(made, "[data-to-court]").setAttribute("href", `/court#${match.case}`);
  show(made, "[data-conditions-block]", (match.conditions ?? []).length > 0);
  find(made, "[data-conditions]").replaceChildren(...(match.conditions ?? []).map(item));
  const { elsewhere } = match;
  const { ordered } = match;
  row(made, "[data-ordered]", ordered && `${ordered.court}, ${day(ordered.made_on)} (${match.what})`);
  const bond = match.relationship ? ` (${match.relationship})` : "";
  row(made, "[data-protects]", match.copied_at && match.protected_person && `${match.protected_person}${bond}`);
  row(made, "[data-made]", elsewhere && `${elsewhere.issued_by}, ${day(elsewhere.made_on)} (${match.what})`);
  row(made, "[data-source]", elsewhere?.source);
  row(made, "[data-served]", match.served_at && moment(match.served_at));
  row(made, "[data-ends]", match.ends);
  row(
    made,
    "[data-hearing]",
    match.hearing_not_later_than && `Not later than ${inWords(match.hearing_not_later_than)}`,
  );
  row(made, "[data-reference]", match.reference);
  row(made, "[data-visited]", match.visited);
  const before = /** @type {string[]} */ (match.before ?? []);
  find(made, "[data-before]").replaceChildren(...before.map(item));
  /** @type {HTMLElement} */ (find(made, "[data-before]").closest("[data-row]")).hidden = !before.length;
  const between = /** @type {Between[]} */ (match.between ?? []).map(alsoBetween);
  find(made, "[data-between]").replaceChildren(...between.map(item));
  /** @type {HTMLElement} */ (find(made, "[data-between]").closest("[data-row]")).hidden = !between.length;
  const why = [`${match.score} of 100`, (match.why ?? []).join(", ")].filter(Boolean).join(": ");
  row(made, "[data-why]", match.sure ? `${match.sure}. ${why}` : why);
  const ask = (match.ask ?? []).join(", ");
  row(made, "[data-ask]", ask && `Ask for: ${ask}. Let them say it; read nothing out.`);
  return made;
}

/** One answer as it stands there, less what it leads to. @param {HTMLElement} made @param {string} asAt */
function matchAsText(made, asAt) {
  const alone = /** @type {HTMLElement} */ (made.cloneNode(true));
  for (const one of all(alone, "a, button, [data-as-text]")) one.remove();
  return [...headed(asAt), "", textOf(alone)].join("\n");
}

/** Another case that may be of the same two people, in a line. @param {Between} one */
function alsoBetween({ reference, other_way_round: exchanged, what, state, elsewhere, dates }) {
  const which = `${what} ${reference ?? "without a reference"}: ${BINDS.includes(state) ? "in force" : state}`;
  const known = elsewhere ? [`By ${elsewhere.issued_by}`, elsewhere.source] : [];
  return [which, exchanged && "the other way round", ...known, ...dates].filter(Boolean).join(". ").replaceAll("..", ".");
}

/**
 * Large: whether there is a power at all. Under it, in ordinary type: how to use it.
 * @param {HTMLElement} made
 * @param {string | null} power
 */
function showPower(made, power) {
  const [first, ...rest] = (power ?? "").split(/(?<=\.) /);
  say(made, "[data-power]", first);
  say(made, "[data-power-rest]", rest.join(" "));
  show(made, "[data-power]", Boolean(first));
  show(made, "[data-power-rest]", rest.length > 0);
}

/** @param {HTMLElement} made @param {string} selector @param {string | null} text */
function row(made, selector, text) {
  const cell = find(made, selector);
  cell.textContent = text ?? "";
  if (cell.parentElement) cell.parentElement.hidden = !text;
}
