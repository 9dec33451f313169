/** For legal services and the duty inspector: every served notice by its deadline, and what is near or missed. */
import { inWords } from "../clocks.js";
import { ask, refill, showLeft } from "../parts/desk.js";
import { AT_COURT } from "../parts/at_court.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { showClockDoubt } from "../parts/server_clock.js";
import { clock, day, moment } from "../parts/times.js";
import { count } from "../parts/words.js";

/** @import {Context} from "../types.js" */
/** @typedef {Record<string, any>} Line as GET /api/legal-desk has it */

const AGAIN_MS = 2 * 60_000;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const legal = context.me?.officer.postings.includes("legal services") ?? false;
  let page = 1;
  const refresh = async () => {
    await showLeft(main, AT_COURT);
    const answer = await ask(main, `/api/legal-desk?page=${page}`);
    show(main, "[data-shown]", Boolean(answer));
    if (!answer) return;
    showClockDoubt(main, answer.server_clock);
    say(main, "[data-total]", `${count(answer.total, "case")}.`);
    show(main, "[data-none]", !answer.total);
    refill(find(main, "[data-cases]"), answer.cases.map((/** @type {Line} */ line) => card(main, line, legal)));
    show(main, "[data-paging]", answer.pages > 1);
    show(main, "[data-earlier]", answer.page > 1);
    show(main, "[data-later]", answer.page < answer.pages);
    show(main, "[data-no-courts]", !answer.courts.length);
    find(main, "[data-courts]").replaceChildren(...answer.courts.map((/** @type {Line} */ one) => courtRow(main, one)));
  };
  /** @param {number} by */
  const turn = async (by) => {
    page += by;
    await refresh();
    find(main, "h1").scrollIntoView({ block: "start" });
  };
  onPress(main, find(main, "[data-earlier]"), () => turn(-1));
  onPress(main, find(main, "[data-later]"), () => turn(1));
  await refresh();
  const timer = setInterval(() => document.hidden || void refresh().catch(() => {}), AGAIN_MS);
  const stop = context.changed(() => void refresh().catch(() => {}));
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** @param {HTMLElement} main @param {Line} line @param {boolean} legal */
function card(main, line, legal) {
  const made = copy(main, "template#served-case");
  say(made, "[data-reference]", line.reference ?? "No reference");
  say(made, "[data-name]", line.respondent);
  say(made, "[data-for]", line.reference ?? line.respondent);
  const said = alarm(line);
  show(made, "[data-alarm]", Boolean(said));
  say(made, "[data-alarm]", said);
  const { deadline, last_sitting: last, hearing } = line;
  show(made, "[data-by-radio]", line.by_radio);
  say(made, "[data-deadline]", deadline ? inWords(deadline.at) : "Not known: no holidays known for that year");
  say(made, "[data-left]", line.minutes_left === null ? "The hearing was begun" : hours(line.minutes_left));
  row(made, "[data-last]", last && `${moment(last.start)} to ${clock(last.until)}, ${last.court}`);
  row(made, "[data-hearing]", hearing ? `${inWords(hearing.at)}${hearing.court ? `, ${hearing.court}` : ""}` : "Not listed");
  row(made, "[data-notice]", noticeOf(line));
  row(made, "[data-irregular]", line.irregular.join("\n"));
  find(made, "[data-open]").setAttribute("href", `/court#${line.case}`);
  const paper = find(made, "[data-paper]");
  paper.hidden = !hearing;
  find(paper, "a").setAttribute("href", `/court#${line.case}`);
  say(made, "[data-whose]", line.reference ?? line.respondent);
  const bundle = find(made, "[data-bundle]");
  bundle.hidden = !legal;
  bundle.setAttribute("href", `/bundle#${line.case}`);
  say(made, "[data-of]", line.reference ?? line.respondent);
  return made;
}

/** What is wrong or near, the worst first. @param {Line} line */
function alarm(line) {
  if (line.missed) return "MISSED: the deadline has passed and no hearing is recorded. The notice is not ended by that here. Ring the court.";
  if (line.hearing_passed) return "The time of the hearing has come. Record what the court did.";
  if (line.last_near) return "The last sitting that is in time is less than a day away.";
  return line.mark ? `Less than ${line.mark} hours left that count.` : "";
}

/** @param {Line} line */
function noticeOf(line) {
  if (line.notice_given) return "Given";
  return line.address_given ? `Not given yet. Address they gave: ${line.address_given}` : "Not given yet. They gave no address";
}

/** @param {number} minutes */
const hours = (minutes) => `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

/** @param {HTMLElement} main @param {Line} court */
function courtRow(main, { name, remote, joining, telephone, sittings, closed }) {
  const made = copy(main, "template#court-row");
  find(made, "dt").textContent = name;
  const when = sittings.map(
    (/** @type {Line} */ one) =>
      `${one.day ?? day(one.date)} ${one.start.slice(0, 5)} to ${one.end.slice(0, 5)}${one.remand ? " (remand)" : ""}`,
  );
  find(made, "dd").textContent = [
    when.join(", "),
    closed.length && `Closed ${closed.map(day).join(", ")}`,
    remote && `Joined from elsewhere: ${joining}`,
    telephone,
  ]
    .filter(Boolean)
    .join("\n");
  return made;
}

/** @param {HTMLElement} made @param {string} selector @param {string | null} text */
function row(made, selector, text) {
  const cell = find(made, selector);
  cell.textContent = text ?? "";
  if (cell.parentElement) cell.parentElement.hidden = !text;
}
