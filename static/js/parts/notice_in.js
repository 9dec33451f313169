/** The notice in the language its respondent reads: on the officer's screen, and shown to them alone. */
import { caseBefore, officerOf } from "../cases.js";
import { momentIn, noticeIn } from "../languages.js";
import { showOnly } from "../shown.js";
import { Languages, plain, said } from "./languages.js";
import { find, showNotice } from "./screen.js";

/** @import {Context, View} from "../types.js" */
/** @import {Words} from "../languages.js" */

/** The choice of a language for a notice that was authorised; `showIn` is given its lines, and in which words they are. */
export class NoticeIn {
  /** @type {View | null} */
  #view = null;

  /** @param {HTMLElement} main @param {HTMLElement} root @param {Context} context
   *  @param {(lines: string[], words: Words | null) => unknown} showIn */
  constructor(main, root, context, showIn) {
    this.context = context;
    this.choice = new Languages(main, root, context, async (words) => {
      const lines = await this.#lines(words);
      if (lines) await showIn(lines, words);
      return Boolean(lines);
    });
    this.showIn = showIn;
  }

  /** Show it of this case, in the language that was chosen before. @param {View} view */
  async follow(view) {
    const first = !this.#view;
    this.#view = view;
    if (first) await this.choice.offer([view.respondent?.language]);
    const words = this.choice.chosen;
    const lines = (await this.#lines(words)) ?? view.decision?.text ?? [];
    // Whoever chose another meanwhile is shown that.
    if (words === this.choice.chosen) await this.showIn(lines, words);
  }

  /** @param {Words | null} words @returns {Promise<string[] | null>} */
  async #lines(words) {
    const decision = this.#view?.decision;
    if (!decision) return null;
    if (!words) return decision.text;
    const { position, officer, kind } = decision._;
    const issuer = await officerOf(officer);
    const { law, me } = this.context;
    if (kind !== "notice authorised" || position === null || !issuer || !me) return null;
    return noticeIn(words, await caseBefore(/** @type {View} */ (this.#view).id, position), decision, issuer, law, me.force);
  }

  /** The respondent is shown it, and what explains it, and can be given nothing else on this phone. */
  async showToThem() {
    const view = /** @type {View} */ (this.#view);
    const signed = view.decision?.text ?? [];
    const english = { words: /** @type {Words | null} */ (null), nodes: () => lines(signed, signed, null) };
    const found = await Promise.all(
      this.choice.here.map(async (words) => {
        const text = await this.#lines(words);
        return text && { words, nodes: () => [...lines(text, signed, words), ...explained(words, view)] };
      }),
    );
    const versions = found.flatMap((one) => one ?? []);
    if (!versions.some(({ words }) => words.language === "en")) versions.unshift(/** @type {any} */ (english));
    showOnly(versions, this.choice.chosen?.language ?? "en");
  }
}

/** Its lines as headings and paragraphs; what is the same in both languages stands as an officer wrote it, in English.
 *  @param {readonly string[]} text @param {readonly string[]} signed @param {Words | null} words @param {number} [level] */
function lines(text, signed, words, level = 1) {
  const translated = Boolean(words?.wording);
  const made = text.map((line, index) => {
    const heading = line.startsWith("# ");
    const tag = heading ? `h${index ? level + 1 : level}` : "p";
    return said(tag, heading ? line.slice(2) : line, translated && line === signed[index] ? "en" : "");
  });
  if (translated && words) made.splice(1, 0, said("p", words.says.translation));
  return made;
}

/** The hearing as it is listed, before that by when it must be; then what it all means.
 *  @param {Words} words @param {View} view @returns {Node[]} */
function explained(words, { deadline, court: { listed, next } }) {
  const known = listed && next && words.says.listed.replace("{court}", listed.court).replace("{moment}", momentIn(words, next));
  const hearing = known || (deadline && `${words.says.hearing} ${momentIn(words, deadline.at)}`);
  return [...(hearing ? [said("p", hearing)] : []), ...plain(words.pages.notice, 1)];
}

/** On the officer's screen. @param {HTMLElement} root @param {string[]} text @param {readonly string[]} signed @param {Words | null} words */
export function showLines(root, text, signed, words) {
  const element = find(root, "[data-text]");
  Object.assign(element, { lang: words?.language ?? "en", dir: words?.dir ?? "ltr" });
  if (words) element.replaceChildren(...lines(text, signed, words, 3));
  else showNotice(element, text);
}
