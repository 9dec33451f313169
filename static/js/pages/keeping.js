/** At a desk: which cases are due for review, what holds one, and disposing of it, one proposing and another confirming. */
import { post } from "../api.js";
import { setConnection } from "../connection.js";
import { ask, showLeft } from "../parts/desk.js";
import { startDeskForm } from "../parts/desk_form.js";
import { controlsOf, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, item, onPress, say, show } from "../parts/screen.js";
import { take } from "../parts/taking.js";
import { day, moment } from "../parts/times.js";
import { STAGES, count } from "../parts/words.js";

/** @import {Context} from "../types.js" */
/** @typedef {{id: string, sha256: string, at: string, by: string | null}} Recorded */
/** @typedef {{case: string, reference: string | null, stage: string, respondent: string | null, group: string,
 *   reviewed: boolean, quiet_since: string | null, review_due: string | null, earliest: Record<string, string | null>,
 *   holds: (Recorded & {why: string, account: string})[], proposal: (Recorded & {officer: string, reason: string,
 *   yours: boolean}) | null, against: string[], linked: number, entries: number, head: string, may_review: boolean,
 *   may_confirm: boolean, people?: {person: string, name: string, role: string}[],
 *   subject_access?: (Recorded & {person: string, request: string})[]}} Kept as POST /api/keeping answers */

const KINDS = ["case reviewed", "disposal proposed", "hold placed", "hold lifted", "content disposed", "subject access asked for"];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const { caseId } = context;
  if (!caseId) return startList(main, context);
  /** @type {Kept | null} */
  let known = null;
  const refresh = async () => {
    await showLeft(main, KINDS);
    known = await keptCase(main, caseId);
    show(main, "[data-case]", Boolean(known));
    if (known) showCase(main, known);
  };
  await refresh();
  /** @type {Record<string, (facts: Record<string, any>) => import("../outbox.js").Writing>} */
  const forms = {
    review: (facts) => ({ kind: "case reviewed", caseId, facts }),
    propose: (facts) => ({ kind: "disposal proposed", caseId, facts }),
    hold: (facts) => ({ kind: "hold placed", caseId, facts }),
    lift: ({ hold, reason }) => ({
      kind: "hold lifted",
      caseId,
      facts: { reason },
      reliesOn: known?.holds.filter(({ id }) => id === hold) ?? [],
    }),
    subject: (facts) => ({ kind: "subject access asked for", caseId, facts }),
    confirm: ({ reference }) => ({
      kind: "content disposed",
      caseId: String(context.me?.installation),
      facts: {
        case: caseId,
        reference: reference?.trim().toUpperCase() ?? null,
        group: known?.group,
        entries: known?.entries,
        head: known?.head,
        proposal: known?.proposal?.id,
        proposed_by: known?.proposal?.officer,
      },
      signed: true,
    }),
  };
  const gone = async () => {
    await showLeft(main, KINDS);
    show(main, "[data-case]", false);
    show(main, "[data-back]", true);
  };
  for (const [name, writing] of Object.entries(forms))
    await startDeskForm(main, find(main, `[data-form=${name}]`), { caseId, writing, refresh: name === "confirm" ? gone : refresh });
}

/** What is due, page by page, and the way to any case by its reference. @param {HTMLElement} main @param {Context} context */
async function startList(main, context) {
  let page = 1;
  const refresh = async () => {
    const answer = await ask(main, `/api/keeping?page=${page}`);
    show(main, "[data-list]", Boolean(answer));
    if (!answer) return;
    say(main, "[data-total]", String(answer.total));
    say(main, "[data-disposed]", String(answer.disposed));
    say(main, "[data-page]", `${page} of ${answer.pages}`);
    show(main, "[data-pages]", answer.pages > 1);
    show(main, "[data-none]", !answer.cases.length);
    find(main, "[data-cases]").replaceChildren(...answer.cases.map((/** @type {Kept} */ one) => card(main, one)));
  };
  for (const [way, by] of /** @type {const} */ ([["[data-earlier]", -1], ["[data-later]", 1]]))
    onPress(main, find(main, way), async () => {
      page = Math.max(1, page + by);
      await refresh();
    });
  const form = find(main, "[data-form=find]");
  onPress(main, form, async () => {
    clearProblems(main);
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    const found = await post("/api/keeping", facts).catch((error) => {
      if (error.status !== 404) throw error;
      return null;
    });
    if (found) return context.go(`/keeping#${found.case}`);
    showProblems(main, [{ at: controlsOf(form)[0], message: "There is no case of this reference that you may read. Check it, like 7QF-012-K" }]);
  });
  await refresh();
}

