/** Photographs and documents: one is taken or chosen, said what it shows, and kept with its entry, or neither is. */
import { loadDraft } from "../drafts.js";
import { MOST_BYTES, attachAgain, picture, prepare, refusedOf, unsentOf } from "../evidence.js";
import { controlOf, editSections } from "../parts/sections.js";
import { copyFor } from "../parts/groups.js";
import { showPreview } from "../parts/previews.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { all, copy, find, onPress, readCase, say, show } from "../parts/screen.js";
import { fillSome } from "../parts/form.js";
import { recently } from "../parts/times.js";

/** @import {Context, Prepared, View} from "../types.js" */
/** @typedef {import("../parts/sections.js").Sections} Sections */

const KIND = "evidence attached";
const NEW = "evidence-new";

/** Which file it is; no field asks for it. @param {import("../types.js").Section | Prepared | null} one */
const file = (one) => ({ sha256: one?.sha256, size: one?.size, media_type: one?.media_type });

/** Of its words, by its name: a file attached twice has one place. @param {string} sha256 */
const keyOf = (sha256) => `evidence-${sha256.slice(0, 16)}`;

/** @param {string} sha256 @returns {import("../parts/sections.js").Definition} */
const words = (sha256) => ({
  key: keyOf(sha256),
  kind: KIND,
  current: (view) => view.evidence.find((one) => one.sha256 === sha256) ?? null,
  fixed: file,
});

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  const section = find(main, `[data-section="${NEW}"]`);
  const field = find(section, "[data-field=sha256]");
  const name = /** @type {HTMLInputElement} */ (find(field, "[type=hidden]"));
  const camera = find(field, "#evidence-camera");
  /** @type {Prepared | null} */
  let chosen = null;
  let preparing = false;
  /** @type {View | null} */
  let view = null;
  /** @type {Sections | null} */
  let sections = null;

  const problem = (/** @type {string} */ which) => ({ at: camera, message: String(field.dataset[which]) });

  /** @param {Prepared | null} prepared */
  const choose = (prepared) => {
    chosen = prepared;
    name.value = prepared?.sha256 ?? "";
    show(field, "[data-ready]", prepared !== null);
    show(field, "[data-no-preview]", prepared !== null && !prepared.preview);
    say(field, "[data-size]", prepared && inMegabytes(prepared.size));
    const image = /** @type {HTMLImageElement} */ (find(field, "[data-chosen]"));
    if (image.src) URL.revokeObjectURL(image.src);
    if (prepared?.preview) image.src = picture(prepared.preview);
    else image.removeAttribute("src");
    image.hidden = !prepared?.preview;
    name.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const picker of all(field, "[data-pick]"))
    picker.addEventListener("change", async () => {
      const input = /** @type {HTMLInputElement} */ (picker);
      const [picked] = input.files ?? [];
      if (!picked) return;
      clearProblems(main);
      const wrong = !picked.size ? "empty" : picked.size > MOST_BYTES ? "tooLarge" : null;
      if (wrong) return showProblems(main, [problem(wrong)]);
      show(field, "[data-reading]", (preparing = true));
      try {
        const prepared = await prepare(picked);
        if (caseId && (await refusedOf(caseId)).has(prepared.sha256)) return await attachAgain(caseId, prepared);
        if (view?.evidence.some(({ sha256 }) => sha256 === prepared.sha256)) return showProblems(main, [problem("again")]);
        choose(prepared);
        // The camera made it just now, in this officer's hand; of another file its officer says when and by whom.
        if (picker === camera && !controlOf(section, "taken_at").value)
          fillSome(section, { taken_at: new Date(picked.lastModified).toISOString() });
        if (picker === camera && !controlOf(section, "by").value) fillSome(section, { by: context.me?.officer.name });
      } catch {
        showProblems(main, [problem("unreadable")]);
      } finally {
        show(field, "[data-reading]", (preparing = false));
        input.value = ""; // so that the same one can be chosen again
      }
    });

  /** @param {string} sha256 */
  const place = (sha256) => {
    find(main, "[data-changes]").append(copyFor(main, "template[data-words]", keyOf(sha256).slice("evidence-".length)));
    return words(sha256);
  };
  /** @param {string} sha256 */
  const isPlaced = (sha256) => main.querySelector(`[data-section="${keyOf(sha256)}"]`);

  const list = find(main, "[data-attached]");
  /** @param {View} now */
  const onLoad = (now) => {
    view = now;
    void showAttached(main, list, now, context.me?.officer.id, async (sha256) => {
      if (!isPlaced(sha256)) await sections?.add(place(sha256));
      const placed = /** @type {HTMLElement} */ (isPlaced(sha256));
      placed.scrollIntoView({ block: "start" });
      controlOf(placed, "shows").focus({ preventScroll: true });
    }).catch((error) => {
      // Of a file that has gone meanwhile, it is told once the store is open again.
      if (error.name !== "Locked") console.error(error);
    });
  };

  const started = await readCase(caseId);
  /** @type {import("../parts/sections.js").Definition[]} */
  const drafted = [];
  for (const { sha256 } of started?.evidence ?? [])
    if (await loadDraft(`${caseId}:${keyOf(sha256)}`)) drafted.push(place(sha256));
  const stop = await editSections(
    main,
    context,
    [
      {
        key: NEW,
        kind: KIND,
        current: () => null,
        fixed: () => file(chosen),
        file: () => chosen,
        check: () => (chosen ? [] : [problem(preparing ? "notReady" : "required")]),
      },
      ...drafted,
    ],
    {
      next: "evidence",
      onLoad,
      onStart: (running) => {
        sections = running;
        // A draft holds words alone. Whoever left before saving must take it again, and is told so.
        if (name.value && !chosen) {
          choose(null);
          showProblems(main, [problem("lost")]);
        }
      },
      onType: () => {
        if (!name.value && chosen) choose(null); // the section was cleared
      },
    },
  );
  return () => {
    stop();
    const { src } = /** @type {HTMLImageElement} */ (find(field, "[data-chosen]"));
    if (src) URL.revokeObjectURL(src);
  };
}

/** @param {number} bytes */
const inMegabytes = (bytes) => (bytes < 100_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** @param {HTMLElement} main @param {HTMLElement} list @param {View} view @param {string | undefined} me
 *  @param {(sha256: string) => Promise<void>} change */
async function showAttached(main, list, view, me, change) {
  const [unsent, refused] = await Promise.all([unsentOf(view.id), refusedOf(view.id)]);
  show(main, "[data-none]", !view.evidence.length);
  for (const one of view.evidence) {
    const { sha256, shows, size, by, taken_at, taken_where } = one;
    let item = /** @type {HTMLElement | null} */ (list.querySelector(`[data-sha256="${sha256}"]`));
    if (!item) {
      item = copy(main, "template[data-item]");
      item.dataset.sha256 = sha256;
      list.append(item);
      onPress(main, find(item, "[data-change]"), () => change(sha256));
      void showPreview(item, view.id, one);
    }
    for (const place of all(item, "[data-shows]")) place.textContent = shows;
    const about = [inMegabytes(size), by, taken_at && recently(taken_at), taken_where].filter(Boolean).join(", ");
    say(item, "[data-about]", about);
    const waits = unsent.has(sha256);
    show(item, "[data-waits]", waits && !refused.has(sha256));
    show(item, "[data-refused]", refused.has(sha256));
    // How far another's has come only their phone knows.
    show(item, "[data-sent]", !waits && one._.officer === me);
  }
}
