// Look-ups of this officer's that still want their reason: kept under the store's key until it is given, with signal or
// without (docs/decisions/0058).

import { get } from "./api.js";
import { addLook } from "./copy_db.js";
import { draftKeys } from "./db.js";
import { dropDraft, loadDraft, saveDraft } from "./drafts.js";
import { INBOX, seal } from "./seal.js";
import { opened } from "./vault.js";

/** @typedef {{look: string, at: string, asked: string, offline?: boolean}} Look as GET /api/look-up/without-reason has it;
 *  `offline`: the server may not know of it yet */

const KEPT = "look without reason ";
const GIVEN = "reason given ";

/** What somebody was looked up by, in a line. @param {Record<string, any>} sought */
export const inALine = (sought) => Object.values(sought).filter((value) => value !== null).join(", ");

/** @param {Look} look */
export const chase = (look) => saveDraft(`${KEPT}${look.look}`, look);

/** Those this phone knows of, the oldest first. @returns {Promise<Look[]>} */
export async function wanting() {
  const keys = await draftKeys(opened().id, KEPT);
  const looks = await Promise.all(keys.map((key) => loadDraft(key)));
  return looks.filter(Boolean).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Take over what the server knows: what was looked up on another phone, and what was explained there. */
export async function askServer() {
  const { looks } = await get("/api/look-up/without-reason");
  const given = new Set((await draftKeys(opened().id, GIVEN)).map((key) => key.slice(GIVEN.length)));
  const wanted = new Set(looks.map((/** @type {Look} */ { look }) => look));
  for (const one of looks) if (!given.has(one.look)) await chase(one);
  for (const { look, offline } of await wanting()) if (!offline && !wanted.has(look)) await dropDraft(`${KEPT}${look}`);
  for (const look of given) if (!wanted.has(look)) await dropDraft(`${GIVEN}${look}`);
}

/** So close together the same question, asked again or of phone and server, has one reason. */
const SAME_MS = 10 * 60_000;

/** @param {Look} look @param {string} reason */
export async function explain({ at, asked }, reason) {
  const near = (/** @type {Look} */ one) => one.asked === asked && Math.abs(Date.parse(one.at) - Date.parse(at)) < SAME_MS;
  for (const { look } of (await wanting()).filter(near)) await explainOne(look, reason);
}

/** @param {string} look @param {string} reason */
async function explainOne(look, reason) {
  const vault = opened();
  const id = crypto.randomUUID();
  const said = JSON.stringify({ of: look, reason });
  await addLook({ id, vault: vault.id, sealed: await seal(vault.inboxKey, said, INBOX, id) });
  await saveDraft(`${GIVEN}${look}`, true); // until the server says that it has it
  await dropDraft(`${KEPT}${look}`);
}
