/** The whole record as plain text, for the systems that want it again (practice P9). */
import { linkedCases } from "./linked.js";
import { showRecorded } from "./recorded.js";
import { all, find, onPress, say, show } from "./screen.js";
import { showTimeline, timeline } from "./timeline.js";
import { openCase } from "../cases.js";
import { stageTag } from "./words.js";
import { moment } from "./times.js";

/** @import {View} from "../types.js" */

/**
 * @param {HTMLElement} record the layout of templates/recorded.html, empty and shown to nobody
 * @param {View} view
 * @param {any} law
 * @param {(officer: string) => Promise<string>} nameOf
 * @returns {Promise<string>}
 */
export async function recordAsText(record, view, law, nameOf) {
  showRecorded(record, view, law);
  const { entries } = await openCase(view.id);
  const told = document.createElement("div");
  await showTimeline(told, timeline(entries), nameOf);
  const linked = await linkedCases(view);
  const training = document.getElementById("training")?.textContent;
  return [
    ...(training ? [training] : []),
    `Case ${view.reference ?? "without a reference yet"}: ${stageTag(view).name}`,
    `Copied ${moment(new Date().toISOString())}`,
    ...linked.map(({ link }) => `Linked with ${link.reference ?? link.case}: ${link.why}`),
    "",
    textOf(record),
    "TIMELINE",
    ...all(told, "h3, li").map((line) => {
      const [first, ...rest] = partsOf(line);
      return [first, sentences(rest)].filter(Boolean).join(" ");
    }),
    "",
  ].join("\n");
}

/** What a layout shows, line by line; what is hidden in it is left out. @param {ParentNode} root */
function textOf(root) {
  /** @type {string[]} */
  const lines = [];
  for (const part of all(root, "h3, h4, dl > div, li, p")) {
    if (isHidden(part)) continue;
    if (part.tagName === "H3") lines.push("", partsOf(part).join(" ").toUpperCase());
    else if (part.tagName === "H4") lines.push("", partsOf(part).join(" "));
    else if (part.tagName === "LI") lines.push(`- ${sentences(partsOf(part))}`);
    else if (part.tagName === "DIV") lines.push(partsOf(part).join(": "));
    else lines.push(partsOf(part).join(" "));
  }
  return `${lines.filter((line, at) => line || lines[at - 1]).join("\n").trim()}\n`;
}

/** The text of an element's children, each for itself, and its own. @param {Element} element */
const partsOf = (element) =>
  [...element.childNodes].map(({ textContent }) => (textContent ?? "").trim()).filter(Boolean);

/** One after another, a full stop between them where none stands. @param {string[]} parts */
const sentences = (parts) => parts.map((part, at) => (at + 1 < parts.length ? part.replace(/[^.?!]$/, "$&.") : part)).join(" ");

/** @param {Element} part */
const isHidden = (part) => part.closest("[hidden]") !== null || !part.textContent?.trim();

/**
 * The button that copies. Where the browser does not let it, the text stands ready to be copied by hand.
 * @param {HTMLElement} main
 * @param {() => Promise<string>} makeText
 */
export function startCopying(main, makeText) {
  const block = find(main, "[data-as-text]");
  block.hidden = false;
  const area = /** @type {HTMLTextAreaElement} */ (find(block, "textarea"));
  onPress(main, find(block, "[data-copy-text]"), async () => {
    const text = await makeText();
    const copied = await put(text);
    say(block, "[data-copied]", copied ? "Copied." : "");
    show(block, "[data-copied-hint]", copied);
    show(block, "[data-copy-by-hand]", !copied);
    area.value = copied ? "" : text;
    if (copied) return;
    area.focus({ preventScroll: true });
    area.select();
    find(block, "label").scrollIntoView({ block: "start" });
  });
}

/** @param {string} text @returns {Promise<boolean>} whether the browser let it */
async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed here, or no clipboard to write to
  }
}
