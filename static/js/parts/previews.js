/** Pictures of what is attached to a case, shown where a template has a place for one. */
import { previewOf } from "../evidence.js";
import { find, show } from "./screen.js";

/** Of an intimate image nothing until somebody presses: whoever stands beside the officer sees the screen (P8).
 *  @param {HTMLElement} item @param {string} caseId @param {import("../types.js").Section} one */
export async function showPreview(item, caseId, one) {
  if (!one.intimate) return showNow(item, caseId, one);
  show(item, "[data-intimate]", true);
  find(item, "[data-look]").addEventListener("click", () => {
    show(item, "[data-look]", false);
    void showNow(item, caseId, one);
  });
}

/** @param {HTMLElement} item @param {string} caseId @param {import("../types.js").Section} one */
async function showNow(item, caseId, one) {
  const image = /** @type {HTMLImageElement} */ (find(item, "img"));
  const url = await previewOf(caseId, one).catch(() => null);
  if (url) image.src = url;
  image.hidden = !url;
  show(item, "[data-no-preview]", !url);
}
