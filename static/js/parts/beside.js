/** The other cases of the same incident, beside the one that is decided (practice P5). */
import { officerName } from "../cases.js";
import { standing } from "../copies.js";
import { showRecorded } from "./recorded.js";
import { all, copy, find, say, show, showStage } from "./screen.js";
import { nameOf } from "./words.js";
import { born, recently } from "./times.js";

/** @import {Section, View} from "../types.js" */
/** @import {Linked} from "./linked.js" */

/** What each screen shows. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/** @param {HTMLElement} main @param {View} view @param {Linked[]} linked @param {any} law */
export async function showBeside(main, view, linked, law) {
  const side = find(main, "[data-others]");
  // Somebody may be reading there: put anew only when there is something new.
  const now = JSON.stringify(linked);
  if (now === shown.get(side)) return;
  shown.set(side, now);
  const blocks = await Promise.all(
    linked.map(({ link, view: other }) => (other ? otherBlock(main, view, other, link, law) : awayBlock(main, link))),
  );
  side.hidden = !blocks.length;
  show(main, "[data-to-other]", linked.some(({ view: other }) => other?.request));
  side.replaceChildren(...blocks);
}

/** @param {HTMLElement} main @param {View} view @param {View} other @param {Section} link @param {any} law */
async function otherBlock(main, view, other, link, law) {
  const made = copy(main, "template#other");
  for (const heading of all(made, "[data-why]")) if (heading.dataset.why !== link.why) heading.remove();
  for (const one of all(made, "[data-other-reference]")) one.textContent = other.reference ?? link.reference;
  showStage(find(made, "[data-stage]"), other);
  const how = standing(view, other);
  for (const line of all(made, "[data-how]")) line.hidden = line.dataset.how !== how;
  const { request } = other;
  show(made, "[data-not-asked]", !request);
  show(made, "[data-asked]", Boolean(request));
  if (request) {
    say(made, "[data-asker]", await officerName(request._.officer));
    say(made, "[data-asked-at]", recently(request._.made_at));
  }
  say(made, "[data-respondent]", described(other.respondent));
  say(made, "[data-protected]", described(other.protected_person));
  showRecorded(made, other, law);
  find(made, "[data-other-link]").setAttribute("href", `/decision#${other.id}`);
  return made;
}

/** @param {HTMLElement} main @param {Section} link */
function awayBlock(main, link) {
  const made = copy(main, "template#other-away");
  say(made, "[data-other-reference]", link.reference ?? "Reference not known");
  return made;
}

/** Who somebody is, in a line. @param {Section | null} person */
export function described(person) {
  if (!person) return "Not recorded";
  const age = person.born
    ? `born ${born(person.born)}`
    : person.believed_age === null
      ? "age not recorded"
      : `believed ${person.believed_age}`;
  return `${nameOf(person)}, ${age}`;
}
