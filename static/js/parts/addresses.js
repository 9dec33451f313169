/** A postcode typed in full offers its addresses, where the force supplied a list and there is signal. */
import { post } from "../api.js";

const WHOLE = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/;

/** A whole postcode as it is written, null where it is none. @param {string} typed */
export function wholePostcode(typed) {
  const found = WHOLE.exec(typed.toUpperCase().replace(/\s/g, ""));
  return found && `${found[1]} ${found[2]}`;
}

/** What may be chosen; first what was typed, which a choice would take away. @param {string} typed @param {string[]} addresses */
export const choices = (typed, addresses) =>
  typed.trim() && addresses.length && !addresses.includes(typed.trim()) ? [typed, ...addresses] : addresses;

/** Starts it for every screen: where a postcode stands in a section with its address.
 *  @param {import("../types.js").Context} context */
export function startAddresses(context) {
  document.addEventListener("input", async ({ target, isTrusted }) => {
    if (!isTrusted || !(target instanceof HTMLInputElement) || !context.me?.postcodes) return;
    const field = target.closest("[data-field$=postcode]");
    const name = field?.getAttribute("data-field")?.replace("postcode", "address");
    /** @type {HTMLTextAreaElement | null | undefined} */
    const address = field?.closest("[data-section]")?.querySelector(`[data-field=${name}] textarea`);
    if (!field || !address) return;
    const postcode = wholePostcode(target.value);
    const before = field.nextElementSibling?.matches("[data-at]") ? field.nextElementSibling : null;
    if (before?.getAttribute("data-at") === postcode) return;
    before?.remove();
    if (!postcode) return;
    const place = document.createElement("div");
    const said = document.createElement("p");
    said.className = "govuk-visually-hidden";
    said.setAttribute("role", "status");
    place.append(said);
    place.dataset.at = postcode;
    field.after(place);
    const answer = await post("/api/postcodes", { postcode }).catch(() => null);
    if (!answer) return place.remove(); // without signal it may be asked again
    if (!answer.addresses.length) return;
    place.append(offered(postcode, answer.addresses, address));
    said.textContent = `Addresses at ${postcode} can be chosen`;
  });
}

/** @param {string} postcode @param {string[]} addresses @param {HTMLTextAreaElement} address */
function offered(postcode, addresses, address) {
  const list = document.createElement("details");
  list.className = "govuk-details";
  const summary = document.createElement("summary");
  summary.className = "govuk-details__summary";
  summary.append(Object.assign(document.createElement("span"), { className: "govuk-details__summary-text", textContent: `Addresses at ${postcode}` }));
  list.append(summary);
  let known = addresses;
  list.addEventListener("toggle", () => {
    if (!list.open) return;
    known = choices(address.value, known); // whatever was typed by now
    const buttons = known.map((text) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: text.replaceAll("\n", ", ") });
      button.addEventListener("click", () => {
        address.value = text;
        address.dispatchEvent(new Event("input", { bubbles: true }));
        list.open = false;
        address.focus();
      });
      return button;
    });
    for (const old of list.querySelectorAll("button")) old.remove(); // the summary keeps the focus
    list.append(...buttons);
  });
  return list;
}
