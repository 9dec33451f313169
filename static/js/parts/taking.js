/** A file that weighs much, saved once the passkey has confirmed that very thing. */
import { post } from "../api.js";
import { authenticate } from "../webauthn.js";

/** Saves what a link leads to. @param {HTMLAnchorElement} link */
export async function take(link) {
  const what = new URL(link.href).pathname;
  const { publicKey } = await post("/api/confirmations/options", { what });
  const { credential } = await authenticate(publicKey);
  await post("/api/confirmations", { what, credential });
  const saved = document.createElement("a");
  Object.assign(saved, { href: what, download: "" });
  saved.click();
}
