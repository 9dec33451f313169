/** Rescue files: brought in, and read in by whoever signs for them. */
import { post } from "../api.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { ask, showLeft } from "../parts/desk.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, item, onPress, say, show } from "../parts/screen.js";
import { count } from "../parts/words.js";
import { moment } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/**
 * @typedef {{sha256: string, made_at: string, officers: string[], entries: string[], problems: string[], received_at:
 * string, received_by: string, read_in_at: string | null, read_in_by: string | null, outcomes: {outcome: string}[]}} Rescue
 */

const KIND = "rescue file read in";

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const form = find(main, "form");
  const input = /** @type {HTMLInputElement} */ (find(form, "input"));

  const refresh = async () => {
    await showLeft(main, [KIND]);
    const answer = await ask(main, "/api/rescues");
    if (answer) find(main, "[data-rescues]").replaceChildren(...answer.rescues.map(card));
  };

  /** @param {Rescue} one */
  function card(one) {
    const made = copy(main, "template#rescue");
    say(made, "[data-count]", count(one.entries.length, "entry", "entries"));
    say(made, "[data-officers]", one.officers.join(", "));
    say(made, "[data-made]", moment(one.made_at));
    say(made, "[data-by]", one.received_by);
    say(made, "[data-received]", moment(one.received_at));
    say(made, "[data-sha256]", one.sha256);
    find(made, "[data-problems]").replaceChildren(...one.problems.map(item));
    show(made, "[data-waits]", !one.read_in_at);
    show(made, "[data-done]", Boolean(one.read_in_at));
    if (one.read_in_at) {
      const words = one.outcomes.map(({ outcome }) => outcome);
      const counted = [...new Set(words)].map((word) => `${words.filter((other) => other === word).length} ${word}`);
      say(made, "[data-reader]", one.read_in_by);
      say(made, "[data-read]", moment(one.read_in_at));
      say(made, "[data-outcomes]", counted.join(", ") || "nothing in it");
    }
    onPress(main, find(made, "[data-sign]"), async () => {
      clearProblems(main);
      const { sha256, entries } = one;
      await record({ kind: KIND, caseId: String(context.me?.installation), facts: { sha256, entries }, signed: true });
      await drain();
      await refresh();
    });
    return made;
  }

  onPress(main, form, async () => {
    clearProblems(main);
    const [file] = input.files ?? [];
    if (!file) return showProblems(main, [{ at: input, message: "Choose the file" }]);
    await post("/api/rescues", { file: await file.text() });
    input.value = "";
    await refresh();
  });
  await refresh();
}
