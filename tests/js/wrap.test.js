// The key of a store: what opens it and what does not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { WrongKey, decrypt, encrypt, newKeyForPasskey, newKeyForPin, openWithPin, openWithSecret } from "../../static/js/wrap.js";

const SECRET = crypto.getRandomValues(new Uint8Array(32));

test("a passkey's secret opens what it wrapped, another does not", async () => {
  const { key, wrap } = await newKeyForPasskey(SECRET);
  const kept = await encrypt(key, { name: "Ünal" }, "draft 1");
  assert.deepEqual(await decrypt(await openWithSecret(SECRET, wrap), kept, "draft 1"), { name: "Ünal" });
  await assert.rejects(openWithSecret(crypto.getRandomValues(new Uint8Array(32)), wrap), WrongKey);
});

test("a PIN opens what it wrapped, another does not", async () => {
  const { key, wrap } = await newKeyForPin("274915");
  assert.equal(wrap.rounds, 600_000);
  const kept = await encrypt(key, [1, null], "vault");
  assert.deepEqual(await decrypt(await openWithPin("274915", wrap), kept, "vault"), [1, null]);
  await assert.rejects(openWithPin("274916", wrap), WrongKey);
});

test("what is encrypted as one thing does not decrypt as another, and no two look alike", async () => {
  const { key } = await newKeyForPasskey(SECRET);
  const kept = await encrypt(key, "same", "draft 1");
  await assert.rejects(decrypt(key, kept, "draft 2"));
  assert.notDeepEqual(kept, await encrypt(key, "same", "draft 1"));
});

test("the key of an open store cannot be read out", async () => {
  const made = await newKeyForPasskey(SECRET);
  for (const key of [made.key, await openWithSecret(SECRET, made.wrap)]) {
    assert.equal(key.extractable, false);
    await assert.rejects(crypto.subtle.exportKey("raw", key));
  }
});
