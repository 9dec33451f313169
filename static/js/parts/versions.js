/** Versions of one section, side by side: what differs, who recorded it when, and one press that settles it. */
import { officerName, openCase } from "../cases.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { factRows } from "./attention.js";
import { copy, find, onPress, say } from "./screen.js";
import { recently } from "./times.js";

/**
 * Shows the versions that are to be settled; none where there are fewer than two.
 * @param {HTMLElement} root the section @param {string} caseId @param {string[]} ids
 */
export async function showVersions(root, caseId, ids) {
  const list = find(root, "[data-versions]");
  const shown = ids.length > 1 ? ids.join(" ") : "";
  if ((list.dataset.shown ?? "") === shown) return;
  list.dataset.shown = shown;
  list.hidden = !shown;
  const { entries } = shown ? await openCase(caseId) : { entries: [] };
  if (list.dataset.shown !== shown) return;
  const versions = entries.map(({ entry }) => entry).filter(({ id }) => ids.includes(id));
  const differs = (/** @type {string} */ name) => new Set(versions.map(({ facts }) => JSON.stringify(facts[name]))).size > 1;
  const made = await Promise.all(
    versions.map(async ({ kind, officer, made_at, clock_offset_s, facts }) => {
      const one = copy(document, "template#version-item");
      say(one, "[data-by]", await officerName(officer));
      say(one, "[data-at]", recently(new Date(Date.parse(made_at) + (clock_offset_s ?? 0) * 1000).toISOString()));
      find(one, "[data-facts]").replaceChildren(
        ...factRows(Object.fromEntries(Object.entries(facts).filter(([name]) => differs(name))), root),
      );
      onPress(document.body, find(one, "[data-keep-version]"), async () => {
        await record({ kind, caseId, facts, replaces: ids });
        await drain().catch(() => {});
      });
      return one;
    }),
  );
  list.replaceChildren(...made);
}
