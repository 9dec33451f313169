// Reads one photograph or document: its hash, its bytes sealed to the server, and a preview. A worker of its own, since
// sealing and decoding would hold up the page.

import { sha256, toHex } from "./bytes.js";
import { ATTACHMENT, seal } from "./seal.js";

/** @import {Prepared} from "./types.js" */

/** The longer side of a preview, in pixels. */
const SIDE = 1200;

/** What a file's first bytes say it is, whatever it is called: "" where they say nothing known.
 *  @type {[RegExp, string][]} */
const SIGNS = [
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^\x89PNG\r\n/, "image/png"],
  [/^GIF8/, "image/gif"],
  [/^RIFF[^]{4}WEBP/, "image/webp"],
  [/^(II\*\0|MM\0\*)/, "image/tiff"],
  [/^[^]{4}ftyp(hei|hev|mif1|msf1)/, "image/heic"],
  [/^%PDF-/, "application/pdf"],
];

self.onmessage = async ({ data: { file, inboxKey } }) => {
  // Where it cannot be read at all (taken away meanwhile), nothing is said of it.
  self.postMessage(await prepare(file, inboxKey).catch(() => null));
};

/** @param {Blob} file @param {Uint8Array} inboxKey @returns {Promise<Prepared>} */
async function prepare(file, inboxKey) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const name = toHex(await sha256(bytes));
  const sealed = await seal(inboxKey, bytes, ATTACHMENT, name);
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return {
    sha256: name,
    size: bytes.length,
    media_type: SIGNS.find(([sign]) => sign.test(start))?.[1] ?? "application/octet-stream",
    sealed,
    sealedSha256: toHex(await sha256(sealed)),
    preview: await preview(bytes).catch(() => null),
  };
}

/** Drawn anew: nothing of the file but what is seen of it is in there, and no position.
 *  @param {Uint8Array<ArrayBuffer>} bytes */
async function preview(bytes) {
  const image = await createImageBitmap(new Blob([bytes]), { imageOrientation: "from-image" });
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const canvas = new OffscreenCanvas(Math.ceil(image.width * scale), Math.ceil(image.height * scale));
  const paper = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paper.fillStyle = "#fff"; // under what is transparent
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const drawn = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  return new Uint8Array(await drawn.arrayBuffer());
}
