/** Start another case of the same incident from this one: why, and what to take over. */
import { startAnother } from "../cases.js";
import { NotAllCopied, copies } from "../copies.js";
import { draftsOf } from "../drafts.js";
import { drain } from "../sync.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { all, find, followCase, onPress, showCaseLine, showDrafted } from "../parts/screen.js";
import { draftedScreens } from "../parts/tasks.js";

/** @import {Context, View} from "../types.js" */
/** @typedef {import("../copies.js").Choice} Choice */

/** @param {HTMLElement} main @param {Context} context */
export const start = (main, context) =>
  followCase(
    main,
    context,
    async (view) => {
      showCaseLine(main, view);
      showDrafted(main, draftedScreens(await draftsOf(view.id)));
      find(main, "[data-another]").hidden = false;
    },
    (_, view, refresh) => startForm(main, context, view, refresh),
  );

/** @param {HTMLElement} main @param {Context} context @param {() => View} current @param {() => Promise<void>} refresh */
function startForm(main, context, current, refresh) {
  const form = find(main, "[data-another]");
  find(form, "[data-choice]").addEventListener("change", () => offer(form, current()));
  onPress(main, form, async () => {
    clearProblems(main);
    const choice = chosen(form);
    if (!choice) {
      const message = find(form, "[data-choice-required]").textContent ?? "";
      return showProblems(main, [{ at: all(form, "[name=choice]")[0], message }]);
    }
    await refresh();
    const view = current();
    const ticked = copies(view, choice).filter(({ key }) => tickOf(form, key).checked);
    const half = find(form, "[data-half]").textContent ?? "";
    const started = await startAnother(view, ticked).then(
      (id) => ({ id, missed: "" }),
      (error) => {
        if (error instanceof NotAllCopied) return { id: error.id, missed: half };
        throw error;
      },
    );
    drain().catch(() => {});
    await context.go(`/case#${started.id}`);
    const opened = document.getElementById("main");
    if (started.missed && opened) showProblem(opened, started.missed);
  });
}

/** @param {HTMLElement} form @returns {Choice | null} */
const chosen = (form) =>
  /** @type {Choice | undefined} */ (
    /** @type {HTMLInputElement | null} */ (form.querySelector("[name=choice]:checked"))?.value
  ) ?? null;

/** @param {HTMLElement} form @param {string} key */
const tickOf = (form, key) => /** @type {HTMLInputElement} */ (find(form, `[data-tick="${key}"] input`));

/** What there is to copy for this choice, ticked as is sensible for it. @param {HTMLElement} form @param {View} view */
function offer(form, view) {
  const choice = chosen(form);
  if (!choice) return;
  const offered = copies(view, choice);
  for (const tick of all(form, "[data-tick]")) {
    const key = String(tick.dataset.tick);
    const found = offered.find((one) => one.key === key);
    tick.hidden = !found;
    tickOf(form, key).checked = Boolean(found?.ticked);
    const drafted = Boolean(found && !found.writes.length);
    for (const hint of all(tick, "[data-drafted]")) {
      hint.hidden = !drafted;
      if (drafted) tickOf(form, key).setAttribute("aria-describedby", hint.id);
      else tickOf(form, key).removeAttribute("aria-describedby");
    }
  }
  find(form, "[data-ticks]").hidden = !offered.length;
  find(form, "[data-mirror-note]").hidden = choice !== "other way round";
}
