// Half-filled forms, kept on this device under the store's key and sent nowhere.

import { draftKeys, getDraft, putDraft, removeDraft } from "./db.js";
import { opened } from "./vault.js";

/** @param {string} key names the form and the case, and no person @param {unknown} value anything JSON can hold */
export async function saveDraft(key, value) {
  const vault = opened();
  await putDraft({ vault: vault.id, key, kept: await vault.encrypt(value, `draft ${key}`) });
}

/** Before the keys of drafts that were set aside: no form has such a one. */
const ASIDE = "torn ";

/** One that cannot be read any more is set aside, so that its form starts without it.
 *  @param {string} key @param {() => void} [torn] called then
 *  @returns {Promise<any>} null if there is none that can be read */
export async function loadDraft(key, torn = () => {}) {
  const vault = opened();
  const draft = await getDraft(vault.id, key);
  if (!draft) return null;
  try {
    return await vault.decrypt(draft.kept, `draft ${key}`);
  } catch {
    await putDraft({ ...draft, key: `${ASIDE}${Date.now()} ${key}` });
    await removeDraft(vault.id, key);
    torn();
    return null;
  }
}

/** How many drafts were set aside. */
export const tornDrafts = async () => (await draftKeys(opened().id, ASIDE)).length;

/** Their officer has been told. */
export async function dropTornDrafts() {
  for (const key of await draftKeys(opened().id, ASIDE)) await dropDraft(key);
}

/** @param {string} key */
export const dropDraft = (key) => removeDraft(opened().id, key);

/** The forms of a case that are half-filled. @param {string} caseId
 *  @returns {Promise<string[]>} each without the case's id: `violence`, `views-protected_person` */
export async function draftsOf(caseId) {
  const prefix = `${caseId}:`;
  return (await draftKeys(opened().id, prefix)).map((key) => key.slice(prefix.length));
}
