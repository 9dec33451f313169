/** What is typed into a form and not saved yet, kept on this phone; and whether it really was kept. */
import { dropDraft, loadDraft, saveDraft } from "../drafts.js";

/**
 * The writes of one draft, one after another, the last one winning. A failed write is no error of the caller's:
 * `failed` remembers it until a write succeeds, so that the state line can say so.
 */
export class Draft {
  /**
   * @param {string} key
   * @param {() => void} [onTurn] called when keeping begins to fail, and when it works again
   */
  constructor(key, onTurn = () => {}) {
    this.key = key;
    this.onTurn = onTurn;
    /** Whether what was typed last could not be kept. */
    this.failed = false;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /** @returns {Promise<any>} null if there is none */
  load() {
    return loadDraft(this.key);
  }

  /** @param {unknown} value @returns {Promise<void>} once it is on disk, or could not be kept */
  save(value) {
    return this.#then(() => saveDraft(this.key, value), true);
  }

  /** @returns {Promise<void>} */
  drop() {
    return this.#then(() => dropDraft(this.key), false);
  }

  /** What to say of it beside what is typed, after "Not saved yet." and the like. */
  get said() {
    return this.failed ? "NOT kept: this phone is full. Save now." : "Kept on this phone as a draft.";
  }

  /** @param {() => Promise<unknown>} write @param {boolean} keeping whether there is something to lose */
  async #then(write, keeping) {
    this.last = this.last.then(write, write);
    let failed = false;
    try {
      await this.last;
    } catch (error) {
      // What was not kept is said on the screen; a draft left behind, by nobody else.
      if (!keeping) console.error("A draft was not dropped", /** @type {Error} */ (error).name);
      failed = keeping;
    }
    if (failed === this.failed) return;
    this.failed = failed;
    this.onTurn();
  }
}
