/** What became of a text, word by word. */

/** @typedef {{text: string, how: "same" | "out" | "in"}} Part */

/** So many comparisons take a moment; past it, what lies between the first and the last change is told as one. */
const MOST_COMPARISONS = 4_000_000;

/**
 * The parts of two texts in order: those of both, those only of the first (`out`), those only of the second (`in`).
 * Together `same` and `out` are the first text, `same` and `in` the second.
 * @param {string} from @param {string} to @returns {Part[]}
 */
export function difference(from, to) {
  const [before, after] = [tokens(from), tokens(to)];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const middle = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return joined([
    ...before.slice(0, start).map(same),
    ...between(middle[0], middle[1]),
    ...before.slice(before.length - end).map(same),
  ]);
}

/** Words, and what lies between them. @param {string} text */
const tokens = (text) => text.match(/\s+|\S+/g) ?? [];

/** @param {string} text @returns {Part} */
const same = (text) => ({ text, how: "same" });
/** @param {string} text @returns {Part} */
const out = (text) => ({ text, how: "out" });
/** @param {string} text @returns {Part} */
const put = (text) => ({ text, how: "in" });

/** By the longest common sequence of words. @param {string[]} before @param {string[]} after @returns {Part[]} */
function between(before, after) {
  const width = after.length + 1;
  if (!before.length || !after.length || before.length * after.length > MOST_COMPARISONS)
    return [...before.map(out), ...after.map(put)];
  // longest[i * width + j]: how many words before[i..] and after[j..] have in common, in order.
  const longest = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      longest[i * width + j] =
        before[i] === after[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  /** @type {Part[]} */
  const parts = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      parts.push(same(before[i]));
      i++;
      j++;
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) parts.push(out(before[i++]));
    else parts.push(put(after[j++]));
  }
  return [...parts, ...before.slice(i).map(out), ...after.slice(j).map(put)];
}

/** Runs of the same kind as one part; a mere space between two changes belongs to both. @param {Part[]} parts */
function joined(parts) {
  /** @type {Part[]} */
  const found = [];
  let [gone, come] = ["", ""];
  const flush = () => {
    if (gone) found.push(out(gone));
    if (come) found.push(put(come));
    [gone, come] = ["", ""];
  };
  parts.forEach(({ text, how }, index) => {
    const next = parts.at(index + 1);
    if (how === "out") gone += text;
    else if (how === "in") come += text;
    else if (!text.trim() && (gone || come) && (next?.how ?? "same") !== "same") {
      gone += text;
      come += text;
    } else {
      flush();
      const last = found.at(-1);
      if (last?.how === "same") last.text += text;
      else found.push(same(text));
    }
  });
  flush();
  return found;
}
