/** For legal services: what the court bundle says, what is withheld, and the bundle made; and the evidence archive. */
import { get, post } from "../api.js";
import { record, unsent } from "../outbox.js";
import { startEntryForm } from "../parts/entry_form.js";
import { showLeft } from "../parts/desk.js";
import { all, copy, find, item, onPress, say, show } from "../parts/screen.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { take } from "../parts/taking.js";
import { moment } from "../parts/times.js";
import { drain } from "../sync.js";

/** @import {Context, Section} from "../types.js" */
/** @typedef {Record<string, any>} Preview as POST /api/cases/<id>/court-bundle has it */

const BUNDLE = "court bundle asked for";
const ARCHIVE = "evidence archive asked for";
const AGAIN_MS = 1_500;

/** Each look at a case is on record: what is on its way is looked for often at first, then seldom; else nothing is. */
const OFTEN = 10;
const SELDOM = 20;

/** How a line of the preview is shown; headings stand below the screen's own. @type {Record<string, string>} */
const SHOWN_AS = { heading: "h3", subheading: "h4", paragraph: "p", row: "p" };

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  const legal = context.me?.officer.postings.includes("legal services") ?? false;
  show(main, "[data-forbidden]", !legal);
  show(main, "[data-no-case]", legal && !caseId);
  if (!legal || !caseId) return;
  const screen = new Screen(main, caseId);
  await screen.refresh(null);
  await screen.resume().catch(() => {}); // what the case says, or that it is none, is shown already
  const archive = /** @type {HTMLAnchorElement} */ (find(main, "[data-archive-link] a"));
  onPress(main, archive, () => take(archive));
  const form = find(main, "[data-bundle]");
  form.addEventListener("change", () => void screen.refresh(screen.choice()).catch(() => {}));
  onPress(main, form, () => screen.make());
  await startEntryForm(main, find(main, "[data-archive]"), {
    kind: ARCHIVE,
    caseId,
    time: null,
    onRecorded: () => showArchive(main, caseId),
  });
  const timer = setInterval(() => void screen.again().catch(() => {}), AGAIN_MS);
  return () => clearInterval(timer);
}

/** The last entry of this kind that the server has; null where there is none. @param {string} caseId @param {string} kind
 *  @returns {Promise<{id: string} | null>} */
async function lastOf(caseId, kind) {
  const entries = (await get(`/api/cases/${caseId}/log`)).entries.map((/** @type {{body: string}} */ one) => JSON.parse(one.body));
  return entries.filter((/** @type {{kind: string}} */ one) => one.kind === kind).at(-1) ?? null;
}

/** Offers the archive that was asked for last. @param {HTMLElement} main @param {string} caseId */
async function showArchive(main, caseId) {
  await showLeft(main, [BUNDLE, ARCHIVE]);
  const asked = await lastOf(caseId, ARCHIVE);
  show(main, "[data-archive-link]", Boolean(asked));
  if (asked) find(main, "[data-archive-link] a").setAttribute("href", `/api/cases/${caseId}/evidence-archives/${asked.id}`);
}

class Screen {
  /** What was asked for and is not there yet. @type {string | null} */
  #asked = null;

  /** What is shown of the pages of each attached PDF, by its hash: what somebody has opened stays open. @type {Map<string, HTMLElement>} */
  #pages = new Map();

  /** How often it was asked what a bundle says. */
  #turn = 0;

  /** How often it was looked again for what is on its way. */
  #ticks = 0;

  /** Whether pages are being drawn. */
  #drawing = false;

  /** @param {HTMLElement} main @param {string} caseId */
  constructor(main, caseId) {
    this.main = main;
    this.caseId = caseId;
  }

  /** What is ticked. */
  choice() {
    /** @param {string} selector @returns {string[]} */
    const ticked = (selector) =>
      all(this.main, selector)
        .filter((box) => /** @type {HTMLInputElement} */ (box).checked)
        .map((box) => /** @type {HTMLInputElement} */ (box).value);
    const exhibits = ticked("[data-exhibits] input:not([data-draw] input)");
    const drawn = ticked("[data-draw] input").filter((one) => exhibits.includes(one));
    return { exhibits, withheld: ticked("[data-passages] input"), drawn };
  }

