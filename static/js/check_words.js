// Six words to be read aloud: the twin of field_app/cases/check_words.py (tests/vectors/check_words.json).
import { textHash } from "./notice.js";

/** @param {readonly string[]} lines @param {string[]} words the 256 of law.json */
export async function checkWords(lines, words) {
  const bytes = (await textHash([...lines])).match(/../g) ?? [];
  return bytes.slice(0, 6).map((byte) => words[parseInt(byte, 16)]);
}
