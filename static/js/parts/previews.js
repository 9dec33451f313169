/** Pictures of what is attached to a case, shown where a template has a place for one. */
import { previewOf } from "../evidence.js";
import { find, show } from "./screen.js";

/** @param {HTMLElement} item @param {string} caseId @param {import("../types.js").Section} one */
export async function showPreview(item, caseId, one) {
  const image = /** @type {HTMLImageElement} */ (find(item, "img"));
  const url = await previewOf(caseId, one).catch(() => null);
  if (url) image.src = url;
  image.hidden = !url;
  show(item, "[data-no-preview]", !url);
}
