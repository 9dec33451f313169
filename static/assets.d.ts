// static/assets.js is written by the server: what this version consists of.
export const version: string;
/** What an alert is headed. */
export const title: string;
/** The screens it holds. */
export const shells: string[];
/** What the first page and the worker load by themselves, each with its hash. */
export const alone: Record<string, string>;
