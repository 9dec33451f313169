"""What lies in a phone's IndexedDB, looked at and spoilt from outside the app."""

from __future__ import annotations

from typing import Any

from .phone import Phone

EACH = """
async ([store, names]) => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open("field");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  });
  const change = db.transaction(store, "readwrite", { durability: "strict" });
  const kept = change.objectStore(store);
  const found = [];
  const inOrder = store === "outbox" ? kept.index("order") : kept;
  inOrder.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    const { value } = cursor;
    const now = (names[found.length] ?? []).filter((name) => value[name]?.length);
    for (const name of now) value[name][Math.floor(value[name].length / 2)] ^= 1;
    if (now.length) cursor.update(value);
    found.push(value.state?.name ?? value.key ?? value.case ?? value.id);
    cursor.continue();
  };
  await new Promise((done, fail) => { change.oncomplete = done; change.onabort = fail; });
  db.close();
  return found;
}
"""


def flip(phone: Phone, store: str, *names: tuple[str, ...]) -> list[Any]:
    """Flip a bit in the middle of these properties of the first, second, … record, and say what each record is."""
    return list(phone.page.evaluate(EACH, [store, names]))
