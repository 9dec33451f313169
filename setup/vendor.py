"""Copies what the browser needs of node_modules into static/vendor, which git does not hold.

The pages and the service worker import plain files, so each library is one ES module here. Beside each
stands a `.d.ts` that leads the type checker back to the library's own types.

GOV.UK Frontend is free to use; the GDS Transport font and the crown are for gov.uk only. Both are taken out
of the stylesheet, and no font or image file is copied.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

STYLESHEET = "govuk-frontend/dist/govuk/govuk-frontend.min.css"
SCRIPTS = {
    "hpke": "hpke/index.js",
    "idb": "idb/build/index.js",
}


def without_source_map(text: str) -> str:
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r"//# sourceMappingURL=.*", "", text).rstrip() + "\n"


def without_font_and_images(css: str) -> str:
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r'"?GDS Transport"?,\s*', "", css)
    css = re.sub(r"[\w-]+:url\([^)]*\);?", "", css)
    for left in ("GDS Transport", "url("):
        if left in css:
            raise SystemExit(f"{STYLESHEET} still has {left!r}: setup/vendor.py no longer fits its form")
    return css


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    css = without_source_map((MODULES / STYLESHEET).read_text(encoding="utf-8"))
    (VENDOR / "govuk-frontend.css").write_text(without_font_and_images(css), encoding="utf-8")
    for name, source in SCRIPTS.items():
        script = (MODULES / source).read_text(encoding="utf-8")
        (VENDOR / f"{name}.js").write_text(without_source_map(script), encoding="utf-8")
        (VENDOR / f"{name}.d.ts").write_text(f'export * from "{name}";\n', encoding="utf-8")


if __name__ == "__main__":
    main()
