/** Records a notice or an order that another force or a court made, in a case of its own. */
import { record, unsent } from "../outbox.js";
import { drain } from "../sync.js";
import { showLeft } from "../parts/desk.js";
import { keepTyped } from "../parts/draft.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { find, onPress, say, show } from "../parts/screen.js";

/** @import {Context} from "../types.js" */
/** @typedef {import("../parts/form.js").Problem} Problem */

const KIND = "order or notice known from elsewhere";

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const form = find(main, "form[data-section=elsewhere]");
  const { draft } = await keepTyped(form, "elsewhere:new");

  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = toRecord(main, form);
    if (problems.length) return showProblems(main, problems);
    await draft.become((key) => record({ kind: KIND, caseId: crypto.randomUUID(), facts, draft: key }));
    fill(form, null);
    say(form, "[data-state]", "");
    const done = find(main, "[data-done]");
    await showSent(main);
    done.hidden = false;
    done.focus();
    await drain().catch(() => {});
    await showSent(main);
  });
  await showLeft(main, [KIND]);
  return context.changed(() => void showSent(main).catch(() => {}));
}

/** Whether the server has all that was recorded. @param {HTMLElement} main */
async function showSent(main) {
  const left = (await unsent()).some(({ kind }) => kind === KIND);
  show(main, "[data-not-sent]", left);
  show(main, "[data-sent]", !left);
  await showLeft(main, [KIND]);
}

/** What the form says, as it is recorded, and everything that is wrong with it.
 *  @param {HTMLElement} main @param {HTMLElement} form */
function toRecord(main, form) {
  const { facts: given, problems } = read(form);
  /** @param {string} name @param {string} said */
  const wrong = (name, said) => {
    const at = controlsOf(find(form, `[data-field=${name}]`))[0];
    if (!problems.some((one) => one.at === at))
      problems.push({ at, message: find(main, `[data-say=${said}]`).textContent ?? "" });
  };
  const [regime, what] = String(given.paper).split(" ");
  const { protected_family_name: family, protected_given_names: names, protected_born: born } = given;
  if (!given.made_on) wrong("made_on", "made-on");
  if (given.made_on && given.ends && given.ends < given.made_on) wrong("ends", "ends");
  if (!family && (names || born)) wrong("protected_family_name", "protected");
  const facts = {
    regime,
    what,
    issued_by: given.issued_by,
    reference: given.reference,
    respondent: {
      family_name: given.respondent_family_name,
      given_names: given.respondent_given_names,
      born: given.respondent_born,
      address: given.respondent_address,
      postcode: given.respondent_postcode,
    },
    protected_person: family ? { family_name: family, given_names: names, born, address: null, postcode: null } : null,
    made_on: given.made_on,
    ends: given.ends,
    told: given.told,
    conditions: given.conditions,
    source: given.source,
  };
  return { facts, problems };
}