  /** Asks what a bundle of this choice says; null: of what is taken where nobody chooses.
   *  @param {{exhibits: string[], withheld: string[], drawn: string[]} | null} choice */
  async refresh(choice) {
    const { main, caseId } = this;
    const turn = ++this.#turn;
    const answer = await post(`/api/cases/${caseId}/court-bundle`, choice ?? { exhibits: null, withheld: [], drawn: [] }).catch(
      (/** @type {Error & {status?: number}} */ error) => {
        if (error.name !== "Unreachable" && error.status !== 404 && error.status !== 401) throw error;
        return error;
      },
    );
    if (turn !== this.#turn) return; // more was ticked meanwhile: this answer is of what was ticked before
    const failed = answer instanceof Error;
    show(main, "[data-unreachable]", failed && answer.name === "Unreachable");
    show(main, "[data-no-case]", failed && answer.name !== "Unreachable");
    show(main, "[data-shown]", !failed);
    if (failed) return;
    this.show(answer);
    await this.look();
  }

  /** @param {Preview} preview */
  show(preview) {
    const { main } = this;
    say(main, "[data-reference]", preview.reference);
    const { exhibits, passages, disclosures, withheld, parts } = preview;
    show(main, "[data-telling]", disclosures.length > 0);
    find(main, "[data-disclosures]").replaceChildren(
      ...disclosures.map((/** @type {Preview} */ one) => item(`${one.part}: “${one.sentence}” tells ${one.tells}.`)),
    );
    show(main, "[data-no-exhibits]", !exhibits.length);
    const ticks = exhibits.flatMap((/** @type {Preview} */ one) => [
      tick(main, `exhibit-${one.sha256}`, one.sha256, one.chosen, "", one.shows, noteOf(one)),
      ...(one.drawing && one.chosen ? [this.#pagesOf(one)] : []),
    ]);
    this.#drawing = exhibits.some((/** @type {Preview} */ one) => one.drawing?.state === "being drawn");
    show(main, "[data-unsearched]", exhibits.some((/** @type {Preview} */ one) => one.chosen && one.drawing?.state === "drawn"));
    keepFocus(find(main, "[data-exhibits]"), ticks);
    const passageTicks = passages.map((/** @type {Preview} */ one) =>
      tick(main, `passage-${one.key.replaceAll(" ", "-")}`, one.key, one.withheld, `${one.part}: ${one.heading}`, one.text, ""),
    );
    keepFocus(find(main, "[data-passages]"), passageTicks);
    show(main, "[data-warning]", exhibits.some((/** @type {Preview} */ one) => one.theirs && one.chosen));
    show(main, "[data-nothing-withheld]", !withheld.length);
    find(main, "[data-withheld]").replaceChildren(...withheld.map(item));
    find(main, "[data-preview]").replaceChildren(
      ...parts.flatMap((/** @type {Preview} */ part) => part.lines.map((/** @type {Preview} */ one) => lineOf(one))),
    );
  }

  /** What is to be read of an attached PDF, and the tick of whoever has read it. @param {Preview} exhibit */
  #pagesOf({ sha256, drawn, drawing: { state, pages, why_not: why } }) {
    const made = this.#pages.get(sha256) ?? copy(this.main, "template#pages");
    const known = made.dataset.state === state;
    this.#pages.set(sha256, made);
    made.dataset.state = state;
    show(made, "[data-state]", state !== "drawn");
    say(made, "[data-state]", state === "being drawn" ? "Its pages are being drawn." : `It cannot be drawn: ${why}. It is named with its hash, and handed over apart.`);
    show(made, "[data-read]", state === "drawn");
    show(made, "[data-draw]", state === "drawn");
    const box = /** @type {HTMLInputElement} */ (find(made, "[data-draw] input"));
    Object.assign(box, { id: `draw-${sha256}`, value: sha256, checked: drawn });
    find(made, "[data-draw] label").setAttribute("for", box.id);
    if (known || state !== "drawn") return made;
    say(made, "[data-summary]", pages === 1 ? "Read its page" : `Read its ${pages} pages`);
    const sheets = Array.from({ length: pages }, (_, at) => {
      const sheet = document.createElement("img");
      Object.assign(sheet, { className: "sheet", loading: "lazy", alt: `Page ${at + 1} of ${pages}` });
      sheet.src = `/api/cases/${this.caseId}/drawn-pages/${sha256}?page=${at + 1}`;
      return sheet;
    });
    find(made, "[data-sheets]").replaceChildren(...sheets);
    return made;
  }

  /** Has the bundle made of what is ticked. */
  async make() {
    const { main, caseId } = this;
    clearProblems(main);
    const box = /** @type {HTMLInputElement} */ (find(main, "[data-statement]"));
    const theirs = !find(main, "[data-warning]").hidden;
    if (theirs && !box.checked) {
      return showProblems(main, [{ at: box, message: "Tick that the statement is filed all the same, or leave it out" }]);
    }
    const facts = { ...this.choice(), protected_persons_statement: theirs };
    const { id } = await record({ kind: BUNDLE, caseId, facts, reliesOn: [] });
    [this.#asked, this.#ticks] = [id, 0];
    await drain().catch(() => {});
    await this.look();
    find(main, "[data-progress]").focus();
  }

  /** A bundle that was asked for before this screen was opened may still be on its way. */
  async resume() {
    const asked = await lastOf(this.caseId, BUNDLE);
    if (!asked || this.#asked !== null) return;
    this.#asked = asked.id;
    await this.look();
  }

  /** Looks again for what is on its way: at the whole while pages are being drawn. */
  async again() {
    await showLeft(this.main, [BUNDLE, ARCHIVE]);
    const waits = this.#drawing || this.#asked !== null;
    this.#ticks = waits ? this.#ticks + 1 : 0;
    if (!waits || document.hidden || (this.#ticks > OFTEN && this.#ticks % SELDOM)) return;
    if (this.#drawing) await this.refresh(this.choice());
    else await this.look();
  }

  /** What has been made, and whether something is on its way. */
  async look() {
    const { main, caseId } = this;
    await showLeft(main, [BUNDLE, ARCHIVE]);
    const { documents } = (await get(`/api/cases/${caseId}`)).case;
    const made = documents.filter((/** @type {Section} */ one) => one.document === "court bundle").reverse();
    if (this.#asked && made.some((/** @type {Section} */ one) => one.entry === this.#asked)) this.#asked = null;
    if (this.#asked && (await unsent()).some(({ entry, state }) => entry.id === this.#asked && state.name === "needs attention"))
      this.#asked = null;
    show(main, "[data-progress]", this.#asked !== null);
    show(main, "[data-none]", !made.length && this.#asked === null);
    find(main, "[data-made]").replaceChildren(...made.map((/** @type {Section} */ one) => this.#madeItem(one)));
  }

  /** @param {Section} one */
  #madeItem(one) {
    const made = copy(this.main, "template#made");
    const link = /** @type {HTMLAnchorElement} */ (find(made, "[data-save]"));
    onPress(this.main, link, () => take(link));
    link.setAttribute("href", `/api/cases/${this.caseId}/documents/${one.sha256}`);
    link.textContent = `Save the bundle of ${moment(one._.made_at)} (PDF, ${one.pages} pages)`;
    show(made, "[data-boxes]", one.unprintable.length > 0);
    say(made, "[data-boxes]", `Write in by hand where there is an empty box: ${one.unprintable.join(" ")}`);
    return made;
  }
}

/** @param {Preview} exhibit */
function noteOf({ received, theirs, chosen, drawn, drawing, media_type: type }) {
  return [
    type,
    !received && "not received yet",
    theirs && "seems to be the protected person's own statement",
    received && !drawing && !type.startsWith("image/") && "named with its hash and handed over apart",
    drawing && !drawn && chosen && "named with its hash and handed over apart, unless it is drawn",
  ]
    .filter(Boolean)
    .join(", ");
}

/** @param {HTMLElement} main @param {string} id @param {string} value @param {boolean} checked
 *  @param {string} heading @param {string} text @param {string} note */
function tick(main, id, value, checked, heading, text, note) {
  const made = copy(main, "template#tick");
  const box = /** @type {HTMLInputElement} */ (find(made, "input"));
  Object.assign(box, { id, value, checked });
  find(made, "label").setAttribute("for", id);
  say(made, "[data-heading]", heading);
  say(made, "[data-text]", text);
  say(made, "[data-note]", note);
  // A passage is longer than its box: whoever comes to the box by keyboard reads the whole of it. Under a finger the box
  // stays where it is: moved between press and release, it would not be ticked.
  box.addEventListener("focus", () => box.matches(":focus-visible") && made.scrollIntoView({ block: "nearest" }));
  return made;
}

/** Puts these in a list's place; whoever stood on one of them stands there still. @param {HTMLElement} list @param {HTMLElement[]} ticks */
function keepFocus(list, ticks) {
  const at = list.contains(document.activeElement) ? document.activeElement?.id : null;
  list.replaceChildren(...ticks);
  if (at) document.getElementById(at)?.focus();
}

/** @param {Preview} line */
function lineOf({ kind, text }) {
  const made = document.createElement(SHOWN_AS[kind] ?? "p");
  made.textContent = text;
  return made;
}
