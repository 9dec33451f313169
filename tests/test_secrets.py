"""Where the code encrypts, signs, hashes keyed and draws lots, and that scripts write no HTML (docs/asvs.md)."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = {one.relative_to(ROOT).as_posix(): one.read_text("utf-8") for one in (ROOT / "field_app").rglob("*.py")}
SCRIPTS = {
    one.relative_to(ROOT).as_posix(): one.read_text("utf-8")
    for one in (ROOT / "static").rglob("*.js")
    if "vendor" not in one.parts
}
INVENTORY = (ROOT / "docs" / "security.md").read_text("utf-8").partition("\n## Cryptography\n")[2].partition("\n## ")[0]

USES = re.compile(
    r"cryptography\.hazmat\.primitives\.(ciphers|keywrap|kdf|asymmetric)|\bhmac\b|\bsecrets\b\.token|os\.urandom"
    r"|from webauthn import|\bpyhpke\b|\bpywebpush\b|\bjoserfc\b"
    r"|secrets\.checkpoint\b|crypto\.subtle|crypto\.getRandomValues"
)
WEAK = re.compile(r"\b(md5|sha1|SHA1|3?DES|ARC4|ECB|PKCS1v15)\b|\bimport random\b|\bfrom random\b|Math\.random")
WRITES_HTML = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|\beval\(|new Function\b")


def using(pattern: re.Pattern[str], files: dict[str, str]) -> set[str]:
    return {name for name, text in files.items() if pattern.search(text)}


def test_cryptography_is_where_the_inventory_says():
    named = {f"field_app/{one}" for one in re.findall(r"`((?:\w+/)*\w+\.py)`(?!::)", INVENTORY)}
    named |= {one for one in re.findall(r"`(static/js/\w+\.js)`", INVENTORY)}
    assert named == using(USES, PYTHON | SCRIPTS)


def test_secrets_come_from_the_system_alone():
    assert using(WEAK, PYTHON | SCRIPTS) == set()
    for name, text in PYTHON.items():
        assert not [one for one in re.findall(r"token_\w+\((\d*)\)", text) if int(one or 0) < 16], name


def test_secrets_are_compared_in_constant_time():
    """A token is found by its hash, or compared so; no comparison of one stands in the code as it is."""
    plain = re.compile(r"\b(token|secret|proof)\b\s*(==|!=)|(==|!=)\s*\b(token|secret|proof)\b")
    assert using(plain, {name: text for name, text in PYTHON.items() if "/law/" not in name}) == set()


def test_no_script_writes_html():
    assert using(WRITES_HTML, SCRIPTS) == set()


def test_what_is_looked_for_is_found():
    assert all(USES.search(one) for one in ("x = os.urandom(3)", "await crypto.subtle.digest", "import hmac"))
    assert WEAK.search("Math.random()") and WRITES_HTML.search("x.innerHTML = y")
