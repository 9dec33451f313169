// Enrolling, signing in and out: whose browser session this is, and which store goes with it.

import { ApiError, del, post } from "./api.js";
import { tell } from "./channel.js";
import { OUTBOX_LOCK, setConnection } from "./connection.js";
import { getSession, setSetting, wipeHeld } from "./db.js";
import { createVault, isUnlocked, lock, openByPasskey, openVault, opened, setCurrent, vaultsOf } from "./vault.js";
import { AlreadyEnrolled, SigningCancelled, askSecret, authenticate, register } from "./webauthn.js";

/** @import {Bytes} from "./bytes.js" */
/** @import {Me} from "./types.js" */

export { AlreadyEnrolled, SigningCancelled };

/** Digits a PIN has at least. */
export const SHORTEST_PIN = 6;

/**
 * What became of the store on this device once the server knew who this is.
 *
 * open: unlocked, go on. needsPin: the passkey has no secret to lock with; call `choosePin`. needsUnlock: a store
 * is here that opens with its PIN; the lock screen asks for it. cannotKeep: the force allows no PIN, so nothing can
 * be recorded on this device.
 *
 * @typedef {{open?: true, needsPin?: true, needsUnlock?: true, cannotKeep?: true}} Kept
 */

/** Signed in, but not yet with a store: waits for a PIN. @type {Me | null} */
let withoutStore = null;

/** Enrolled by this page, so that a second press after a cancelled prompt goes on from there.
 *  @type {{token: string, me: Me, credential: string} | null} */
let enrolled = null;

/** Whom an enrolment link is for, and what their passkey is to be made with. @param {string} token
 *  @param {string | null} code as it was read out
 *  @returns {Promise<{publicKey: any, officer: {id: string, name: string, collar_number: string}}>} */
export const enrolment = (token, code) => post("/api/enrol/options", { token, code });

/** Make a passkey and the store it opens. @param {string} token @param {() => Promise<{publicKey: any}>} ask what it is
 *  to be made with @returns {Promise<Kept>} @throws {SigningCancelled | AlreadyEnrolled} */
export async function enrol(token, ask) {
  let secret = null;
  if (enrolled?.token !== token) {
    const { publicKey } = await ask();
    const made = await register(publicKey);
    const me = await beginSession(() => post("/api/enrol", { token, credential: made.credential }));
    enrolled = { token, me, credential: made.credential.id };
    if (made.secret || !made.mayHaveSecret) return openStore(me, made.credential.id, made.secret);
  }
  const { me, credential } = enrolled;
  const rpId = me.credentials.find(({ id }) => id === credential)?.rp_id ?? location.hostname;
  ({ secret } = await askSecret([{ credential, rpId }]));
  return openStore(me, credential, secret);
}

/** @returns {Promise<Kept>} @throws {SigningCancelled} */
export async function signIn() {
  const { publicKey } = await post("/api/sign-in/options", {});
  const { credential, secret } = await authenticate(publicKey);
  const me = await beginSession(() => post("/api/sign-in", { credential }));
  return openStore(me, credential.id, secret);
}

/** Lock the new store with this PIN. @param {string} pin */
export async function choosePin(pin) {
  if (!withoutStore) throw new Error("Nobody is waiting for a PIN.");
  if (!new RegExp(`^[0-9]{${SHORTEST_PIN},}$`).test(pin)) throw new RangeError("A PIN has at least six digits.");
  await openNew(await createVault(withoutStore, { pin }));
  withoutStore = null;
}

/** Lock, forget what the server can tell again, and end the session. What is unsent stays, sealed, and is sent when
 *  this officer signs in here again. @throws {import("./api.js").Unreachable} the server does not know yet */
export async function signOut() {
  const session = await getSession();
  await navigator.locks.request(OUTBOX_LOCK, async () => {
    await setSetting("session", null);
    await setCurrent(null);
    for (const id of session?.vaults ?? []) await wipeHeld(id);
    lock();
    setConnection({ signedIn: false });
    await del("/api/sign-in");
  });
}

/**
 * Have the server set another cookie, with nobody sending meanwhile: an entry must never travel in the session of
 * an officer who did not write it.
 *
 * @param {() => Promise<Me>} signInWith
 */
async function beginSession(signInWith) {
  const { me, vaults } = await navigator.locks.request(OUTBOX_LOCK, async () => {
    const before = await getSession();
    // Should this page die between the two: whose cookie it is then is unknown, and nothing is sent.
    await setSetting("session", null);
    const me = await signInWith().catch(async (error) => {
      if (error instanceof ApiError) await setSetting("session", before);
      throw error;
    });
    const vaults = (await vaultsOf(me)).map(({ id }) => id);
    await setSetting("session", { mark: crypto.randomUUID(), vaults });
    return { me, vaults };
  });
  setConnection({ signedIn: true });
  tell({ type: "session", vaults });
  return me;
}

/** @param {Me} me @param {string} credential @param {Bytes | null} secret @returns {Promise<Kept>} */
async function openStore(me, credential, secret) {
  const vaults = await vaultsOf(me);
  if (isUnlocked() && vaults.some(({ id }) => id === opened().id)) {
    await opened().know(me);
  } else if (secret && (await openByPasskey(vaults, credential, secret))) {
    await opened().know(me);
  } else if (secret) {
    await openNew(await createVault(me, { secret, credential }));
  } else {
    const withPin = vaults.find(({ pin }) => pin !== null);
    if (withPin) {
      await setCurrent(withPin.id);
      return { needsUnlock: true };
    }
    withoutStore = me.allow_pin ? me : null;
    return me.allow_pin ? { needsPin: true } : { cannotKeep: true };
  }
  return { open: true };
}

/** A store made after signing in belongs to the same session. @param {import("./vault.js").Vault} vault */
async function openNew(vault) {
  const session = await getSession();
  if (session) await setSetting("session", { ...session, vaults: [...session.vaults, vault.id] });
  await openVault(vault);
}
