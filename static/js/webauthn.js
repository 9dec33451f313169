// The browser's passkeys: the only navigator.credentials.
//
// A passkey gives two things here: signatures, and with the PRF extension a secret of its own (32 bytes, the same
// each time). The secret opens the store on this device and never leaves this file and vault.js: `credential` is
// what may be sent, with the extension's results already taken out.

import { checkAssertion } from "./assertion.js";
import { concat, fromBase64Url, random, sha256, utf8 } from "./bytes.js";

/** @import {Bytes} from "./bytes.js" */
/** @import {Credential} from "./types.js" */

/** The officer closed the passkey's prompt or let it run out; nothing was signed. */
export class SigningCancelled extends Error {
  name = "SigningCancelled";
}

/** This device already holds a passkey of this officer. */
export class AlreadyEnrolled extends Error {
  name = "AlreadyEnrolled";
}

/** What every passkey is asked for its secret with. Each answers with another secret, each browser origin too. */
const PRF = { prf: { eval: { first: utf8("field vault 1") } } };

/** The prompt that is open. A second one while it waits would only fail. @type {AbortController | null} */
let prompt = null;

/** @param {any} options creation options as the server sent them
 *  @returns {Promise<{credential: any, secret: Bytes | null, mayHaveSecret: boolean}>}
 *  @throws {SigningCancelled | AlreadyEnrolled} */
export async function register(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  publicKey.extensions = { ...publicKey.extensions, ...PRF };
  const made = await ask((signal) => navigator.credentials.create({ publicKey, signal }));
  const enabled = made.getClientExtensionResults().prf?.enabled === true;
  // Some passkeys have the secret but tell it only when they are used.
  return { credential: withoutSecret(made), secret: secretOf(made), mayHaveSecret: enabled };
}

/** Sign in with any passkey of this site. @param {any} options request options as the server sent them
 *  @throws {SigningCancelled} */
export async function authenticate(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  publicKey.extensions = { ...publicKey.extensions, ...PRF };
  const used = await ask((signal) => navigator.credentials.get({ publicKey, signal }));
  return { credential: withoutSecret(used), secret: secretOf(used) };
}

/** Ask one of these passkeys for its secret. Needs no network: nobody else looks at the signature.
 *  @param {{credential: string, rpId: string}[]} among
 *  @returns {Promise<{id: string, secret: Bytes | null}>}
 *  @throws {SigningCancelled} */
export async function askSecret(among) {
  const used = await ask((signal) =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(32),
        rpId: among[0].rpId,
        allowCredentials: among.map(({ credential }) => descriptor(credential)),
        userVerification: "required",
        extensions: PRF,
      },
      signal,
    }),
  );
  return { id: used.id, secret: secretOf(used) };
}

/** Sign an entry's exact bytes. @param {Bytes} body @param {Credential[]} credentials this officer's
 *  @returns {Promise<string>} the assertion's exact JSON text
 *  @throws {SigningCancelled | import("./assertion.js").NotSigned} */
export async function sign(body, credentials) {
  const here = credentials.filter(({ rp_id }) => belongsHere(rp_id));
  if (!here.length) throw new Error("This officer has no passkey for this site.");
  const rpId = here[0].rp_id;
  const challenge = await sha256(concat(utf8("field entry 1\n"), body));
  const used = await ask((signal) =>
    navigator.credentials.get({
      publicKey: {
        challenge,
        rpId,
        allowCredentials: here.map(({ id }) => descriptor(id)),
        userVerification: "required",
      },
      signal,
    }),
  );
  const assertion = withoutSecret(used);
  const publicKey = here.find(({ id }) => id === assertion.id)?.public_key ?? null;
  await checkAssertion(assertion, { challenge, origin: location.origin, rpId, publicKey });
  return JSON.stringify(assertion);
}

/** @param {string} rpId */
const belongsHere = (rpId) => location.hostname === rpId || location.hostname.endsWith(`.${rpId}`);

/** @param {string} id @returns {PublicKeyCredentialDescriptor} */
const descriptor = (id) => ({ type: "public-key", id: fromBase64Url(id) });

/** @param {(signal: AbortSignal) => Promise<Credential_ | null>} open */
async function ask(open) {
  prompt?.abort();
  const mine = (prompt = new AbortController());
  try {
    const answer = await open(mine.signal);
    if (!(answer instanceof PublicKeyCredential)) throw new SigningCancelled("No passkey answered.");
    return answer;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    // One name for "cancelled", "timed out" and "no such passkey": browsers do not tell which.
    if (["NotAllowedError", "AbortError"].includes(error.name)) {
      throw new SigningCancelled("No passkey answered.", { cause: error });
    }
    if (error.name === "InvalidStateError") throw new AlreadyEnrolled("A passkey is here already.", { cause: error });
    throw error;
  } finally {
    if (prompt === mine) prompt = null;
  }
}

/** @typedef {globalThis.Credential} Credential_ */

/** A credential as it may be sent: toJSON() carries the secret among the extension's results.
 *  @param {PublicKeyCredential} credential @returns {any} */
const withoutSecret = (credential) => ({ ...credential.toJSON(), clientExtensionResults: {} });

/** @param {PublicKeyCredential} credential @returns {Bytes | null} */
function secretOf(credential) {
  const secret = credential.getClientExtensionResults().prf?.results?.first;
  if (!secret) return null;
  return secret instanceof ArrayBuffer ? new Uint8Array(secret) : concat(new Uint8Array(secret.buffer));
}
