// An officer's store in this browser, and whether it is open.
//
// An officer has one, unless they came with a passkey that does not open it: then that passkey gets its own, and the
// first stays, sends what it has, and still opens with what it opened with.
//
// The data key is in this module's memory while the store is unlocked: it lasts through moves between screens and
// ends with the page. A reload asks for the passkey or the PIN again.

import { post } from "./api.js";
import { fromBase64Url, random, sha256, toBase64Url, toHex, utf8 } from "./bytes.js";
import { listen, tell } from "./channel.js";
import { addVault, allVaults, changeVault, getSetting, getVault, setSetting } from "./db.js";
import { secondsToWait, triesLeft } from "./pin_tries.js";
import { letterbox } from "./seal.js";
import { askSecret } from "./webauthn.js";
import { WrongKey, decrypt, decryptBytes, encrypt, encryptBytes, newKeyForPasskey, newKeyForPin, openWithPin, openWithSecret } from "./wrap.js";

/** @import {Bytes} from "./bytes.js" */
/** @import {Me, PinWrap, VaultRecord} from "./types.js" */

export { WrongKey };

/** The store is locked, or this browser has none. */
export class Locked extends Error {
  name = "Locked";
}

/** The PIN may be tried again in so many seconds. */
export class TooSoon extends Error {
  name = "TooSoon";

  /** @param {number} seconds */
  constructor(seconds) {
    super(`The PIN may be tried again in ${seconds} seconds.`);
    this.seconds = seconds;
  }
}

/** This PIN does not open the store. */
export class WrongPin extends Error {
  name = "WrongPin";

  /** @param {PinWrap} wrap as it stands after this try */
  constructor(wrap) {
    super("That is not the PIN.");
    this.left = triesLeft(wrap);
    this.seconds = secondsToWait(wrap, wrap.tried);
  }
}

/** No PIN opens anything here any more. */
export class PinDropped extends Error {
  name = "PinDropped";
}

/** What the store keeps about itself, encrypted. @typedef {{me: Me, letterboxKey: string}} Kept */

/** A store that is open. Whoever holds one can finish what it began, also when the screen locks meanwhile. */
export class Vault {
  #key;
  #letterboxKey;

  /** @param {VaultRecord} record @param {CryptoKey} key @param {Kept} kept */
  constructor(record, key, kept) {
    this.#key = key;
    this.#letterboxKey = fromBase64Url(kept.letterboxKey);
    this.id = record.id;
    this.prefix = record.prefix;
    this.inboxKey = record.inboxKey;
    this.me = kept.me;
  }

  get letterboxKey() {
    return this.#letterboxKey;
  }

