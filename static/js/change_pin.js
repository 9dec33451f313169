// Another PIN for the same store: its data key is wrapped anew, and nothing that it locks is touched.

import { random } from "./bytes.js";
import { changeVault } from "./db.js";
import { tryPin } from "./vault.js";
import { DATA, ROUNDS, WrongKey, fromPin } from "./wrap.js";

/** @import {PinWrap} from "./types.js" */

/**
 * @param {string} pin as it is @param {string} next as it shall be, by whoever has looked whether it will do
 * @throws {import("./vault.js").TooSoon | import("./vault.js").WrongPin | import("./vault.js").PinDropped} a wrong one
 * counts as one does at the lock screen
 */
export async function changePin(pin, next) {
  const { id, wrap } = await tryPin(async (before, record) => ({ id: record.id, wrap: await rewrap(pin, before, next) }));
  await changeVault(id, (record) => record.pin && (record.pin = wrap));
}

/** The data key leaves its wrapping for as long as it takes to wrap it again. @param {string} pin @param {PinWrap} before
 *  @param {string} next @returns {Promise<PinWrap>} @throws {WrongKey} */
export async function rewrap(pin, { salt: was, rounds, wrapped: old }, next) {
  const salt = random(32);
  const [opens, locks] = await Promise.all([fromPin(pin, was, rounds), fromPin(next, salt, ROUNDS)]);
  const key = await crypto.subtle.unwrapKey("raw", old, opens, "AES-KW", DATA, true, ["encrypt", "decrypt"]).catch((cause) => {
    throw new WrongKey("That is not the PIN.", { cause });
  });
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", key, locks, "AES-KW"));
  return { salt, rounds: ROUNDS, wrapped, wrong: 0, tried: 0 };
}
