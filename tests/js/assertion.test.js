// What may be called signed, with keys made here and the three algorithms a passkey may use.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign as signWith } from "node:crypto";
import { test } from "node:test";

import { NotSigned, checkAssertion } from "../../static/js/assertion.js";

const ORIGIN = "https://field.example";
const RP_ID = "field.example";
const CHALLENGE = new Uint8Array(createHash("sha256").update("an entry").digest());

const base64Url = (bytes) => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

// CBOR, as little as a COSE key needs.
const integer = (value) => (value >= 0 ? head(0, value) : head(1, -1 - value));
const bytes = (value) => Buffer.concat([head(2, value.length), value]);
const cose = (...pairs) => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
function head(type, value) {
  if (value < 24) return Buffer.from([(type << 5) | value]);
  return value < 256 ? Buffer.from([(type << 5) | 24, value]) : Buffer.from([(type << 5) | 25, value >> 8, value & 255]);
}

const part = (jwk, name) => bytes(Buffer.from(jwk[name], "base64url"));

const ALGORITHMS = {
  ES256() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwk = pair.publicKey.export({ format: "jwk" });
    const key = cose(
      [integer(1), integer(2)], [integer(3), integer(-7)], [integer(-1), integer(1)],
      [integer(-2), part(jwk, "x")], [integer(-3), part(jwk, "y")],
    );
    return { key, sign: (data) => signWith("sha256", data, pair.privateKey) };
  },
  Ed25519() {
    const pair = generateKeyPairSync("ed25519");
    const jwk = pair.publicKey.export({ format: "jwk" });
    const key = cose([integer(1), integer(1)], [integer(3), integer(-8)], [integer(-1), integer(6)], [integer(-2), part(jwk, "x")]);
    return { key, sign: (data) => signWith(null, data, pair.privateKey) };
  },
  RS256() {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = pair.publicKey.export({ format: "jwk" });
    const key = cose([integer(1), integer(3)], [integer(3), integer(-257)], [integer(-1), part(jwk, "n")], [integer(-2), part(jwk, "e")]);
    return { key, sign: (data) => signWith("sha256", data, pair.privateKey) };
  },
};

/** An assertion as a passkey would give it, but for what `wrong` says. */
function assertion(sign, { type = "webauthn.get", origin = ORIGIN, challenge = CHALLENGE, rpId = RP_ID, flags = 0x05 } = {}) {
  const clientData = Buffer.from(JSON.stringify({ type, challenge: base64Url(challenge), origin, crossOrigin: false }));
  const authenticatorData = Buffer.concat([sha256(rpId), Buffer.from([flags, 0, 0, 0, 1])]);
  return {
    id: "any",
    response: {
      clientDataJSON: base64Url(clientData),
      authenticatorData: base64Url(authenticatorData),
      signature: base64Url(sign(Buffer.concat([authenticatorData, sha256(clientData)]))),
    },
  };
}

const expected = (key) => ({ challenge: CHALLENGE, origin: ORIGIN, rpId: RP_ID, publicKey: key && base64Url(key) });

for (const [name, make] of Object.entries(ALGORITHMS)) {
  const { key, sign } = make();
  test(`${name}: its signature holds, also many times over`, async () => {
    // An ECDSA signature's two numbers vary in length; forty of them meet the short ones too.
    for (let count = 0; count < 40; count++) await checkAssertion(assertion(sign), expected(key));
  });
  test(`${name}: another key's signature does not`, async () => {
    const other = make();
    await assert.rejects(checkAssertion(assertion(other.sign), expected(key)), NotSigned);
  });
  test(`${name}: a signature over other bytes does not`, async () => {
    const wrong = assertion((data) => sign(Buffer.concat([data, Buffer.from("x")])));
    await assert.rejects(checkAssertion(wrong, expected(key)), NotSigned);
  });
}

const { key, sign } = ALGORITHMS.ES256();

for (const [what, wrong] of Object.entries({
  type: { type: "webauthn.create" },
  origin: { origin: "https://field.example.evil" },
  challenge: { challenge: sha256("another entry") },
  rpId: { rpId: "evil" },
  "user presence": { flags: 0x04 },
  "user verification": { flags: 0x01 },
})) {
  test(`with the wrong ${what} nothing is signed, whether the key is known or not`, async () => {
    await assert.rejects(checkAssertion(assertion(sign, wrong), expected(key)), NotSigned);
    await assert.rejects(checkAssertion(assertion(sign, wrong), expected(null)), NotSigned);
  });
}

test("where the key is not known, all but the signature is checked", async () => {
  await checkAssertion(assertion(sign), expected(null));
});
