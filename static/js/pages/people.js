/** The respondent, the protected person, and any number of others: children, other residents, witnesses. */
import { dropDraft, loadDraft, saveDraft } from "../drafts.js";
import { byMistake, eachPerson } from "../others.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { controlOf, editSections, replacedBy } from "../parts/sections.js";
import { fieldsOf } from "../parts/form.js";
import { copyFor, isBlank, isSure } from "../parts/groups.js";
import { all, find, onPress, readCase } from "../parts/screen.js";

/** @import {Context, Section, View} from "../types.js" */
/** @typedef {import("../parts/sections.js").Definition} Definition */
/** @typedef {import("../parts/sections.js").Sections} Sections */

/** Somebody of the case besides the two. @typedef {{person: string, role: string}} Other */

/** In which order they stand. */
const OTHERS = ["child", "other resident", "witness"];

/** Asked of some roles only; what was recorded stays. @param {Section | null} current */
const unasked = (current) => ({
  dependants: current?.dependants ?? null,
  number_plate: current?.number_plate ?? null,
});

/**
 * @param {"respondent" | "protected_person"} key
 * @param {"respondent" | "protected person"} role
 * @returns {Definition}
 */
const party = (key, role) => ({
  key,
  kind: "person described",
  current: (view) => view[key],
  fixed: (current) => ({ person: current?.person ?? crypto.randomUUID(), role }),
});

/** Whether one of the two works for the police.
 * @param {"respondent" | "protected_person"} key @param {string} whose @returns {Definition} */
const police = (key, whose) => ({
  key: `police-${key}`,
  kind: "police employment recorded",
  current: (view) => view.police[key],
  fixed: () => ({ whose }),
});

/** What one of the two says of themselves, for the equality figures.
 *  @param {"respondent" | "protected_person"} key @param {string} whose @returns {Definition} */
const equality = (key, whose) => ({
  key: `equality-${key}`,
  kind: "equality monitoring recorded",
  current: (view) => view.monitoring[key],
  fixed: () => ({ whose }),
});

/** @param {View} view @param {string} person @returns {Section | null} */
const describedAs = (view, person) => eachPerson(view.others).find((section) => section.person === person) ?? null;

/** @param {Other} other @returns {Definition} */
const another = ({ person, role }) => ({
  key: keyOf(person),
  kind: "person described",
  current: (view) => describedAs(view, person),
  fixed: (current) => ({ ...unasked(current), person }),
  more: {
    fill: (section, facts) => {
      roleOf(section).value = facts?.role ?? role;
    },
    read: (section) => ({ facts: { role: roleOf(section).value }, problems: [] }),
  },
});

/** What somebody is in the case. @param {ParentNode} section of somebody besides the two */
const roleOf = (section) => /** @type {HTMLSelectElement} */ (find(section, "[data-field=role] select"));

/** @param {string} person */
const keyOf = (person) => `person-${person}`;

/** By role, and within a role always in the same order. @param {View | null} view @returns {Other[]} */
const recorded = (view) =>
  eachPerson(view?.others ?? [])
    .map(({ person, role }) => ({ person, role }))
    .sort((one, other) => byRole(one, other) || (one.person < other.person ? -1 : 1));

/** @param {Other[]} known @param {Other[]} others */
const without = (known, others) => others.filter((one) => !known.some(({ person }) => person === one.person));

