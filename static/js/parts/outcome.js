/** What became of a decision: made, signed and not yet there, or not taken by the server. */
import { officerName } from "../cases.js";
import { unsent } from "../outbox.js";
import { find, item, say, show } from "./screen.js";
import { recently } from "./times.js";
import { confirmed } from "./words.js";

/** @import {View} from "../types.js" */

/**
 * A decision is shown as made once the server has confirmed it; refused by the server, with its reasons.
 * @param {HTMLElement} main
 * @param {View} view
 */
export async function showOutcome(main, view) {
  const { decision } = view;
  const refused = (await unsent()).filter(
    (one) =>
      one.caseId === view.id &&
      one.state.name === "needs attention" &&
      /^(notice authorised|authority refused)$/.test(one.kind),
  );
  show(main, "[data-outcome]", Boolean(decision) || refused.length > 0);
  const reasons = refused.flatMap((one) => one.state.reasons.map(({ message }) => message));
  find(main, "[data-outcome-refusals]").replaceChildren(...(decision ? [] : reasons).map(item));
  if (!decision) {
    say(main, "[data-outcome-line]", refused.length ? "The server did not take your decision" : "");
    say(main, "[data-outcome-state]", refused.length ? "No decision was made. The reasons:" : "");
    say(main, "[data-outcome-reasons]", "");
    return;
  }
  show(main, "[data-by-telephone]", Boolean(view.telephone));
  const signed = decision._.kind === "notice authorised" ? "Authorised" : "Refused";
  const what = view.telephone ? "Noted as authorised by telephone" : signed;
  say(main, "[data-outcome-line]", confirmed(decision) ? what : "Signed, not yet confirmed by the server");
  say(
    main,
    "[data-outcome-state]",
    confirmed(decision)
      ? `By ${await officerName(decision._.officer)} at ${recently(decision._.made_at)}. The server has it.`
      : "Nothing is decided until the server has it. It goes by itself when there is a connection.",
  );
  say(main, "[data-outcome-reasons]", decision.reasons ? `Reasons: ${decision.reasons}` : "");
}

