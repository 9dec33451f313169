// Tells this page, the other tabs and the worker what has happened. Messages hold no personal data.

/**
 * @typedef {{type: "changed"} | {type: "sent"} | {type: "copied"} | {type: "pull"} | {type: "lock", vault?: string} | {type: "session", vaults: string[]}
 *   | {type: "connection", connection: import("./types.js").Connection}} Message
 *
 * changed: the outbox or the held log; sent: the server took entries in; copied: what is in force was asked for and
 * kept; pull: the worker was woken by a push;
 * lock: every tab locks, or where this store is open; session: somebody signed in, and these are their stores.
 */

const channel = new BroadcastChannel("field");

/** @type {Set<(message: Message) => void>} */
const listeners = new Set();

channel.addEventListener("message", (event) => deliver(event.data));

/** @param {Message} message to everyone, this page included */
export function tell(message) {
  channel.postMessage(message);
  deliver(message);
}

/** @param {(message: Message) => void} fn @returns {() => void} stops listening */
export function listen(fn) {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** @param {Message} message */
function deliver(message) {
  for (const fn of listeners) {
    // One screen's mistake must not keep the others from hearing.
    try {
      fn(message);
    } catch (error) {
      console.error(error);
    }
  }
}
