/** Opening a case to a superintendent before authority is asked for, and closing it again: part of the review screen. */
import { officerName, openCase } from "../cases.js";
import { record } from "../outbox.js";
import { reached } from "../reaching.js";
import { drain } from "../sync.js";
import { showCall, startSaying } from "./reached.js";
import { find, item, onPress, say, show } from "./screen.js";
import { recently } from "./times.js";

/** @import {View} from "../types.js" */
/** @import {Opening} from "../reaching.js" */

/** @param {HTMLElement} main @param {View} view @param {boolean} mayAsk whether authority may still be asked for */
export async function showOpenings(main, view, mayAsk) {
  const root = find(main, "[data-early]");
  const { openings } = reached((await openCase(view.id)).entries, view);
  root.hidden = !mayAsk;
  if (!mayAsk) return;
  const open = openings.filter(({ stands }) => stands);
  find(root, "[data-early-trail]").replaceChildren(...(await Promise.all(openings.map(lineOf))).map(item));
  show(root, "[data-early-close]", open.length > 0);
  show(root, "[data-early-unsent]", open.some(({ known }) => known.position === null));
  const last = open.at(-1);
  await showCall(root, { steps: last?.found ? [{ officer: last.reader, telephone: last.telephone }] : [], claim: null });
  say(root, "[data-early-summary]", open.length ? "Open it to another superintendent" : "Open it now");
}

/** How far one has come, in a line. @param {Opening} one */
async function lineOf({ to, at, known, found, reader, delivered_at, opened_at, withdrawn }) {
  const whom = to ? `the officer with number ${to}` : "whoever is on call";
  const closed = withdrawn ? ". Closed again" : "";
  if (known.position === null) return `Opened ${recently(at)} to ${whom}: not sent yet${closed}`;
  if (!found) return `Opened ${recently(at)} to ${whom}${closed}`;
  if (!reader) return `Opened ${recently(at)}: nobody is on call who may decide${closed}`;
  const came = [
    `opened to them ${recently(at)}`,
    ...(delivered_at ? [`on their phone ${recently(delivered_at)}`] : []),
    ...(opened_at ? [`read ${recently(opened_at)}`] : []),
  ];
  return `${await officerName(reader)}: ${came.join(", ")}${closed}`;
}

/** @param {HTMLElement} main @param {string} caseId @param {() => View} current @param {() => Promise<void>} refresh */
export async function startOpening(main, caseId, current, refresh) {
  const root = find(main, "[data-early]");
  const started = () => {
    const { started: first } = current();
    return first ? [{ id: first._.entry, sha256: first._.sha256 }] : [];
  };
  const about = () => ({ kind: "case opened early", caseId, reliesOn: started() });
  await startSaying(main, find(root, "[data-open-early]"), `${caseId}:early`, about, refresh);
  onPress(main, find(root, "[data-early-close]"), async () => {
    const { openings } = reached((await openCase(caseId)).entries, current());
    for (const { entry, known, stands } of openings)
      if (stands)
        await record({ kind: "early opening withdrawn", caseId, facts: {}, reliesOn: [{ id: entry, sha256: known.sha256 }] });
    await refresh();
    await drain().catch(() => {});
    await refresh();
  });
}
