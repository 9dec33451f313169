/** Authority given by telephone: the constable notes the very text, the officer it names confirms or disowns it. */
import { officerName } from "../cases.js";
import { checkWords } from "../check_words.js";
import { compose, textHash } from "../notice.js";
import { now } from "../now.js";
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { keepTyped } from "../parts/draft.js";
import { fillSome, read } from "../parts/form.js";
import { clearProblems, showProblem, showProblems } from "../parts/problems.js";
import { copy, find, followCase, item, onPress, say, show, showCaseLine, showNotice } from "../parts/screen.js";
import { moment } from "../parts/times.js";
import { confirmed } from "../parts/words.js";

/** @import {Context, View} from "../types.js" */

/** @type {Record<string, string>} */
const STANDS = {
  unconfirmed: "AUTHORISED BY TELEPHONE, UNCONFIRMED",
  confirmed: "Authorised by telephone, and confirmed",
  differs: "IN DOUBT: the officer says the text differs",
};

/** @param {HTMLElement} main @param {Context} context */
export function start(main, context) {
  return followCase(
    main,
    context,
    (view) => showAll(main, context, view),
    async (caseId, view, refresh) => {
      await startNoting(main, context, caseId, view, refresh);
      startAnswering(main, caseId, view, refresh);
    },
  );
}

/** @param {HTMLElement} main @param {Context} context @param {View} view */
async function showAll(main, context, view) {
  const { me, law } = context;
  const { telephone, decision, request } = view;
  showCaseLine(main, view);
  const asked = view.stage === "requested" && !decision && Boolean(request);
  const open = Boolean(me?.telephone_authority);
  show(main, "[data-shut]", asked && !open);
  show(main, "[data-nothing]", !asked && !telephone);
  show(main, "[data-note]", asked && open && Boolean(me?.officer.constable));
  show(main, "[data-state-line], [data-to-notice]", Boolean(telephone));
  const named = sameNumber(decision?.officer?.collar_number, me?.officer.collar_number);
  const mine = telephone?.state === "unconfirmed" && named && confirmed(decision);
  show(main, "[data-answer], [data-differs]", mine);
  if (asked) await showRead(main, context, view);
  if (!telephone || !decision) return;
  say(main, "[data-state-line]", STANDS[telephone.state]);
  const by = `${decision.officer.name} by telephone at ${moment(decision.given_at)}, noted by ${await officerName(decision._.officer)}`;
  const answer = telephone.answer?.what ?? telephone.answer?.reasons;
  say(main, "[data-state-more]", `${by}.${answer ? ` ${answer}` : ""}`);
  if (!mine) return;
  await showText(find(main, "[data-answer]"), decision.text, law.check_words);
  const list = find(main, "[data-conditions]");
  if (list.childElementCount) return;
  const codes = (view.conditions?.conditions ?? []).map((/** @type {{code: string}} */ { code }) => code);
  list.replaceChildren(
    ...law.conditions
      .filter((/** @type {{code: string}} */ { code }) => codes.includes(code))
      .map((/** @type {{code: string, title: string}} */ { code, title }) => {
        const made = copy(main, "template#condition");
        const input = /** @type {HTMLInputElement} */ (find(made, "input"));
        Object.assign(input, { id: `differs-${code.replaceAll(" ", "-")}`, value: code });
        find(made, "label").setAttribute("for", input.id);
        say(made, "label", title);
        return made;
      }),
  );
}

/** @param {string | undefined} one @param {string | undefined} other */
const sameNumber = (one, other) => Boolean(one && other && one.trim().toLowerCase() === other.toLowerCase());

/** @param {HTMLElement} root @param {string[]} text @param {string[]} words */
async function showText(root, text, words) {
  showNotice(find(root, "[data-text]"), text);
  find(root, "[data-words]").replaceChildren(...(await checkWords(text, words)).map(item));
}

/** What is to be read out, once it is known who authorises. @param {HTMLElement} main @param {Context} context
 *  @param {View} view @returns {Promise<string[] | null>} */
async function showRead(main, { law, me }, view) {
  const { name, rank, collar_number } = read(find(main, "[data-note]")).facts;
  const known = me && name && rank && collar_number;
  let text = null;
  try {
    if (known) text = compose(view, { name, rank, collar_number }, law, me.force);
  } catch (error) {
    showProblem(main, `The notice cannot be written: ${/** @type {Error} */ (error).message}`);
  }
  show(main, "[data-read]", Boolean(text));
  if (text) await showText(find(main, "[data-note]"), text, law.check_words);
  return text;
}

/** @param {HTMLElement} main @param {Context} context @param {string} caseId @param {() => View} current
 *  @param {() => Promise<void>} refresh */
async function startNoting(main, context, caseId, current, refresh) {
  const form = find(main, "[data-note]");
  const { draft, keep } = await keepTyped(form, `${caseId}:telephone`, {
    yet: "Not noted yet.",
    follow: () => void showRead(main, context, current()),
  });
  onPress(main, find(form, "[data-now]"), async () => {
    fillSome(form, { given_at: now().toISOString() });
    keep();
  });
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const { request } = current();
    const text = await showRead(main, context, current());
    if (!text || !request) return;
    const { given_at, ...officer } = facts;
    const said = { officer, given_at, text, text_sha256: await textHash(text), words: (await checkWords(text, context.law.check_words)).join(" ") };
    const reliesOn = [{ id: request._.entry, sha256: request._.sha256 }];
    await draft.become((key) =>
      record({ kind: "telephone authority noted", caseId, facts: said, reliesOn, happenedAt: given_at, signed: true, draft: key }),
    );
    await settled(main, refresh);
  });
}

/** @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh */
function startAnswering(main, caseId, current, refresh) {
  for (const [selector, kind] of [
    ["[data-answer]", "telephone authority confirmed"],
    ["[data-differs]", "telephone authority differs"],
  ])
    onPress(main, find(main, selector), async () => {
      clearProblems(main);
      const { facts, problems } = read(find(main, selector));
      if (problems.length) return showProblems(main, problems);
      const { decision } = current();
      if (!decision) return;
      const said = kind === "telephone authority confirmed" ? { text: decision.text, ...facts } : facts;
      await record({ kind, caseId, facts: said, reliesOn: [{ id: decision._.entry, sha256: decision._.sha256 }], signed: true });
      await settled(main, refresh);
    });
}

/** @param {HTMLElement} main @param {() => Promise<void>} refresh */
async function settled(main, refresh) {
  await refresh();
  await drain().catch(() => {});
  await refresh();
  find(main, "[data-state-line]").scrollIntoView({ block: "center" });
}
