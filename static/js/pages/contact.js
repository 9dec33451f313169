/** Telling the protected person: how they are reached safely first, then what they are to be told of, then the record. */
import { now } from "../now.js";
import { untold } from "../telling.js";
import { startEntryForm } from "../parts/entry_form.js";
import { controlsOf } from "../parts/form.js";
import { plain, startPlain } from "../parts/languages.js";
import { all, copy, find, item, linkCase, readCase, say, show, showCaseLine } from "../parts/screen.js";
import { moment } from "../parts/times.js";
import { TOLD_OF } from "../parts/to_tell.js";
import { sentence } from "../parts/words.js";

/** @import {Context, View} from "../types.js" */
/** @typedef {import("../parts/form.js").Problem} Problem */

const FORMS = {
  told: { kind: "protected person told", time: "contacted_at" },
  safe: { kind: "safe contact arranged", time: null },
  named: { kind: "contact officer named", time: null },
};

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  linkCase(main, caseId);
  const { postings = [] } = context.me?.officer ?? {};
  show(main, "[data-letter]", postings.some((/** @type {string} */ one) => one === "safeguarding" || one === "legal services"));
  /** @type {View | null} */
  let view = null;
  const refresh = async () => {
    view = await readCase(caseId);
    show(main, "[data-no-case]", !view);
    show(main, "[data-forms]", Boolean(view));
    if (view) showView(main, view);
  };
  await refresh();
  if (!caseId) return;
  await startPlain(main, context, [/** @type {View | null} */ (view)?.protected_person?.language], (words, level) =>
    plain(words.pages["protected person"], level),
  );
  for (const [name, { kind, time }] of Object.entries(FORMS)) {
    const form = find(main, `form[data-form=${name}]`);
    await startEntryForm(main, form, {
      kind,
      caseId,
      time,
      ...(name === "told" && {
        check: (facts) => wrongInContact(form, view, facts),
        shape: (facts) => ({ ...facts, told_of: ticked(main) }),
      }),
      async onRecorded() {
        await refresh();
        show(main, "[data-recorded]", true);
        const said = find(main, "[data-recorded]");
        said.focus();
        said.scrollIntoView({ block: "start" });
      },
    });
  }
  return context.changed(() => void refresh().catch(() => {}));
}

/** The events that are ticked. @param {HTMLElement} root */
const ticked = (root) =>
  all(root, "[data-told-of] input")
    .map((box) => /** @type {HTMLInputElement} */ (box))
    .filter(({ checked }) => checked)
    .map(({ dataset }) => ({ event: dataset.event, entry: dataset.entry }));

/** @param {HTMLElement} form @param {View | null} view @param {Record<string, any>} facts @returns {Problem[]} */
function wrongInContact(form, view, facts) {
  const ways = view?.safe_contact?.ways;
  const lacking = [
    facts.outcome === "told" && !facts.said && !ticked(form).length && "said",
    ways && !ways.includes(facts.way) && !facts.outside && "outside",
  ];
  return lacking.flatMap((name) =>
    name
      ? [{ at: controlsOf(find(form, `[data-field=${name}]`))[0], message: find(form, `[data-say=${name}]`).textContent ?? "" }]
      : [],
  );
}

/** @param {HTMLElement} main @param {View} view */
function showView(main, view) {
  showCaseLine(main, view);
  const safe = view.safe_contact;
  show(main, "[data-contact]", Boolean(safe));
  show(main, "[data-no-contact]", !safe);
  for (const cell of all(main, "[data-safe]")) {
    const text = safe ? saidOf(cell.dataset.safe ?? "", safe[cell.dataset.safe ?? ""]) : "";
    cell.textContent = text;
    if (cell.parentElement) cell.parentElement.hidden = !text;
  }
  say(main, "[data-responsible]", view.contact_officer?.to ?? "nobody named yet");
  const left = untold(view, now());
  find(main, "[data-left]").replaceChildren(
    ...left.map(({ event, since }) => item(`${sentence(TOLD_OF[event] ?? event)}: since ${moment(since)}`)),
  );
  show(main, "[data-nothing-left]", !left.length);
  show(main, "[data-contacts-heading]", view.contacts.length > 0);
  find(main, "[data-contacts]").replaceChildren(
    ...view.contacts.map(({ outcome, contacted_at: at, way }) =>
      item(`${moment(at)}: ${outcome}, ${way}`),
    ),
  );
  showEvents(main, left);
}

/** What can be ticked; what is ticked already stays so. @param {HTMLElement} main @param {View["telling"]} left */
function showEvents(main, left) {
  const before = new Set(ticked(main).map(({ event, entry }) => `${event} ${entry}`));
  find(main, "[data-told-of]").replaceChildren(
    ...left.map(({ event, entry }) => {
      const made = copy(main, "template#of");
      const box = /** @type {HTMLInputElement} */ (find(made, "input"));
      Object.assign(box, { id: `of-${event.replaceAll(" ", "-")}-${entry}`, checked: before.has(`${event} ${entry}`) });
      Object.assign(box.dataset, { event, entry });
      find(made, "label").setAttribute("for", box.id);
      say(made, "label", sentence(TOLD_OF[event] ?? event));
      return made;
    }),
  );
}

/** @param {string} name @param {any} value */
function saidOf(name, value) {
  if (name === "number_withheld") return value ? "Withhold it" : "May be shown";
  return Array.isArray(value) ? sentence(value.join(", ")) : (value ?? "");
}
