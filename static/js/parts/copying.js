/** What a screen shows as plain text, and the button that copies it (practice P9). */
import { all, find, onPress, say, show } from "./screen.js";
import { moment } from "./times.js";

/** What a layout shows, line by line; what is hidden in it is left out. @param {ParentNode} root */
export function textOf(root) {
  /** @type {string[]} */
  const lines = [];
  for (const part of all(root, "h3, h4, dl > div, li, p")) {
    if (isHidden(part)) continue;
    if (part.tagName === "H3") lines.push("", partsOf(part).join(" ").toUpperCase());
    else if (part.tagName === "H4") lines.push("", partsOf(part).join(" "));
    else if (part.tagName === "LI") lines.push(`- ${sentences(partsOf(part))}`);
    else if (part.tagName === "DIV") lines.push(part.querySelector("li") ? `${partsOf(part)[0]}:` : partsOf(part).join(": "));
    else lines.push(partsOf(part).join(" ").replace(/ (?=[.,])/g, ""));
  }
  return `${lines.filter((line, at) => line || lines[at - 1]).join("\n").trim()}\n`;
}

/** The text of an element's children, each for itself, and its own. @param {Element} element */
export const partsOf = (element) =>
  [...element.childNodes].map(({ textContent }) => (textContent ?? "").trim()).filter(Boolean);

/** One after another, a full stop between them where none stands. @param {string[]} parts */
export const sentences = (parts) => parts.map((part, at) => (at + 1 < parts.length ? part.replace(/[^.?!]$/, "$&.") : part)).join(" ");

/** @param {Element} part */
const isHidden = (part) => part.closest("[hidden]") !== null || !part.textContent?.trim();

/** The first lines of every copy: that it is of a training installation, what it is of, and when it was taken.
 *  @param {string[]} of */
export const headed = (...of) =>
  [document.getElementById("training")?.textContent, ...of, `Copied ${moment(new Date().toISOString())}`].filter(Boolean);

/**
 * The button that copies. Where the browser does not let it, the text stands ready to be copied by hand.
 * @param {HTMLElement} main
 * @param {() => Promise<string>} makeText
 * @param {HTMLElement} [block] where the button stands
 */
export function startCopying(main, makeText, block = find(main, "[data-as-text]")) {
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
    find(block, "[data-copy-by-hand]").scrollIntoView({ block: "start" });
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
