// Half-filled forms, kept on this device under the store's key and sent nowhere.

import { draftKeys, getDraft, putDraft, removeDraft } from "./db.js";
import { opened } from "./vault.js";

/** @param {string} key names the form and the case, and no person @param {unknown} value anything JSON can hold */
export async function saveDraft(key, value) {
  const vault = opened();
  await putDraft({ vault: vault.id, key, kept: await vault.encrypt(value, `draft ${key}`) });
}

/** @param {string} key @returns {Promise<any>} null if there is none */
export async function loadDraft(key) {
  const vault = opened();
  const draft = await getDraft(vault.id, key);
  return draft ? vault.decrypt(draft.kept, `draft ${key}`) : null;
}

/** @param {string} key */
export const dropDraft = (key) => removeDraft(opened().id, key);

/** The forms of a case that are half-filled. @param {string} caseId
 *  @returns {Promise<string[]>} each without the case's id: `violence`, `views-protected_person` */
export async function draftsOf(caseId) {
  const prefix = `${caseId}:`;
  return (await draftKeys(opened().id, prefix)).map((key) => key.slice(prefix.length));
}
