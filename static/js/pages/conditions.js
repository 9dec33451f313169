/** What is in force already, the grounds and the conditions, with the notice as the respondent will read it. */
import { compose } from "../notice.js";
import { ConditionRows, excludes, isMandatory, reasonOf } from "../parts/condition_rows.js";
import { controlOf, editSections } from "../parts/sections.js";
import { controlsOf, read } from "../parts/form.js";
import { find, onPress, show, showNotice } from "../parts/screen.js";

/** @import {Context, Regime, View} from "../types.js" */

/** Orders of a family court, which a notice never changes. */
const FAMILY = ["non-molestation order", "occupation order", "child arrangements order"];

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const rows = new ConditionRows(main, context.law, "condition");
  const root = find(main, "[data-section=conditions]");
  const orders = find(main, "[data-section=orders]");
  const grounds = controlOf(root, "grounds");
  /** @type {View | null} */
  let view = null;

  /** @param {View} loaded */
  const onLoad = (loaded) => {
    view = loaded;
    offer(main, rows, loaded, context.law.regimes[loaded.regime]);
  };
  const onType = () => {
    rows.settle();
    // The one condition every notice has needs what the notice needs.
    for (const row of rows.rows)
      show(row, "[data-same-reason]", isMandatory(row) && Boolean(view?.necessity) && !reasonOf(row).value.trim());
    const { conditions } = rows.read();
    if (view) rows.offerRoute(view);
    show(main, "[data-service-accommodation]", excludes(conditions, context.law));
    show(main, "[data-from-account]", Boolean(view?.violence) && !grounds.value.trim());
    const chosen = controlsOf(orders).map(({ value }) => value);
    show(orders, "[data-family-order]", FAMILY.some((order) => chosen.includes(order)));
    if (view)
      preview(main, context, {
        ...view,
        conditions: /** @type {any} */ ({ ...read(root).facts, conditions }),
      });
  };

  onPress(main, find(main, "[data-start-account]"), async () => enter(grounds, view?.violence?.account));
  for (const row of rows.rows)
    onPress(main, find(row, "[data-same-reason]"), async () => enter(reasonOf(row), view?.necessity?.why));

  return editSections(
    main,
    context,
    [
      { key: "orders", kind: "other orders in force recorded", current: (now) => now.orders },
      {
        key: "conditions",
        kind: "conditions proposed",
        current: (now) => now.conditions,
        more: {
          fill: (_, facts) => {
            rows.fill(facts?.conditions ?? []);
            onType();
          },
          read: () => {
            const { conditions, problems } = rows.read();
            // Who is not kept out of the home is not asked whose accommodation it is.
            const none = excludes(conditions, context.law) ? {} : { service_accommodation: null };
            return { facts: { conditions, ...none }, problems };
          },
        },
      },
    ],
    { next: "review", onLoad, onType },
  );
}

/** As if typed, and ready to be changed. @param {import("../parts/form.js").Control} control @param {string} [text] */
function enter(control, text) {
  control.value = text ?? "";
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.focus();
}

/**
 * Says why conditions about the home are not offered, and whether the respondent knows the address.
 * @param {HTMLElement} main @param {ConditionRows} rows @param {View} view @param {Regime} regime
 */
function offer(main, rows, view, regime) {
  const home = view.premises;
  const shared = Boolean(home?.respondent_lives_here && home.protected_person_lives_here);
  show(main, "[data-premises-unknown]", !home);
  show(main, "[data-premises-apart]", Boolean(home) && !shared);
  show(main, "[data-address-known]", shared && home?.respondent_knows_address === true);
  show(main, "[data-address-unknown]", home?.respondent_knows_address === false);
  rows.offer(shared, regime);
}

/** @param {HTMLElement} main @param {Context} context @param {View} view */
function preview(main, context, view) {
  const target = find(main, "[data-preview]");
  /** @type {string[]} */
  let lines = [];
  let why = "";
  try {
    const rank = context.law.regimes[view.regime].issuing_rank;
    const unknown = { name: `The ${rank} who authorises it`, rank, collar_number: "…" };
    const ready = view.conditions?.grounds ? view : { ...view, conditions: null };
    lines = compose(ready, unknown, context.law, context.me?.force ?? { name: "" });
  } catch (error) {
    why = /** @type {Error} */ (error).message;
  }
  showNotice(target, lines);
  const none = find(main, "[data-preview-none]");
  none.hidden = lines.length > 0;
  find(none, "[data-preview-why]").textContent = why;
}
