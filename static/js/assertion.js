// Whether a passkey's assertion really is what it is about to be called: a signature over these bytes, here, by
// this officer, in person. The server checks again; this keeps a bad one from being shown as signed in between.

import { concat, fromBase64Url, fromUtf8, same, sha256, toBase64Url, utf8 } from "./bytes.js";

/** @import {Bytes} from "./bytes.js" */

/** What is needed of an assertion as JSON (WebAuthn Level 3, AuthenticationResponseJSON).
 *  @typedef {{response: {clientDataJSON: string, authenticatorData: string, signature: string}}} Assertion */

/** The assertion does not show what it must. */
export class NotSigned extends Error {
  name = "NotSigned";
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

/**
 * @param {Assertion} assertion
 * @param {{challenge: Bytes, origin: string, rpId: string, publicKey: string | null}} expected `publicKey` is COSE,
 *   base64url; null leaves the signature itself to the server
 * @throws {NotSigned}
 */
export async function checkAssertion({ response }, { challenge, origin, rpId, publicKey }) {
  const clientData = fromBase64Url(response.clientDataJSON);
  const said = JSON.parse(fromUtf8(clientData));
  expect(said.type === "webauthn.get", "type");
  expect(said.origin === origin, "origin");
  expect(same(fromBase64Url(said.challenge), challenge), "challenge");

  const authenticatorData = fromBase64Url(response.authenticatorData);
  const flags = authenticatorData[32];
  expect(same(authenticatorData.slice(0, 32), await sha256(utf8(rpId))), "rpId");
  expect((flags & USER_PRESENT) !== 0, "user presence");
  expect((flags & USER_VERIFIED) !== 0, "user verification");

  if (publicKey === null) return;
  const signed = concat(authenticatorData, await sha256(clientData));
  const right = await verify(fromBase64Url(publicKey), fromBase64Url(response.signature), signed);
  expect(right !== false, "signature");
}

/** @param {boolean} held @param {string} what */
function expect(held, what) {
  if (!held) throw new NotSigned(`The passkey's answer has the wrong ${what}.`);
}

/** Labels of COSE keys (RFC 9052, 9053) and the algorithms a passkey may use here. */
const ALGORITHM = 3;
const X = -2;
const Y = -3;
const MODULUS = -1;
const EXPONENT = -2;
const ES256 = -7;
const ED25519 = -8;
const RS256 = -257;

/** @param {Bytes} cose @param {Bytes} signature @param {Bytes} signed
 *  @returns {Promise<boolean | null>} null where this browser cannot check that algorithm */
async function verify(cose, signature, signed) {
  const key = readCose(cose);
  switch (key.get(ALGORITHM)) {
    case ES256: {
      const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
      const point = concat(Uint8Array.of(4), bytesOf(key, X), bytesOf(key, Y));
      const imported = await crypto.subtle.importKey("raw", point, algorithm, false, ["verify"]);
      return crypto.subtle.verify(algorithm, imported, rawSignature(signature), signed);
    }
    case RS256: {
      const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
      const [n, e] = [bytesOf(key, MODULUS), bytesOf(key, EXPONENT)].map(toBase64Url);
      const imported = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, algorithm, false, ["verify"]);
      return crypto.subtle.verify(algorithm, imported, signature, signed);
    }
    case ED25519:
      try {
        const imported = await crypto.subtle.importKey("raw", bytesOf(key, X), "Ed25519", false, ["verify"]);
        return await crypto.subtle.verify("Ed25519", imported, signature, signed);
      } catch (error) {
        // Younger than the other two: a browser that does not know it says so.
        if (error instanceof DOMException && error.name === "NotSupportedError") return null;
        throw error;
      }
    default:
      return null;
  }
}

/** @param {Map<number, number | Bytes>} key @param {number} label */
function bytesOf(key, label) {
  const value = key.get(label);
  if (!(value instanceof Uint8Array)) throw new NotSigned("The passkey's public key cannot be read.");
  return value;
}

/** A COSE key is a CBOR map of small integers to small integers or bytes; that is all of CBOR it needs.
 *  @param {Bytes} bytes */
function readCose(bytes) {
  let at = 0;

  function head() {
    const first = bytes[at++];
    const [type, short] = [first >> 5, first & 31];
    if (short < 24) return { type, value: short };
    const length = { 24: 1, 25: 2 }[short];
    if (!length) throw new NotSigned("The passkey's public key cannot be read.");
    let value = 0;
    for (let left = length; left > 0; left--) value = value * 256 + bytes[at++];
    return { type, value };
  }

  /** @returns {number | Bytes} */
  function item() {
    const { type, value } = head();
    if (type === 0) return value;
    if (type === 1) return -1 - value;
    if (type !== 2 && type !== 3) throw new NotSigned("The passkey's public key cannot be read.");
    at += value;
    return bytes.slice(at - value, at);
  }

  /** @type {Map<number, number | Bytes>} */
  const key = new Map();
  for (let left = head().value; left > 0; left--) {
    const label = item();
    if (typeof label === "number") key.set(label, item());
  }
  return key;
}

/** An ECDSA signature as WebAuthn gives it (DER: two integers) as WebCrypto takes it (two times 32 bytes).
 *  @param {Bytes} der */
function rawSignature(der) {
  const rLength = der[3];
  const r = der.slice(4, 4 + rLength);
  const s = der.slice(6 + rLength, 6 + rLength + der[5 + rLength]);
  const raw = new Uint8Array(64);
  for (const [part, end] of /** @type {[Bytes, number][]} */ ([[r, 32], [s, 64]])) {
    const plain = part.slice(Math.max(0, part.length - 32)); // a leading zero only keeps the number positive
    raw.set(plain, end - plain.length);
  }
  return raw;
}
