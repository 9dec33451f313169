/** What each of them thinks of a notice, or what was done to find out. */
import { eachPerson, othersAs } from "../others.js";
import { isBlank } from "../parts/groups.js";
import { all, copy, find, onPress, readCase, show } from "../parts/screen.js";
import { controlOf, editSections } from "../parts/sections.js";
import { nameOf } from "../parts/words.js";

/** @import {Context, Section, View} from "../types.js" */
/** @typedef {import("../parts/sections.js").Definition} Definition */

/** @param {View} view */
const residentsOf = (view) => othersAs(view, "other resident");

/** @param {HTMLElement} main @param {string} person @returns {HTMLElement | null} */
const sectionOf = (main, person) => main.querySelector(`[data-section="views-${person}"]`);

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const view = await readCase(context.caseId);
  const residents = view ? residentsOf(view) : [];
  /** The case as it is now. */
  let latest = view;
  const showNow = () => latest && showResidents(main, latest);
  find(main, "[data-residents]").replaceChildren(...residents.map(({ person }) => sectionFor(main, person)));
  offerSteps(main);
  return editSections(
    main,
    context,
    [
      views("protected_person", "protected person", (now) => now.views.protected_person),
      views("respondent", "respondent", (now) => now.views.respondent),
      ...residents.map(({ person }) => views(person, "other residents", (now) => viewOf(now, person), person)),
      views("other_residents", "other residents", (now) => now.views.other_residents),
    ],
    {
      next: "children",
      onLoad: (now) => {
        latest = now;
        showNow();
      },
      onType: showNow,
    },
  );
}

/**
 * @param {string} key @param {string} whose @param {(view: View) => Section | null} current
 * @param {string | null} [person] of several other residents this one
 * @returns {Definition}
 */
const views = (key, whose, current, person = null) => ({
  key: `views-${key}`,
  kind: "views recorded",
  current,
  // What this screen does not ask of them stays as another device recorded it.
  fixed: (recorded) => ({ whose, person, ...keptFrom(recorded) }),
  check: (facts, root) =>
    facts.said || facts.steps
      ? []
      : [{ at: controlOf(root, "said"), message: find(root, "[data-either]").textContent ?? "" }],
});

/** @param {Section | null} recorded */
const keptFrom = (recorded) => ({
  opinion: recorded?.opinion ?? null,
  apart: recorded?.apart ?? null,
  how: recorded?.how ?? null,
});

/** @param {View} view @param {string} person @returns {Section | null} */
const viewOf = (view, person) => eachPerson(view.views.residents).find((one) => one.person === person) ?? null;

/** A section of its own for one other resident. @param {HTMLElement} main @param {string} person their id */
function sectionFor(main, person) {
  const section = copy(main, "template[data-resident]");
  for (const element of [section, ...all(section, "*")])
    for (const { name, value } of [...element.attributes])
      if (value.includes("NEW")) element.setAttribute(name, value.replaceAll("NEW", person));
  return section;
}

/** Their names, and whether somebody was described since this screen was opened; all of them together only where
 *  none is described, or where that was recorded or is being written: nothing is saved unseen.
 *  @param {HTMLElement} main @param {View} view */
function showResidents(main, view) {
  const own = residentsOf(view).map((one) => ({ one, section: sectionOf(main, one.person) }));
  for (const { one, section } of own) if (section) find(section, "[data-name]").textContent = nameOf(one);
  show(main, "[data-overtaken]", own.some(({ section }) => !section));
  // Under the 2021 Act a distance is kept from wherever the protected person lives, recorded as the home or not.
  const elsewhere = !view.premises && view.conditions?.conditions.some((/** @type {{code: string}} */ { code }) => code === "where they live");
  const together = (view.premises?.other_residents || elsewhere) && !own.some(({ section }) => section);
  const collective = find(main, "[data-section=views-other_residents]");
  collective.hidden = !together && !view.views.other_residents && isBlank(collective);
}

/** One tap writes why nothing was said, after what stands there. @param {HTMLElement} main */
function offerSteps(main) {
  for (const button of all(main, "[data-steps]")) {
    onPress(main, button, async () => {
      const section = /** @type {HTMLElement} */ (button.closest("[data-section]"));
      const steps = /** @type {HTMLTextAreaElement} */ (controlOf(section, "steps"));
      const why = button.textContent?.trim() ?? "";
      const lines = steps.value.split("\n").filter((line) => line.trim());
      if (lines.includes(why)) return;
      steps.value = [...lines, why].join("\n");
      steps.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
