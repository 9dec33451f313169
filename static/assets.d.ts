// static/assets.js is written by the server: what this version consists of.
export const version: string;
export const files: string[];
export const shells: string[];
