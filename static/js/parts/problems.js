/** Errors as officers meet them: summed up at the top with the focus on it, and each beside its field. */

/** @typedef {import("./form.js").Problem} Problem */

/**
 * Shows `problems` in place of any shown before, and moves the focus to their summary.
 * @param {HTMLElement} main @param {Problem[]} problems
 */
export function showProblems(main, problems) {
  clearProblems(main);
  if (!problems.length) return;
  const list = element("ul", "govuk-list govuk-error-summary__list");
  for (const problem of [...problems].sort(asOnTheScreen)) {
    list.append(summaryItem(problem));
    if (problem.at !== main) markField(problem);
  }
  const summary = element("div", "govuk-error-summary");
  summary.tabIndex = -1;
  summary.setAttribute("role", "alert");
  summary.append(element("h2", "govuk-error-summary__title", "There is a problem"), list);
  main.querySelector("[data-errors]")?.replaceChildren(summary);
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}

/** @param {Problem} one @param {Problem} other */
const asOnTheScreen = (one, other) =>
  one.at === other.at ? 0 : one.at.compareDocumentPosition(other.at) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/** Shows one sentence that belongs to no field. @param {HTMLElement} main @param {string} message */
export const showProblem = (main, message) => showProblems(main, [{ at: main, message }]);

/** @param {HTMLElement} main */
export function clearProblems(main) {
  main.querySelector("[data-errors]")?.replaceChildren();
  for (const message of main.querySelectorAll("[data-field-error]")) message.remove();
  for (const group of main.querySelectorAll(".govuk-form-group--error"))
    group.classList.remove("govuk-form-group--error");
  for (const control of main.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    describe(control, (id) => !id.endsWith("-error"));
  }
  for (const set of main.querySelectorAll("fieldset[aria-describedby]")) describe(set, (id) => !id.endsWith("-error"));
}

/** @param {Problem} problem */
function summaryItem({ at, message }) {
  const item = document.createElement("li");
  if (at.tagName === "MAIN") item.textContent = message;
  else {
    const link = element("a", "", message);
    link.setAttribute("href", `#${at.id}`);
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the fragment holds the case
      openAround(at);
      const label =
        at.closest("fieldset")?.querySelector("legend") ?? at.closest(".govuk-form-group")?.querySelector("label");
      (label ?? at).scrollIntoView({ block: "start" });
      at.focus({ preventScroll: true });
    });
    item.append(link);
  }
  return item;
}

/** Opens whatever the control is folded away in. @param {Element} at */
export function openAround(at) {
  for (let more = at.closest("details"); more; more = more.parentElement?.closest("details") ?? null) more.open = true;
}

/** @param {Problem} problem */
function markField({ at, message }) {
  openAround(at);
  const group = at.closest("[data-as=date], [data-as=when]") ?? at.closest(".govuk-form-group, [data-as=groups]");
  if (!group) return;
  const id = `${at.id}-error`;
  const line = element("p", "govuk-error-message");
  line.id = id;
  line.dataset.fieldError = "";
  line.append(element("span", "govuk-visually-hidden", "Error: "), message);
  group.classList.add("govuk-form-group--error");
  const set = group.querySelector("fieldset");
  const place = set ? set.querySelector("legend ~ :not(.govuk-hint)") : group.querySelector("input, textarea, select");
  (at instanceof HTMLButtonElement ? at : place)?.before(line);
  at.setAttribute("aria-invalid", "true");
  const described = set ?? at;
  described.setAttribute(
    "aria-describedby",
    [described.getAttribute("aria-describedby"), id].filter(Boolean).join(" "),
  );
}

/** Keeps of an element's descriptions those that `keep`. @param {Element} node @param {(id: string) => boolean} keep */
function describe(node, keep) {
  const ids = (node.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && keep(id));
  if (ids.length) node.setAttribute("aria-describedby", ids.join(" "));
  else node.removeAttribute("aria-describedby");
}

/** @param {string} tag @param {string} classes @param {string} [content] */
function element(tag, classes, content) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  if (content) made.textContent = content;
  return made;
}
