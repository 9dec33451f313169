/** An entry the server did not take: what it was, why not, and what was recorded, to be recorded anew. */
import { settle } from "../outbox.js";
import { copy, find, onPress, say } from "./screen.js";
import { saidOf } from "./timeline.js";

/** @import {Unsent} from "../types.js" */

/** The kinds of the office log that a phone writes. */
const ON_CALL = new Set([
  "on call recorded",
  "shift recorded",
  "shift withdrawn",
  "off duty recorded",
  "telephone recorded",
]);

/** @param {HTMLElement} main @param {Unsent} one */
export function attentionItem(main, one) {
  const made = copy(main, "template#attention-item");
  const did = ON_CALL.has(one.kind) ? "changed who is on call" : saidOf(one.entry);
  say(made, "[data-kind]", `You ${did.replace(/\.$/, "")}`);
  say(made, "[data-reasons]", one.state.reasons.map((reason) => reason.message).join(" ") || "no reason was given");
  find(made, "[data-facts]").replaceChildren(...factRows(one.entry.facts));
  onPress(main, find(made, "[data-settle]"), () => settle(one.id));
  return made;
}

/** Facts as they are recorded, each under its name or, where a screen asks for it, what that calls it.
 *  @param {Record<string, any>} facts @param {ParentNode} [screen] */
export const factRows = (facts, screen) =>
  Object.entries(facts).map(([name, value]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const fact = document.createElement("dd");
    const asked = screen?.querySelector(`[data-field="${name}"] :is(legend, label)`)?.textContent?.trim();
    term.textContent = asked || name.replaceAll("_", " ");
    fact.textContent =
      typeof value === "boolean"
        ? value
          ? "Yes"
          : "No"
        : typeof value === "object" && value !== null
          ? JSON.stringify(value, null, 1)
          : String(value ?? "not given");
    row.append(term, fact);
    return row;
  });