/** What card and case both say. @param {ParentNode} root @param {Kept} one */
function showHead(root, one) {
  say(root, "[data-reference]", one.reference ?? "No reference");
  say(root, "[data-name]", one.respondent);
  const tag = STAGES[/** @type {keyof typeof STAGES} */ (one.stage)];
  const stage = find(root, "[data-stage]");
  stage.textContent = tag.name;
  stage.className = `govuk-tag govuk-tag--${tag.colour}`;
  say(root, "[data-group]", `${one.group}${one.reviewed ? "" : ", nobody has reviewed it"}`);
  say(root, "[data-quiet]", one.quiet_since ? day(one.quiet_since) : "an unknown day");
}

/** @param {HTMLElement} main @param {Kept} one */
function card(main, one) {
  const made = copy(main, "template#kept-case");
  showHead(made, one);
  show(made, "[data-waits]", Boolean(one.proposal));
  show(made, "[data-held]", one.holds.length > 0);
  find(made, "[data-open]").setAttribute("href", `/keeping#${one.case}`);
  return made;
}

/** @param {HTMLElement} main @param {Kept} one */
function showCase(main, one) {
  const root = find(main, "[data-case]");
  const { proposal, holds, against } = one;
  showHead(root, one);
  say(root, "[data-due]", one.review_due ? day(one.review_due) : "not known");
  show(root, "[data-linked]", one.linked > 0);
  say(root, "[data-links]", count(one.linked, "case"));
  show(root, "[data-holds-shown], [data-form=lift]", holds.length > 0);
  find(root, "[data-holds]").replaceChildren(
    ...holds.map(({ why, account, by, at }) => item(`${why}: ${account} (${by ?? "an officer"}, ${moment(at)})`)),
  );
  show(root, "[data-against-shown]", against.length > 0);
  find(root, "[data-against]").replaceChildren(...against.map(item));
  show(root, "[data-proposed]", Boolean(proposal));
  say(root, "[data-proposal]", proposal && `${proposal.by ?? "an officer"}, ${moment(proposal.at)}: ${proposal.reason}`);
  show(root, "[data-yours]", Boolean(proposal?.yours));
  show(root, "[data-form=confirm]", one.may_confirm);
  show(root, "[data-form=review]", one.may_review);
  show(root, "[data-subject]", one.may_review);
  if (one.may_review) showSubjects(main, root, one);
  show(root, "[data-form=propose]", one.may_review && !against.length && !proposal);
  const earliest = Object.entries(one.earliest).map(([name, on]) => `${name.slice(-1)}: ${on ? day(on) : "any day"}`);
  say(root, "[data-earliest]", `At the earliest, by group: ${earliest.join("; ")}.`);
  const which = /** @type {HTMLSelectElement} */ (controlsOf(find(root, "[data-form=lift] [data-field=hold]"))[0]);
  which.replaceChildren(new Option("Choose", ""), ...holds.map(({ id, why, at }) => new Option(`${why}, ${moment(at)}`, id)));
  const reference = find(root, "[data-form=confirm] [data-field=reference]");
  reference.hidden = !one.reference;
  if (!one.reference) reference.dataset.required = "";
}

/**
 * Who can be answered, and the files of those who asked.
 * @param {HTMLElement} main @param {Element} root @param {Kept} one
 */
function showSubjects(main, root, { case: caseId, people = [], subject_access: asked = [] }) {
  const who = /** @type {HTMLSelectElement} */ (controlsOf(find(root, "[data-form=subject] [data-field=person]"))[0]);
  const chosen = who.value;
  who.replaceChildren(new Option("Choose", ""), ...people.map(({ person, name, role }) => new Option(`${name}, ${role}`, person)));
  who.value = chosen;
  show(root, "[data-subjects-shown]", asked.length > 0);
  const files = asked.map(({ id, person, request, at, by }) => {
    const made = copy(main, "template#subject-file");
    const link = /** @type {HTMLAnchorElement} */ (find(made, "a"));
    link.href = `/api/cases/${caseId}/subject-access/${id}`;
    link.textContent = `Save the file for ${people.find((known) => known.person === person)?.name ?? "somebody no longer on the case"} (ZIP)`;
    say(made, "[data-asked]", `${request}. ${by ?? "An officer"}, ${moment(at)}`);
    onPress(main, link, () => take(link));
    return made;
  });
  find(root, "[data-subjects]").replaceChildren(...files);
}

/** @param {HTMLElement} main @param {string} caseId @returns {Promise<Kept | null>} */
async function keptCase(main, caseId) {
  const answer = await post("/api/keeping", { case: caseId }).catch((/** @type {Error & {status?: number}} */ error) => {
    if (error.name !== "Unreachable" && ![401, 403, 404].includes(error.status ?? 0)) throw error;
    return error;
  });
  if (answer?.status === 401) setConnection({ signedIn: false });
  show(main, "[data-unreachable]", answer?.name === "Unreachable");
  show(main, "[data-forbidden]", [401, 403].includes(answer?.status));
  show(main, "[data-no-case]", answer?.status === 404);
  return answer instanceof Error ? null : answer;
}
