// One touch blanks the screen; any touch or key brings back the same field and place. Nothing is locked by it, and
// nothing lost: the screen stays as it is underneath (css: [data-covered]), out of sight and out of reach.

/** A finger that slides makes no click: the cover goes this long after it is lifted. The click, where there is one,
 *  comes before that, and must still meet the cover. */
const AFTER_LIFTING_MS = 350;

/** @typedef {{field: HTMLElement | null, selection: [number, number] | null, left: number, top: number}} Place */

/** @type {Place | null} */
let place = null;

/** Wire up the button and the cover of base.html. */
export function startCover() {
  byId("cover-now").addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  byId("cover-now").addEventListener("click", cover);
  byId("cover").addEventListener("click", uncover);
  byId("cover").addEventListener("pointerup", () => (lifting = setTimeout(uncover, AFTER_LIFTING_MS)));
  // A key that brings the screen back types nothing into it.
  for (const kind of ["keydown", "keypress", "keyup"]) {
    window.addEventListener(kind, swallow, { capture: true });
  }
}

/** The field that is worked in, on the screen or under the cover. */
export const fieldWorkedIn = () =>
  place ? place.field : document.activeElement instanceof HTMLElement ? document.activeElement : null;

/** @param {Event} event */
function swallow(event) {
  if (!place) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type === "keydown") pressed = true;
  if (event.type === "keyup" && pressed) uncover();
}

/** A finger that was lifted from one cover must not take away the next.
 *  @type {ReturnType<typeof setTimeout> | undefined} */
let lifting;

/** The key that covered the screen comes up again over the cover. */
let pressed = false;

function cover() {
  if (place) return;
  const field = fieldWorkedIn();
  place = { field, selection: selectionIn(field), left: scrollX, top: scrollY };
  pressed = false;
  byId("cover").hidden = false;
  document.documentElement.dataset.covered = "";
  field?.blur(); // and with it goes the keyboard, which may show words
  byId("cover").focus({ preventScroll: true });
}

function uncover() {
  clearTimeout(lifting);
  if (!place) return;
  const { field, selection, left, top } = place;
  place = null;
  delete document.documentElement.dataset.covered;
  byId("cover").hidden = true;
  const lockScreen = byId("lock");
  if (!lockScreen.hidden) {
    // It locked meanwhile, and gives the field back itself.
    /** @type {HTMLElement | null} */ (lockScreen.querySelector("button:not([hidden])"))?.focus();
    return;
  }
  field?.focus({ preventScroll: true });
  if (selection && isTyped(field)) field.setSelectionRange(...selection);
  scrollTo({ left, top, behavior: "instant" });
}

/** @param {HTMLElement | null} field @returns {[number, number] | null} */
const selectionIn = (field) =>
  isTyped(field) && field.selectionStart !== null ? [field.selectionStart, field.selectionEnd ?? 0] : null;

/** @param {Element | null} field @returns {field is HTMLInputElement | HTMLTextAreaElement} */
const isTyped = (field) =>
  field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && /^(text|search|tel)$/.test(field.type));

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
