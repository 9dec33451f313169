/** Words for the respondent or the protected person in a language the officer chooses; templates/languages.html. */
import { atHand, wordsOf } from "../languages.js";
import { showOnly } from "../shown.js";
import { find, onPress, say, show } from "./screen.js";

/** @import {Context} from "../types.js" */
/** @import {Words} from "../languages.js" */

/**
 * The buttons of `root`, one a language. `showIn` is told which was chosen, English first of all; where it answers
 * false nothing changes, for these words cannot be given in it.
 */
export class Languages {
  /** What was chosen; null as long as nothing was: English. @type {Words | null} */
  chosen = null;

  /** Those whose words are here, English first. @type {Words[]} */
  #here = [];

  /** @param {HTMLElement} main @param {HTMLElement} root @param {Context} context
   *  @param {(words: Words | null) => unknown} showIn */
  constructor(main, root, context, showIn) {
    this.main = main;
    this.root = root;
    this.law = context.law;
    this.showIn = showIn;
  }

  /** Offer them. @param {(string | null | undefined)[]} said what was recorded of their languages */
  async offer(said) {
    const codes = atHand(this.law, said);
    const found = await Promise.all(codes.map((code) => wordsOf(code).catch(() => null)));
    this.#here = found.flatMap((one) => one ?? []);
    const group = find(this.root, "[data-languages]");
    group.hidden = !this.law.languages.length;
    group.replaceChildren(...[{ code: "en", name: "English" }, ...this.law.languages].map((one) => this.#button(one)));
    this.#mark();
  }

  /** Those that can be shown without a network. */
  get here() {
    return this.#here;
  }

  /** @param {{code: string, name: string}} language */
  #button({ code, name }) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "govuk-button govuk-button--secondary", lang: code, textContent: name });
    onPress(this.main, button, async () => {
      const words = await wordsOf(code).catch((error) => {
        if (code !== "en" && error.name !== "Unreachable") throw error;
        return null;
      });
      show(this.root, "[data-language-far]", !words && code !== "en");
      if (!words && code !== "en") return;
      if (words && !this.#here.some(({ language }) => language === code)) this.#here.push(words);
      const before = this.chosen;
      this.chosen = code === "en" ? null : words;
      const possible = (await this.showIn(this.chosen)) !== false;
      show(this.root, "[data-language-not]", !possible);
      if (!possible) this.chosen = before;
      this.#mark();
    });
    return button;
  }

  #mark() {
    const chosen = this.chosen?.language ?? "en";
    for (const button of find(this.root, "[data-languages]").children)
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).lang === chosen));
    const draft = this.chosen?.draft;
    show(this.root, "[data-draft]", Boolean(draft));
    say(this.root, "[data-draft]", draft?.[1] ?? "");
  }
}

/** A page in plain words, as headings from this level down. @param {string} html @param {number} level */
export function plain(html, level) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const heading of body.querySelectorAll("h1, h2")) {
    const made = document.createElement(`h${level + Number(heading.tagName[1]) - 1}`);
    made.replaceChildren(...heading.childNodes);
    heading.replaceWith(made);
  }
  return [...body.querySelectorAll("section > *")].map((node) => document.adoptNode(node));
}

/** One element of text; `lang` where it is in another language than what stands around it.
 *  @param {string} tag @param {string} text @param {string} [lang] */
export function said(tag, text, lang) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (lang) Object.assign(made, { lang, dir: "ltr" });
  return made;
}

/** Words that explain something, under [data-plain], and shown to the person alone on a press.
 *  @param {HTMLElement} main @param {Context} context @param {(string | null | undefined)[]} languages
 *  @param {(words: Words, level: number) => Node[]} nodes */
export async function startPlain(main, context, languages, nodes) {
  const root = find(main, "[data-plain]");
  const text = find(root, "[data-plain-text]");
  const showIn = async (/** @type {Words | null} */ words) => {
    const shown = words ?? (await wordsOf("en").catch(() => null));
    show(root, "[data-plain-none]", !shown);
    show(root, "[data-plain-show]", Boolean(shown));
    if (!shown) return;
    Object.assign(text, { lang: shown.language, dir: shown.dir });
    text.replaceChildren(...nodes(shown, 3));
  };
  const choice = new Languages(main, root, context, showIn);
  await choice.offer(languages);
  await showIn(null);
  find(root, "[data-plain-show]").addEventListener("click", () => {
    const versions = choice.here.map((words) => ({ words, nodes: () => nodes(words, 1) }));
    showOnly(versions, choice.chosen?.language ?? "en");
  });
}
