// One random data key per store, and the ways to wrap it: by a passkey's secret or by a PIN.
//
// The data key is AES-256-GCM. It is made extractable only for as long as it takes to wrap it (AES-KW); what a
// page then works with cannot be read out.

import { concat, fromUtf8, random, utf8 } from "./bytes.js";

/** @import {Bytes} from "./bytes.js" */
/** @import {PinWrap} from "./types.js" */

/** OWASP's figure for PBKDF2 with SHA-256. Kept in each record, so that it can grow. */
export const ROUNDS = 600_000;

export const DATA = { name: "AES-GCM", length: 256 };
const WRAPPING = { name: "AES-KW", length: 256 };
const IV_LENGTH = 12;

/** The secret or the PIN does not open this. */
export class WrongKey extends Error {
  name = "WrongKey";
}

/** @param {Bytes} secret a passkey's PRF result */
export async function newKeyForPasskey(secret) {
  const salt = random(32);
  const { key, wrapped } = await newKey(await fromSecret(secret, salt));
  return { key, wrap: { salt, wrapped } };
}

/** @param {string} pin @returns {Promise<{key: CryptoKey, wrap: PinWrap}>} */
export async function newKeyForPin(pin) {
  const salt = random(32);
  const { key, wrapped } = await newKey(await fromPin(pin, salt, ROUNDS));
  return { key, wrap: { salt, rounds: ROUNDS, wrapped, wrong: 0, tried: 0 } };
}

/** @param {Bytes} secret @param {{salt: Bytes, wrapped: Bytes}} wrap @throws {WrongKey} */
export const openWithSecret = async (secret, { salt, wrapped }) => unwrap(wrapped, await fromSecret(secret, salt));

/** @param {string} pin @param {PinWrap} wrap @throws {WrongKey} */
export const openWithPin = async (pin, { salt, rounds, wrapped }) => unwrap(wrapped, await fromPin(pin, salt, rounds));

/** Any value JSON can hold, encrypted. @param {CryptoKey} key @param {unknown} value
 *  @param {string} about what it is; it decrypts as nothing else */
export const encrypt = (key, value, about) => encryptBytes(key, utf8(JSON.stringify(value)), about);

/** @param {CryptoKey} key @param {Bytes} bytes @param {string} about @returns {Promise<any>} */
export const decrypt = async (key, bytes, about) => JSON.parse(fromUtf8(await decryptBytes(key, bytes, about)));

/** @param {CryptoKey} key @param {Bytes} plain @param {string} about what it is; it decrypts as nothing else */
export async function encryptBytes(key, plain, about) {
  const iv = random(IV_LENGTH);
  const algorithm = { name: "AES-GCM", iv, additionalData: utf8(about) };
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain)));
}

/** @param {CryptoKey} key @param {Bytes} bytes @param {string} about */
export async function decryptBytes(key, bytes, about) {
  const algorithm = { name: "AES-GCM", iv: bytes.slice(0, IV_LENGTH), additionalData: utf8(about) };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_LENGTH)));
}

/** @param {CryptoKey} wrapping */
async function newKey(wrapping) {
  const key = await crypto.subtle.generateKey(DATA, true, ["encrypt", "decrypt"]);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("raw", key, wrapping, "AES-KW"));
  return { key: await unwrap(wrapped, wrapping), wrapped };
}

/** @param {Bytes} wrapped @param {CryptoKey} wrapping */
async function unwrap(wrapped, wrapping) {
  try {
    return await crypto.subtle.unwrapKey("raw", wrapped, wrapping, "AES-KW", DATA, false, ["encrypt", "decrypt"]);
  } catch (cause) {
    // AES-KW checks itself: a wrong key does not unwrap to rubbish, it fails.
    throw new WrongKey("That does not open what is kept here.", { cause });
  }
}

/** @param {Bytes} secret @param {Bytes} salt */
async function fromSecret(secret, salt) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt, info: utf8("field vault 1 passkey") };
  return crypto.subtle.deriveKey(algorithm, material, WRAPPING, false, ["wrapKey", "unwrapKey"]);
}

/** @param {string} pin @param {Bytes} salt @param {number} iterations */
export async function fromPin(pin, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(algorithm, material, WRAPPING, false, ["wrapKey", "unwrapKey"]);
}
