// Look-ups made without signal, on their way to the record of who looked: sealed, so that a locked phone sends them too.

import { post } from "./api.js";
import { toBase64Url } from "./bytes.js";
import { removeLooks } from "./copy_db.js";

const BATCH = 50;

/** @param {import("./types.js").LookRecord[]} looks */
export async function sendLooks(looks) {
  const look_ups = looks.slice(0, BATCH).map(({ id, sealed }) => ({ id, sealed: toBase64Url(sealed) }));
  const answer = await post("/api/look-up/offline", { look_ups });
  await removeLooks(answer.look_ups.map((/** @type {{id: string}} */ { id }) => id));
}