  /** @param {unknown} value anything JSON can hold @param {string} about what it is; it decrypts as nothing else */
  encrypt(value, about) {
    return encrypt(this.#key, value, `${this.id} ${about}`);
  }

  /** @param {Bytes} bytes @param {string} about */
  decrypt(bytes, about) {
    return decrypt(this.#key, bytes, `${this.id} ${about}`);
  }

  /** @param {Bytes} plain @param {string} about */
  encryptBytes(plain, about) {
    return encryptBytes(this.#key, plain, `${this.id} ${about}`);
  }

  /** @param {Bytes} bytes @param {string} about */
  decryptBytes(bytes, about) {
    return decryptBytes(this.#key, bytes, `${this.id} ${about}`);
  }

  /** Keep the server's newest answer about this officer. @param {Me} me */
  async know(me) {
    this.me = me;
    const kept = await this.encrypt({ me, letterboxKey: toBase64Url(this.#letterboxKey) }, "vault");
    await changeVault(this.id, (record) => {
      record.kept = kept;
      record.inboxKey = fromBase64Url(me.inbox_key);
    });
    this.inboxKey = fromBase64Url(me.inbox_key);
  }
}

/** A store made before devices had one gets its token. @param {string} id */
export async function fetchToken(id) {
  if ((await getVault(id))?.token) return;
  const { token } = await post("/api/devices", { device: id });
  await changeVault(id, (record) => (record.token = token));
}

/** @type {Vault | null} */
let open = null;

/** @type {Set<(unlocked: boolean) => void>} */
const listeners = new Set();

export const isUnlocked = () => open !== null;

/** The open store. @throws {Locked} */
export function opened() {
  if (!open) throw new Locked("The store on this device is locked.");
  return open;
}

/** @param {(unlocked: boolean) => void} fn is told when the store opens or locks @returns {() => void} stops */
export function onLock(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** Drop the key, in every tab. */
export const lock = () => tell({ type: "lock" });

/** Drop the key in this tab; the officer may be at work in another. */
export function lockHere() {
  if (!open) return;
  open = null;
  for (const fn of listeners) fn(false);
}

listen((message) => {
  if (message.type === "lock" && (!message.vault || message.vault === open?.id)) lockHere();
  // Another officer signed in, here or in another tab: this one's store closes, and keeps all it has.
  if (message.type === "session" && open && !message.vaults.includes(open.id)) lockHere();
});

/**
 * Make a store for this officer in this browser. Its device is made known to the server first.
 *
 * @param {Me} me
 * @param {{secret: Bytes, credential: string} | {pin: string}} opener what will unlock it
 * @returns {Promise<Vault>} still to be opened
 */
export async function createVault(me, opener) {
  const id = crypto.randomUUID();
  const { prefix, token } = await post("/api/devices", { device: id });
  const { key, passkeys, pin } = await newKey(me, opener);
  const box = await letterbox();
  const kept = { me, letterboxKey: toBase64Url(box.privateKey) };
  /** @type {VaultRecord} */
  const record = {
    id,
    prefix,
    token,
    installation: me.installation,
    inboxKey: fromBase64Url(me.inbox_key),
    owner: await ownerMark(me, random(16)),
    passkeys,
    pin,
    closed: null,
    number: 0,
    cases: 0,
    letterbox: box.publicKey,
    kept: await encrypt(key, kept, `${id} vault`),
  };
  await addVault(record);
  return new Vault(record, key, kept);
}

/** @param {Me} me @param {{secret: Bytes, credential: string} | {pin: string}} opener
 *  @returns {Promise<{key: CryptoKey} & Pick<VaultRecord, "passkeys" | "pin">>} */
async function newKey(me, opener) {
  if ("pin" in opener) {
    const { key, wrap } = await newKeyForPin(opener.pin);
    return { key, passkeys: [], pin: wrap };
  }
  const { key, wrap } = await newKeyForPasskey(opener.secret);
  const { credential } = opener;
  return { key, passkeys: [{ credential, rpId: rpIdOf(me, credential), ...wrap }], pin: null };
}

/** The stores of this officer in this browser. There is one, unless a passkey came that could not open it.
 *  @param {Me} me */
export async function vaultsOf(me) {
  const vaults = await allVaults();
  const marks = await Promise.all(vaults.map(({ owner }) => ownerMark(me, owner.salt)));
  return vaults.filter(({ owner }, at) => owner.hash === marks[at].hash);
}

/** How the store that the lock screen stands before can be opened, or why nothing opens it; null if this browser has
 *  none. @returns {Promise<{passkey: boolean, pin: PinWrap | null, closed: VaultRecord["closed"]} | null>} */
export async function waysToUnlock() {
  const vaults = await currentVaults();
  if (!vaults.length) return null;
  const pin = vaults.map((vault) => vault.pin).find((wrap) => wrap !== null) ?? null;
  const closed = vaults.every((vault) => vault.closed) ? vaults[0].closed : null;
  return { passkey: vaults.some(({ passkeys }) => passkeys.length), pin, closed };
}

/** @throws {WrongKey | import("./webauthn.js").SigningCancelled} */
export async function unlockWithPasskey() {
  const vaults = await currentVaults();
  const { id, secret } = await askSecret(vaults.flatMap(({ passkeys }) => passkeys));
  if (!secret || !(await openByPasskey(vaults, id, secret))) {
    throw new WrongKey("This passkey does not open what is kept here.");
  }
}

/** @param {string} pin @throws {TooSoon | WrongPin | PinDropped} */
export const unlockWithPin = async (pin) =>
  openVault(
    await tryPin(async (wrap, record) => {
      const key = await openWithPin(pin, wrap);
      return new Vault(record, key, await decrypt(key, record.kept, `${record.id} vault`));
    }),
  );

/** What `use` makes of the PIN's wrapping, which throws WrongKey where the PIN is wrong. Each try counts, whatever for.
 *  @template T @param {(wrap: PinWrap, record: VaultRecord) => Promise<T>} use @returns {Promise<T>}
 *  @throws {TooSoon | WrongPin | PinDropped} */
export async function tryPin(use) {
  const record = (await currentVaults()).find((vault) => vault.pin !== null);
  if (!record) throw new PinDropped("No store here opens with a PIN.");
  const wrap = await countTry(record.id);
  try {
    const made = await use(wrap, record);
    await changeVault(record.id, ({ pin }) => pin && (pin.wrong = 0));
    return made;
  } catch (error) {
    if (!(error instanceof WrongKey)) throw error;
    if (triesLeft(wrap) > 0) throw new WrongPin(wrap);
    await changeVault(record.id, dropPin);
    throw new PinDropped("The PIN was wrong too often.");
  }
}

/** @param {VaultRecord} vault */
function dropPin(vault) {
  vault.pin = null;
  if (!vault.passkeys.length) vault.closed = "pin";
}

/** Counted, and on disk, before it is tried: a page killed in the middle has had its try.
 *  @param {string} id @throws {TooSoon | PinDropped} */
async function countTry(id) {
  let wait = 0;
  const record = await changeVault(id, (vault) => {
    if (!vault.pin) return;
    wait = secondsToWait(vault.pin, Date.now());
    if (wait) return;
    if (triesLeft(vault.pin) <= 0) dropPin(vault);
    else vault.pin = { ...vault.pin, wrong: vault.pin.wrong + 1, tried: Date.now() };
  });
  if (wait) throw new TooSoon(wait);
  if (!record?.pin) throw new PinDropped("No store here opens with a PIN.");
  return record.pin;
}

/** Open whichever of these stores this passkey opens. @param {VaultRecord[]} vaults @param {string} credential
 *  @param {Bytes} secret @returns {Promise<boolean>} whether one did */
export async function openByPasskey(vaults, credential, secret) {
  for (const record of vaults) {
    const wrap = record.passkeys.find((passkey) => passkey.credential === credential);
    if (!wrap) continue;
    const key = await openWithSecret(secret, wrap);
    await openVault(new Vault(record, key, await decrypt(key, record.kept, `${record.id} vault`)));
    return true;
  }
  return false;
}

/** Stand before this store when locked, also at the next start. @param {string | null} id */
export const setCurrent = (id) => setSetting("current", id);

/** The current store and any other of the same officer. */
async function currentVaults() {
  const id = await getSetting("current");
  const current = id ? await getVault(id) : undefined;
  if (!current) return [];
  const session = await getSetting("session");
  const others = session?.vaults.includes(id) ? session.vaults.filter((/** @type {string} */ one) => one !== id) : [];
  const records = await Promise.all(others.map(getVault));
  return [current, ...records.filter((record) => record !== undefined)];
}

/** Unlock with this store, and stand before it when locked. @param {Vault} vault */
export async function openVault(vault) {
  await setCurrent(vault.id);
  open = vault;
  for (const fn of listeners) fn(true);
}

/** @param {Me} me @param {string} credential */
const rpIdOf = (me, credential) => me.credentials.find(({ id }) => id === credential)?.rp_id ?? location.hostname;

/** @param {Me} me @param {Bytes} salt */
async function ownerMark(me, salt) {
  return { salt, hash: toHex(await sha256(utf8(`${toBase64Url(salt)} ${me.installation} ${me.officer.id}`))) };
}
