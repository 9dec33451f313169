// The only fetch, the service worker's cache aside. What a request came to decides what "online" means.

/** @import {Reason} from "./types.js" */

const TIME_OUT_MS = 30_000;

/** A piece of a file may take longer on a weak signal. */
const PIECE_TIME_OUT_MS = 60_000;

/** The server answered, and the answer was no. */
export class ApiError extends Error {
  name = "ApiError";

  /** @param {number} status @param {string} code @param {string} message @param {Reason[]} reasons
   *  @param {number} [wait] seconds after which the server wants to be asked again */
  constructor(status, code, message, reasons, wait = 0) {
    super(message);
    this.wait = wait;
    this.status = status;
    this.code = code;
    this.reasons = reasons;
  }
}

/** Nobody answered, or it was not our server (a hotel's sign-in page, a proxy). Nothing is known to have arrived. */
export class Unreachable extends Error {
  name = "Unreachable";
}

/**
 * What each request told about the way to the server: whether it answered, when, and what this device's clock
 * was then wrong by (seconds, server minus device); `busy`: that it asked to wait.
 *
 * @typedef {{reached: boolean, at: string, clockOffset: number | null, busy: boolean}} Contact
 */

/** @type {(contact: Contact) => void} */
let report = () => {};

/** @param {(contact: Contact) => void} fn is told after each request to /api */
export function onContact(fn) {
  report = fn;
}

/** @type {() => Promise<Record<string, string>>} */
let identify = async () => ({});

/** @param {typeof identify} fn headers that say which device asks */
export function onRequest(fn) {
  identify = fn;
}

/** @param {string} path */
export const get = async (path) => (await request("GET", path)).body;

/** @param {string} path @param {unknown} body */
export const post = async (path, body) => (await request("POST", path, body)).body;

/** @param {string} path @param {unknown} body */
export const put = async (path, body) => (await request("PUT", path, body)).body;

/** @param {string} path @param {unknown} [body] */
export const del = async (path, body) => (await request("DELETE", path, body)).body;

/**
 * One request with JSON both ways.
 *
 * @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers]
 * @returns {Promise<{status: number, body: any, etag: string | null}>} also for 304
 * @throws {ApiError | Unreachable}
 */
export async function request(method, path, body, headers = {}) {
  const device = await identify().catch(() => ({}));
  const started = Date.now();
  const { response, text } = await fetchText(path, {
    method,
    headers: {
      accept: "application/json",
      ...device,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status } = response;
  const answer = status === 204 || status === 304 ? null : readJson(text);
  if (answer === undefined) {
    contact(path, false);
    if (status >= 400) throw new ApiError(status, "unreadable", `The answer ${status} could not be read.`, []);
    throw new Unreachable("What answered was not the server.");
  }
  contact(path, true, clockOffset(response, started), status === 429);
  if (!response.ok && status !== 304) {
    const { code = "unknown", message = `The server answered ${status}.`, reasons = [] } = answer?.error ?? {};
    throw new ApiError(status, code, message, reasons, Number(response.headers.get("retry-after")));
  }
  return { status, body: answer, etag: response.headers.get("etag") };
}

/** A piece of a file under way, or (HEAD) how far it has come. @param {"HEAD" | "PUT"} method @param {string} path
 *  @param {Record<string, string>} headers @param {Uint8Array<ArrayBuffer>} [body]
 *  @returns {Promise<{offset: number, complete: boolean}>} how much is there, and whether it is kept
 *  @throws {ApiError | Unreachable} */
export async function transfer(method, path, headers, body) {
  const signal = AbortSignal.timeout(PIECE_TIME_OUT_MS);
  const { response, text } = await fetchText(path, { method, headers, body, signal });
  const { ok, status } = response;
  const offset = response.headers.get("upload-offset");
  const answer = offset === null ? readJson(text) : {};
  contact(path, !ok || offset !== null, null, status === 429);
  if (ok && offset !== null) return { offset: Number(offset), complete: response.headers.get("upload-complete") === "?1" };
  if (ok) throw new Unreachable("What answered was not the server.");
  throw new ApiError(status, answer?.error?.code ?? "unknown", answer?.error?.message ?? `The server answered ${status}.`, []);
}

/** Bytes of ours. @param {string} path @throws {ApiError | Unreachable} */
export async function getBlob(path) {
  const { response, text } = await fetchText(path, {}, (response) => response.blob());
  contact(path, true);
  if (!response.ok) throw new ApiError(response.status, "unknown", `The server answered ${response.status}.`, []);
  return text;
}

/** A page or file of our own as text. @param {string} path @throws {ApiError | Unreachable} */
export async function getText(path) {
  const { response, text } = await fetchText(path, {});
  if (!response.ok) throw new ApiError(response.status, "unknown", `The server answered ${response.status}.`, []);
  return text;
}

/** @template [T=string] @param {string} path @param {RequestInit} options
 *  @param {(response: Response) => Promise<T>} [read] */
async function fetchText(path, options, read = /** @type {any} */ ((/** @type {Response} */ response) => response.text())) {
  try {
    const response = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      // A redirect is never ours: it is a network that wants a sign-in of its own.
      redirect: "error",
      signal: AbortSignal.timeout(TIME_OUT_MS),
      ...options,
    });
    return { response, text: await read(response) };
  } catch (cause) {
    contact(path, false);
    throw new Unreachable("The server could not be reached.", { cause });
  }
}

/** @param {string} text @returns {any} undefined if it is not JSON */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {Response} response @param {number} started */
function clockOffset(response, started) {
  const server = Date.parse(response.headers.get("date") ?? "");
  // The Date header drops the fraction of a second: half a second is its mean.
  return Number.isNaN(server) ? null : Math.round((server + 500 - (started + Date.now()) / 2) / 1000);
}

/** Other paths may be answered by the service worker's cache and say nothing about the server.
 *  @param {string} path @param {boolean} reached @param {number | null} [offset] @param {boolean} [busy] */
function contact(path, reached, offset = null, busy = false) {
  if (path.startsWith("/api/")) report({ reached, at: new Date().toISOString(), clockOffset: offset, busy });
}
