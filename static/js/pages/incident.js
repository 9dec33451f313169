/** What endangers officers, who the respondent is known to be, their custody, and the incident's references. */
import { detentionLimit, inWords } from "../clocks.js";
import { getSetting, setSetting } from "../db.js";
import { now } from "../now.js";
import { controlsOf, read } from "../parts/form.js";
import { find, say } from "../parts/screen.js";
import { editSections } from "../parts/sections.js";

/** @import {Context, Section} from "../types.js" */

/** The two answers that are no danger: each stands alone. */
const NONE_KNOWN = "none known";
const NOT_CHECKED = "not checked";

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const root = find(main, "[data-section=incident]");
  find(root, "[data-field=dangers]").addEventListener("change", ({ target }) => {
    keepExclusive(root, /** @type {HTMLInputElement} */ (target));
  });
  const district = find(root, "[data-field=district]");
  const last = await getSetting("district").catch(() => null);
  const districts = context.me?.districts ?? [];
  offerDistricts(district, districts);
  district.addEventListener("change", ({ target }) => {
    const { value } = /** @type {HTMLSelectElement} */ (target);
    setSetting("district", value).catch(console.error);
  });
  const showAll = () => {
    find(root, "[data-two-officers]").hidden = !dangersTicked(root).length;
    showLimit(root);
  };
  return editSections(
    main,
    context,
    [
      {
        key: "incident",
        kind: "incident recorded",
        current: (view) => view.incident,
        suggest: () => (districts.includes(last) ? { district: last } : {}),
        more: {
          fill(section, facts) {
            if (facts?.district) offerDistricts(district, [...new Set([...districts, facts.district])], facts.district);
            fillDangers(section, facts);
            showAll();
          },
          read: readMore,
        },
      },
    ],
    { next: "people", onType: showAll },
  );
}

/** The force's districts to choose from; no question where it has none. @param {HTMLElement} field
 *  @param {string[]} districts @param {string} [chosen] */
function offerDistricts(field, districts, chosen = "") {
  const list = /** @type {HTMLSelectElement} */ (field.querySelector("select"));
  list.replaceChildren(...[["", "Choose"], ...districts.map((one) => [one, one])].map(([id, text]) => new Option(text, id)));
  list.value = chosen;
  field.hidden = !districts.length;
}

/** @param {HTMLElement} root @returns {HTMLInputElement[]} */
const boxes = (root) => /** @type {HTMLInputElement[]} */ (controlsOf(find(root, "[data-field=dangers]")));

/** @param {HTMLElement} root */
const ticked = (root) =>
  boxes(root)
    .filter((box) => box.checked)
    .map((box) => box.value);

/** @param {HTMLElement} root */
const dangersTicked = (root) => ticked(root).filter((one) => one !== NONE_KNOWN && one !== NOT_CHECKED);

/** A danger unticks "None known" and "Not checked yet"; either of them unticks all else.
 *  @param {HTMLElement} root @param {HTMLInputElement} box what was pressed */
function keepExclusive(root, box) {
  if (!box.checked) return;
  for (const other of boxes(root))
    if (other !== box && (isAlone(box) || isAlone(other))) other.checked = false;
}

/** @param {HTMLInputElement} box */
const isAlone = (box) => box.dataset.behaviour === "exclusive";

/** @param {HTMLElement} root @param {Section | null} facts */
function fillDangers(root, facts) {
  const none = facts?.dangers_checked ? NONE_KNOWN : NOT_CHECKED;
  const values = !facts ? [] : facts.dangers.length ? facts.dangers : [none];
  for (const box of boxes(root)) box.checked = values.includes(box.value);
}

/** @param {HTMLElement} root @returns {import("../parts/form.js").Reading} */
function readMore(root) {
  const dangers_checked = !ticked(root).includes(NOT_CHECKED);
  return { facts: { dangers_checked, dangers: dangersTicked(root) }, problems: [] };
}

/** When the time in detention ends, as soon as the arrival can be read. @param {HTMLElement} root */
function showLimit(root) {
  const { detained, arrived_at } = read(root).facts;
  const line = find(root, "[data-limit]");
  line.hidden = !detained || !arrived_at;
  if (line.hidden) return;
  const limit = detentionLimit(arrived_at);
  say(line, "[data-limit-at]", inWords(limit).replace(/^end of/, "the end of"));
  find(line, "[data-limit-past]").hidden = Date.parse(limit) > now().getTime();
}
