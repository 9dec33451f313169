/** What is typed into a form and not saved yet, kept on this phone; and whether it really was kept. */
import { dropDraft, loadDraft, saveDraft } from "../drafts.js";
import { retype, sayMoments, typed } from "./form.js";
import { say } from "./screen.js";

/**
 * The writes of one draft, one at a time; of those that wait only the last is made. A failed write is no error of the caller's:
 * `failed` remembers it until a write succeeds, so that the state line can say so. It never says that something is
 * kept before it is on disk.
 */
export class Draft {
  /** What is to be written next. @type {{write: () => Promise<unknown>, keeping: boolean} | null} */
  #next = null;

  /** @type {Promise<void> | null} */
  #writing = null;

  /**
   * @param {string} key
   * @param {() => void} [onTurn] called when there is something else to say of it
   */
  constructor(key, onTurn = () => {}) {
    this.key = key;
    this.onTurn = onTurn;
    /** Whether what was typed last could not be kept. */
    this.failed = false;
    /** Whether what was typed last is still on its way to the disk. */
    this.pending = false;
    /** Whether what was typed once could not be read any more, and nothing was typed since. */
    this.torn = false;
  }

  /** @returns {Promise<any>} null if there is none that can be read */
  load() {
    return loadDraft(this.key, () => {
      this.torn = true;
      this.onTurn();
    });
  }

  /** @param {unknown} value @returns {Promise<void>} once it is on disk, or could not be kept */
  save(value) {
    this.torn = false;
    return this.#then(() => saveDraft(this.key, value), true);
  }

  /** @returns {Promise<void>} */
  drop() {
    return this.#then(() => dropDraft(this.key), false);
  }

  /** Record what it stands for: the entry comes and the draft goes in one write, so that nobody finds both. A write of
   *  the draft that waits is made only where there is no entry after all.
   *  @param {(key: string) => Promise<unknown>} record given the draft's key */
  async become(record) {
    const waiting = this.#next;
    this.#next = null;
    await this.#writing;
    try {
      await record(this.key);
    } catch (error) {
      if (waiting && !this.#next) void this.#then(waiting.write, waiting.keeping);
      throw error;
    }
    this.#turn(this.#writing !== null, false);
  }

  /** What to say of it beside what is typed, after "Not saved yet." and the like. */
  get said() {
    if (this.torn) return "What you typed here earlier cannot be read any more. Type it again.";
    if (this.failed) return "NOT kept: this phone is full. Save now.";
    return this.pending ? "Keeping it on this phone." : "Kept on this phone as a draft.";
  }

  /** @param {() => Promise<unknown>} write @param {boolean} keeping whether there is something to lose
   *  @returns {Promise<void>} once this, or what came after it, is written */
  #then(write, keeping) {
    this.#next = { write, keeping };
    this.#turn(keeping, this.failed);
    return (this.#writing ??= this.#writeAll());
  }

  async #writeAll() {
    try {
      while (this.#next) {
        const { write, keeping } = this.#next;
        this.#next = null;
        let failed = false;
        try {
          await write();
        } catch (error) {
          // What was not kept is said on the screen; a draft left behind, by nobody else.
          if (!keeping) console.error("A draft was not dropped", /** @type {Error} */ (error).name);
          failed = keeping;
        }
        this.#turn(/** @type {{keeping: boolean} | null} */ (this.#next)?.keeping ?? false, failed);
      }
    } finally {
      this.#writing = null;
    }
  }

  /** @param {boolean} pending @param {boolean} failed */
  #turn(pending, failed) {
    if (pending === this.pending && failed === this.failed) return;
    [this.pending, this.failed] = [pending, failed];
    this.onTurn();
  }
}

/**
 * Keeps what is typed into a form from the first letter; what was kept before stands in it again.
 * @param {HTMLElement} form with a `[data-state]` @param {string} key
 * @param {{yet?: string, follow?: () => void}} [options] `yet`: what is said of it first; `follow`: shows what follows from
 *   what is typed
 * @returns {Promise<{draft: Draft, keep: () => void}>} `keep`: to be called once a script has typed something
 */
export async function keepTyped(form, key, { yet = "Not saved yet.", follow } = {}) {
  const draft = new Draft(key, sayState);
  function sayState() {
    say(form, "[data-state]", `${yet} ${draft.said}`);
  }
  let last = "";
  const keep = () => {
    const values = typed(form);
    last = JSON.stringify(values);
    sayMoments(form);
    follow?.();
    sayState();
    void draft.save(values);
  };
  form.addEventListener("input", keep);
  // Some browsers leave a field only after its form was sent: what became an entry must not be a draft once more.
  form.addEventListener("change", () => {
    if (JSON.stringify(typed(form)) !== last) keep();
  });
  const kept = await draft.load().catch(() => null);
  if (kept) {
    retype(form, kept);
    follow?.();
    sayState();
  }
  return { draft, keep };
}
