// The law as the server publishes it (field_app/law/published.py); the worker's cache holds it offline.

import { get } from "./api.js";

/** @import {Law} from "./types.js" */

/** @type {Promise<Law> | null} */
let law = null;

/** @returns {Promise<Law>} */
export function readLaw() {
  law ??= get("/static/law.json").catch((error) => {
    law = null;
    throw error;
  });
  return /** @type {Promise<Law>} */ (law);
}
