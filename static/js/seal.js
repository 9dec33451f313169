// Sealing to a public key (HPKE, RFC 9180): whoever seals cannot open it again.

import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "../vendor/hpke.js";
import { concat, utf8 } from "./bytes.js";

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** An encapsulated key of P-256 comes first, then the ciphertext. */
const ENCAPSULATED = 65;

/** The server's inbox: what is sealed to it can be carried by anyone and read by the server alone. */
export const INBOX = "field inbox 1";

/** A store's own letterbox: what the worker or a locked page has for its officer. */
export const LETTERBOX = "field letterbox 1";

/** The server's inbox for the bytes of photographs and documents, each sealed under its SHA-256 in hexadecimal. */
export const ATTACHMENT = "field attachment 1";

/** @param {Uint8Array} publicKey raw @param {string | Uint8Array} plain
 *  @param {string} info INBOX, LETTERBOX or ATTACHMENT
 *  @param {string} about what it belongs to; it opens as nothing else */
export async function seal(publicKey, plain, info, about) {
  const key = await suite.DeserializePublicKey(publicKey);
  const sealed = await suite.Seal(key, typeof plain === "string" ? utf8(plain) : plain, { info: utf8(info), aad: utf8(about) });
  return concat(sealed.encapsulatedSecret, sealed.ciphertext);
}

/** @param {Uint8Array} privateKey @param {Uint8Array} sealed @param {string} info @param {string} about */
export async function unseal(privateKey, sealed, info, about) {
  const key = await suite.DeserializePrivateKey(privateKey);
  const options = { info: utf8(info), aad: utf8(about) };
  const text = await suite.Open(key, sealed.slice(0, ENCAPSULATED), sealed.slice(ENCAPSULATED), options);
  return new TextDecoder().decode(text);
}

/** A new pair for a letterbox. */
export async function letterbox() {
  const pair = await suite.GenerateKeyPair(true);
  return {
    publicKey: concat(await suite.SerializePublicKey(pair.publicKey)),
    privateKey: concat(await suite.SerializePrivateKey(pair.privateKey)),
  };
}
