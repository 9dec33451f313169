/** On the home screen: look-ups that still want their reason, one at a time. */
import { askServer, explain, wanting } from "../reasons.js";
import { Draft } from "./draft.js";
import { fill, read, retype, typed } from "./form.js";
import { clearProblems, showProblems } from "./problems.js";
import { find, onPress, say, show } from "./screen.js";
import { moment } from "./times.js";
import { count } from "./words.js";

/** @param {HTMLElement} main @returns {() => Promise<void>} shows what this phone knows of now */
export function startReasons(main) {
  const form = find(main, "[data-reasons-form]");
  /** @type {import("../reasons.js").Look | undefined} */
  let asked;
  /** @type {Draft | null} */
  let draft = null;
  const refresh = async () => {
    const looks = await wanting();
    show(main, "[data-reasons]", looks.length > 0);
    say(main, "[data-reasons-number]", count(looks.length, "look-up"));
    say(main, "[data-reasons-whose]", looks.length === 1 ? "its reason" : "their reason");
    if (!looks.length || looks[0].look === asked?.look) return;
    asked = looks[0];
    say(form, "[data-reasons-asked]", asked.asked);
    say(form, "[data-reasons-at]", moment(asked.at));
    fill(form, null);
    draft = new Draft(`reason for ${asked.look}`, () => {});
    const kept = await draft.load().catch(() => null);
    if (kept) retype(form, kept);
  };
  form.addEventListener("input", () => void draft?.save(typed(form)));
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    if (asked) await explain(asked, facts.reason);
    await draft?.drop();
    await refresh();
  });
  void askServer().then(refresh, () => {}); // without signal it stays at what this phone knows
  return refresh;
}