/** @param {Other} one @param {Other} other */
const byRole = (one, other) => OTHERS.indexOf(one.role) - OTHERS.indexOf(other.role);

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  const list = `${caseId}:people`;
  const view = await readCase(caseId);
  const saved = recorded(view);
  /** Those added on this phone and not saved yet. @type {Other[]} */
  let added = (caseId && (await loadDraft(list))) || [];
  // What was typed of somebody whom another device took off meanwhile is not lost with them.
  for (const person of view?.mistaken ?? []) {
    const kept = await loadDraft(`${caseId}:${keyOf(person)}`);
    if (kept) added.push({ person, role: kept.typed[`${keyOf(person)}-role`] ?? "witness" });
  }
  /** Removed here, or recorded since. @type {Set<string>} */
  const gone = new Set();
  // Another tab may have added somebody meanwhile: their section would be lost with them.
  const keepAdded = () =>
    navigator.locks.request(`field people ${caseId}`, async () => {
      const kept = [...((await loadDraft(list)) ?? []), ...added];
      const each = [...new Map(kept.map((/** @type {Other} */ one) => [one.person, one])).values()];
      const left = each.filter(({ person }) => !gone.has(person));
      await (left.length ? saveDraft(list, left) : dropDraft(list));
    });
  /** @type {Sections | null} */
  let sections = null;

  const forEquality = /** @type {HTMLDetailsElement} */ (find(main, "[data-equality]"));
  const onType = () => {
    // What holds something stands open: saved with the screen, it is not saved unseen.
    if (all(forEquality, "[data-section]").some((section) => !isBlank(section))) forEquality.open = true;
    for (const section of all(main, "[data-section]:has([data-field=address])")) {
      nameHeading(section);
      offerAddresses(main, section);
    }
  };

  /** @param {View} now */
  const onLoad = (now) => {
    const known = recorded(now);
    for (const { person } of known) gone.add(person);
    const unsaved = without(known, added);
    if (unsaved.length < added.length) {
      added = unsaved;
      keepAdded().catch(console.error);
    }
    for (const one of known) if (sections && !shown(main, one)) sections.add(another(place(one)));
    for (const person of now.mistaken) {
      const section = shown(main, { person });
      if (!section || section.querySelector(".section-state--draft") || isIn(added, section)) continue;
      sections?.remove(keyOf(person)).catch(console.error);
      section.remove();
    }
    for (const [button, those] of /** @type {const} */ ([["[data-remove-person]", added], ["[data-by-mistake]", known]]))
      for (const one of all(main, button)) one.hidden = !isIn(those, one.closest("[data-section]"));
  };

  main.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button?.dataset.same) copyAddress(main, button);
  });

  for (const button of all(main, "[data-add]"))
    onPress(main, button, async () => {
      if (!sections) return;
      const one = { person: crypto.randomUUID(), role: String(button.dataset.add) };
      const ready = sections.add(another(place(one)));
      const section = find(main, `[data-section="${keyOf(one.person)}"]`);
      letRemove(section, one);
      section.scrollIntoView({ block: "start" });
      controlOf(section, "family_name").focus({ preventScroll: true });
      added.push(one);
      await keepAdded();
      await ready;
    });

  /** @param {HTMLElement} section @param {Other} one */
  const letRemove = (section, one) => {
    const button = /** @type {HTMLButtonElement} */ (find(section, "[data-remove-person]"));
    button.hidden = false;
    onPress(main, button, async () => {
      if (!saysNothing(section) && !isSure(button)) return;
      gone.add(one.person);
      added = added.filter(({ person }) => person !== one.person);
      await keepAdded();
      await takeOff(section);
    });
  };

  /** @param {HTMLElement} section */
  const takeOff = async (section) => {
    await sections?.remove(String(section.dataset.section));
    section.remove();
    find(main, "#add-heading").focus();
  };

  /** Their section, empty, with the way to say that they were recorded by mistake. @param {Other} one */
  const place = (one) => {
    const section = placed(main, one);
    const button = /** @type {HTMLButtonElement} */ (find(section, "[data-by-mistake]"));
    onPress(main, button, async () => {
      if (!isSure(button)) return;
      const now = await readCase(caseId);
      const current = now && describedAs(now, one.person);
      if (!caseId || !current) return;
      const replaces = replacedBy(now, current);
      await record({ kind: "person described", caseId, facts: byMistake(current), replaces });
      await takeOff(section);
      drain().catch(() => {});
    });
    return one;
  };

  const unsaved = without(saved, added);
  const others = [...saved, ...unsaved].sort(byRole);
  for (const one of others) place(one);
  for (const one of unsaved) letRemove(find(main, `[data-section="${keyOf(one.person)}"]`), one);
  const definitions = [
    party("respondent", "respondent"),
    party("protected_person", "protected person"),
    police("respondent", "respondent"),
    police("protected_person", "protected person"),
    equality("respondent", "respondent"),
    equality("protected_person", "protected person"),
    ...others.map(another),
  ];
  return editSections(main, context, definitions, {
    next: "relationship",
    onLoad,
    onType,
    onStart: (running) => {
      sections = running;
    },
  });
}

/** @param {HTMLElement} main @param {{person: string}} one @returns {HTMLElement | null} */
const shown = (main, { person }) => main.querySelector(`[data-section="${keyOf(person)}"]`);

/** @param {Other[]} those @param {Element | null} section whether it is the section of one of those */
const isIn = (those, section) => those.some(({ person }) => section?.getAttribute("data-section") === keyOf(person));

/** Puts in somebody's section, empty. @param {HTMLElement} main @param {Other} one @returns {HTMLElement} */
function placed(main, one) {
  const section = copyFor(main, `template[data-person="${one.role}"]`, one.person);
  const heading = find(section, "h2");
  heading.dataset.word = heading.textContent ?? "";
  find(main, "[data-people]").append(section);
  return section;
}

/** Whether nothing is typed of them: what they are is always said. @param {HTMLElement} section */
const saysNothing = (section) => fieldsOf(section).every((field) => field.dataset.field === "role" || isBlank(field));

/** @param {HTMLElement} section */
function nameHeading(section) {
  const heading = find(section, "h2");
  if (heading.dataset.word === undefined) return;
  heading.dataset.word = roleOf(section).selectedOptions[0]?.text ?? heading.dataset.word;
  const name = ["given_names", "family_name"].map((field) => controlOf(section, field).value.trim()).filter(Boolean);
  const text = [heading.dataset.word, name.join(" ")].filter(Boolean).join(": ");
  if (heading.textContent !== text) heading.textContent = text;
}

/** An address is never typed twice: offered where theirs is known and this one is not. @param {HTMLElement} main @param {HTMLElement} section */
function offerAddresses(main, section) {
  const known = Boolean(controlOf(section, "address").value.trim());
  /** @type {string[]} */
  const offered = [];
  for (const button of all(section, "[data-same]")) {
    const address = controlOf(find(main, `[data-section="${button.dataset.same}"]`), "address").value.trim();
    button.hidden = known || !address || offered.includes(address);
    offered.push(address);
  }
}

/** @param {HTMLElement} main @param {HTMLElement} button */
function copyAddress(main, button) {
  const section = /** @type {HTMLElement} */ (button.closest("[data-section]"));
  const from = find(main, `[data-section="${button.dataset.same}"]`);
  for (const field of ["postcode", "address"]) {
    const control = controlOf(section, field);
    control.value = controlOf(from, field).value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  controlOf(section, "address").focus();
}
