/** Signing out, from whatever screen offers it. */
import { signOut } from "../passkey.js";
import { find, onPress } from "./screen.js";

/** @import {Context} from "../types.js" */

/** @param {HTMLElement} main @param {Context} context */
export const startSignOut = (main, context) =>
  onPress(main, find(main, "[data-sign-out]"), async () => {
    await signOut();
    await context.go("/sign-in");
  });
