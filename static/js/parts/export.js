/** Unsent work as a file: sealed to the server, for whoever can carry it there. Nothing is removed. */
import { toBase64Url } from "../bytes.js";
import { allVaults, outboxOf } from "../db.js";

/** Save what nobody of this browser could send yet. It needs no key and no network. @returns {Promise<number>} entries */
export async function exportUnsent() {
  const vaults = await allVaults();
  const unsent = (await outboxOf(vaults.map(({ id }) => id))).filter(({ state }) => state.name !== "sent" && state.name !== "needs attention");
  const made = new Date().toISOString().slice(0, 19);
  const head = { "field rescue": 1, installation: vaults[0]?.installation, made_at: `${made}+00:00`, entries: unsent.length };
  const lines = unsent.map(({ id, vault, number, sealed }) => ({ kind: "entry", id, device: vault, number, sealed: toBase64Url(sealed) }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([head, ...lines].map((line) => `${JSON.stringify(line)}\n`)));
  link.download = `field-rescue-${made.replaceAll(":", "")}.ndjson`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return unsent.length;
}
