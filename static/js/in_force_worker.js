// Makes the index of what is in force: a worker of its own, since that would hold up the page.

import { made } from "./in_force.js";
import { pack, unpack } from "./matching/build.js";
import { Index } from "./matching/index.js";

self.onmessage = ({ data: { earlier, parts } }) => {
  const { buffer } = pack(made(earlier && new Index(unpack(earlier)), parts));
  /** @type {{postMessage: (message: unknown, transfer: Transferable[]) => void}} */ (self).postMessage(buffer, [buffer]);
};
