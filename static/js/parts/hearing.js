/** A deadline's other reading, the days left out of it and why, and the sittings at which the case can be heard in time. */
import { inWords } from "../clocks.js";
import { now } from "../now.js";
import { find, item, say, show } from "./screen.js";
import { clock, day, moment } from "./times.js";

/** @import {View} from "../types.js" */
/** @import {Held} from "../courts.js" */

/** @param {HTMLElement} root @param {Omit<NonNullable<View["deadline"]>, "provisional"> | null} deadline */
export function showHearing(root, deadline) {
  const { other, excluded = [], sittings } = deadline ?? {};
  show(root, "[data-other]", Boolean(other));
  say(root, "[data-other]", other ? `The law can also be read as ${inWords(other)}. Work to the earlier time.` : "");
  find(root, "[data-excluded]").replaceChildren(
    ...excluded.map((one) =>
      item(
        one.counted
          ? `${day(one.date)} (${one.name}) is doubtful: counted, to be safe`
          : `${day(one.date)} does not count: ${one.name}`,
      ),
    ),
  );
  const near = Boolean(sittings?.last) && Date.parse(sittings?.alarm_at ?? "") <= now().getTime();
  show(root, "[data-last-near]", near);
  showSittings(root, Boolean(deadline), sittings ?? null);
}

/** The sittings before a limit, where it is `known`; that there is none, or that no court is known.
 *  @param {HTMLElement} root @param {boolean} known @param {import("../courts.js").Practicable | null} sittings */
export function showSittings(root, known, sittings) {
  show(root, "[data-no-court]", known && !sittings);
  show(root, "[data-no-sitting]", Boolean(sittings) && !sittings?.last);
  show(root, "[data-sittings]", Boolean(sittings?.last));
  say(root, "[data-earliest]", sitting(sittings?.earliest));
  say(root, "[data-last]", sitting(sittings?.last));
}

/** "Tue 14 Jul 2026, 10:00 to 16:30, Northfield Magistrates' Court, 01632 960101". @param {Held | null} [held] */
function sitting(held) {
  if (!held) return "";
  const { court, start, until, remand, joining, telephone } = held;
  const when = `${moment(start)} to ${clock(until)}`;
  return [when, court, telephone, remand && "remand court", joining && `remote: ${joining}`].filter(Boolean).join(", ");
}
