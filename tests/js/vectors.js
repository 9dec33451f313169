/** The vectors that Python and JavaScript share. */

import { readFileSync } from "node:fs";

/** @param {string} name */
export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
}

/**
 * A case view with some fields changed: {"premises.postcode": null}.
 * @param {any} view
 * @param {Record<string, any>} changes
 */
export function changed(view, changes) {
  const copy = structuredClone(view);
  for (const [path, value] of Object.entries(changes)) {
    const way = path.split(".");
    const name = /** @type {string} */ (way.pop());
    way.reduce((place, step) => place[step], copy)[name] = value;
  }
  return copy;
}
