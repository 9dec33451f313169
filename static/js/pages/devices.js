/** Phones: when each was last heard from, whether its clock is right, and reporting one lost. */
import { record } from "../outbox.js";
import { drain } from "../sync.js";
import { opened } from "../vault.js";
import { keepAgo, sayAgo } from "../parts/ago.js";
import { startPinChange } from "../parts/change_pin.js";
import { ask, showLeft } from "../parts/desk.js";
import { controlsOf, fill, read } from "../parts/form.js";
import { clearProblems, showProblems } from "../parts/problems.js";
import { copy, find, onPress, say, show } from "../parts/screen.js";
import { count } from "../parts/words.js";
import { moment } from "../parts/times.js";

/** @import {Context} from "../types.js" */
/**
 * @typedef {{id: string, prefix: string, officer: string, name: string, collar_number: string, added_at: string,
 * heard_at: string, clock_offset_s: number | null, revoked_at: string | null}} Device
 */

const SILENT_MS = 24 * 3_600_000;

/** A clock wrong by more makes times doubtful. */
const WRONG_S = 120;

/** @param {HTMLElement} main @param {Context} context */
export async function start(main, context) {
  const me = context.me;
  const administrator = Boolean(me?.officer.postings.includes("administrator"));
  const form = /** @type {HTMLFormElement} */ (find(main, "form[data-section=lost]"));
  /** @type {Device | null} */
  let lost = null;

  /** @param {Device | null} device */
  const choose = (device) => {
    lost = device;
    clearProblems(main);
    form.hidden = !device;
    fill(form, null);
    say(form, "[data-which]", device && `${device.prefix}, ${device.name}`);
    if (device) form.scrollIntoView({ block: "start" });
    if (device) controlsOf(form)[0].focus({ preventScroll: true });
  };

  const refresh = async () => {
    await showLeft(main, ["device revoked"]);
    const answer = await ask(main, "/api/devices");
    if (!answer) return;
    /** @type {Device[]} */
    const devices = answer.devices;
    const silent = devices.filter((one) => administrator && !one.revoked_at && (isSilent(one) || wrongBy(one)));
    const rest = devices.filter((one) => !silent.includes(one)).reverse();
    show(main, "[data-silent]", silent.length > 0);
    show(main, "[data-own]", !administrator);
    show(main, "[data-every]", administrator && !silent.length);
    show(main, "[data-others]", administrator && silent.length > 0);
    find(main, "[data-silent-list]").replaceChildren(...silent.map(card));
    find(main, "[data-devices]").replaceChildren(...rest.map(card));
    sayAgo(main);
  };

  /** @param {Device} device */
  function card(device) {
    const made = copy(main, "template#device");
    const here = device.id === opened().id;
    const wrong = wrongBy(device);
    say(made, "[data-prefix]", device.prefix);
    say(made, "[data-officer]", administrator ? `${device.name}, ${device.collar_number}.` : "");
    say(made, "[data-since]", moment(device.added_at));
    say(made, "[data-heard]", moment(device.heard_at));
    find(made, "time").setAttribute("datetime", device.heard_at);
    show(made, "[data-here]", here);
    show(made, "[data-clock]", wrong > 0);
    say(made, "[data-wrong]", count(Math.round(wrong / 60), "minute"));
    show(made, "[data-lost]", Boolean(device.revoked_at));
    if (device.revoked_at) say(made, "[data-lost-at]", moment(device.revoked_at));
    const report = find(made, "[data-report]");
    report.hidden = here || Boolean(device.revoked_at);
    report.setAttribute("aria-label", `${report.textContent}: ${device.prefix}, ${device.name}`);
    onPress(main, report, async () => choose(device));
    return made;
  }

  onPress(main, find(form, "[data-cancel]"), async () => choose(null));
  onPress(main, form, async () => {
    const { facts, problems } = read(form);
    if (problems.length) return showProblems(main, problems);
    await record({ kind: "device revoked", caseId: String(me?.installation), facts: { device: lost?.id, ...facts } });
    choose(null);
    await drain();
    await refresh();
  });
  await startPinChange(main);
  await refresh();
  return keepAgo(main);
}

/** @param {Device} device */
const isSilent = ({ heard_at }) => Date.now() - Date.parse(heard_at) > SILENT_MS;

/** Seconds its clock is wrong by; 0 where that is within bounds. @param {Device} device */
function wrongBy({ clock_offset_s: offset }) {
  const wrong = Math.abs(offset ?? 0);
  return wrong > WRONG_S ? wrong : 0;
}
