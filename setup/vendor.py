"""Makes of node_modules what the browser needs of it, in static/vendor, which git does not hold.

The pages and the service worker import plain files, so each library is one ES module here: what is used of it and
no more, without comments. Beside each stands a `.d.ts` that leads the type checker back to the library's own types.

GOV.UK Frontend is free to use; the GDS Transport font and the crown are for gov.uk only. Both are taken out
of the stylesheet, and no font or image file is copied. So are the rules for classes that no screen here names: three
quarters of it. A test finds a class that a screen uses and the stylesheet no longer has.

Our own scripts and stylesheets are shortened too for the way to the phone: each by itself, but that what the worker
imports is one file (docs/decisions/0008).
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"

ESBUILD = (str(MODULES / ".bin" / "esbuild"), "--minify", "--charset=utf8", "--log-level=error")

STYLESHEET = "govuk-frontend/dist/govuk/govuk-frontend.min.css"

MACROS = ROOT.glob(".venv/lib/python3*/site-packages/govuk_frontend_jinja/templates/components")

SCRIPTS = {
    "chart.js": ("BarController", "BarElement", "CategoryScale", "Chart", "LinearScale"),
    "hpke": ("AEAD_AES_256_GCM", "CipherSuite", "KDF_HKDF_SHA256", "KEM_DHKEM_P256_HKDF_SHA256"),
    "idb": ("openDB",),
}
"""What our own modules import of each library."""


def without_source_map(text: str) -> str:
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text).rstrip() + "\n"


def without_font_and_images(css: str) -> str:
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r'"?GDS Transport"?,\s*', "", css)
    css = re.sub(r"[\w-]+:url\([^)]*\);?", "", css)
    for left in ("GDS Transport", "url("):
        if left in css:
            raise SystemExit(f"{STYLESHEET} still has {left!r}: setup/vendor.py no longer fits its form")
    return css


def named() -> set[str]:
    """Every word of our templates and scripts, and of the macros they take from govuk-frontend-jinja."""
    own = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/**/*.js")]
    text = "".join(path.read_text(encoding="utf-8") for path in own)
    components = set(re.findall(r"govuk_frontend_jinja/components/([\w-]+)/", text))
    macros = [path for folder in MACROS for one in components for path in (folder / one).rglob("*.html")]
    if components and not macros:
        raise SystemExit("govuk-frontend-jinja is not where setup/vendor.py looks for it")
    return set(re.findall(r"[\w-]+", text + "".join(path.read_text(encoding="utf-8") for path in macros)))


def without_unused(css: str, names: set[str]) -> str:
    """The rules of a stylesheet whose classes are all among the names; an at-rule goes with the last of its rules."""

    def applies(selector: str) -> bool:
        return names.issuperset(re.findall(r"\.([\w-]+)", re.sub(r":not\([^)]*\)", "", selector)))

    kept = []
    for prelude, block in rules(css):
        if block is None:
            kept.append(prelude)
        elif re.match(r"@(media|supports)", prelude):
            inner = without_unused(block, names)
            kept += [f"{prelude}{{{inner}}}"] if inner else []
        elif prelude.startswith("@"):
            kept.append(f"{prelude}{{{block}}}")
        else:
            selectors = [one for one in re.split(r",(?![^(]*\))", prelude) if applies(one)]
            kept += [f"{','.join(selectors)}{{{block}}}"] if selectors else []
    return "".join(kept)


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """What stands before each block of a minified stylesheet, and the block; None where a statement has none."""
    at = 0
    while at < len(css):
        found = re.compile(r"[{;]").search(css, at)
        if found is None:
            raise SystemExit(f"{STYLESHEET} ends with {css[at:][:40]!r}: setup/vendor.py no longer fits its form")
        if found[0] == ";":
            if css[at] == "@":  # as @charset; a semicolon by itself says nothing
                yield css[at : found.end()], None
            at = found.end()
            continue
        depth, end = 1, found.end()
        while depth:
            brace = re.compile(r"[{}]").search(css, end)
            if brace is None:
                raise SystemExit(f"{STYLESHEET} has a block without an end")
            depth += 1 if brace[0] == "{" else -1
            end = brace.end()
        yield css[at : found.start()], css[found.end() : end - 1]
        at = end


def bundled(library: str, names: tuple[str, ...]) -> str:
    """One module with these exports of a library, and what they need."""
    return bundle(f'export {{ {", ".join(names)} }} from "{library}";', ROOT)[0]


def bundle(wanted: str, folder: Path = STATIC, *, but: str = "") -> tuple[str, dict[str, Any]]:
    """What this module exports and needs, but what it imports as `but`, as one; and what esbuild says of it."""
    with tempfile.TemporaryDirectory() as made:
        options = ["--bundle", "--format=esm", f"--outfile={made}/it.js", f"--metafile={made}/about"]
        command = [*ESBUILD, *options, *([f"--external:{but}"] if but else [])]
        subprocess.run(command, cwd=folder, input=wanted, text=True, check=True)
        return Path(made, "it.js").read_text(encoding="utf-8"), json.loads(Path(made, "about").read_text("utf-8"))


def shortened() -> dict[str, str]:
    """What is sent instead of each script and stylesheet of ours, by the SHA-256 of the source it was made of."""
    sources = [STATIC / "sw.js", *STATIC.glob("js/**/*.js"), *STATIC.glob("css/*.css")]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*ESBUILD, f"--outdir={folder}", f"--outbase={STATIC}", *sources], cwd=ROOT, check=True)
        made = [Path(folder, source.relative_to(STATIC)).read_text(encoding="utf-8") for source in sources]
    return {sha256(source.read_bytes()).hexdigest(): text for source, text in zip(sources, made, strict=True)}


def together() -> tuple[str, dict[str, dict[str, str]]]:
    """The modules that the worker imports in one, and what is sent instead of which file.

    Each of them then says only that it is to be had from that one: whoever imports it gets the same instance. `made_of`
    are the SHA-256 of the sources; where one of them changed since, every file is sent by itself.
    """
    modules = sorted(set(bundle('import "./sw.js";', but="./assets.js")[1]["inputs"]) - {"<stdin>", "sw.js"})
    exported = [name for module in modules for name in exported_by(module)]
    if twice := sorted({name for name in exported if exported.count(name) > 1}):
        raise SystemExit(f"two modules that the worker imports export the same name: {', '.join(twice)}")
    whole, _ = bundle("".join(f'export * from "./{module}";' for module in modules))
    start, about_start = bundle('import "./js/start.js";', but="./main.js")
    worker = subprocess.run([*ESBUILD, "sw.js"], cwd=STATIC, text=True, check=True, capture_output=True).stdout
    instead = {
        "sw.js": re.sub(r'from"\./js/[^"]+"', 'from"./vendor/together.js"', worker),
        "js/start.js": start,
        **{
            module: f'export*from"{"../vendor" if module.startswith("js/") else "."}/together.js";\n'
            for module in modules
        },
    }
    sources = sorted({*modules, "sw.js", *about_start["inputs"]} - {"<stdin>"})
    made_of = {name: sha256((STATIC / name).read_bytes()).hexdigest() for name in sources}
    return whole, {"made_of": made_of, "instead": instead}


def exported_by(module: str) -> list[str]:
    """The names that one module of static/ exports."""
    (made,) = bundle(f'export * from "./{module}";')[1]["outputs"].values()
    names: list[str] = made["exports"]
    return names


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    css = without_source_map((MODULES / STYLESHEET).read_text(encoding="utf-8")).rstrip()
    css = without_unused(without_font_and_images(css), named())
    (VENDOR / "govuk-frontend.css").write_text(css + "\n", encoding="utf-8")
    for library, names in SCRIPTS.items():
        name = library.removesuffix(".js")
        (VENDOR / f"{name}.js").write_text(bundled(library, names), encoding="utf-8")
        types = f'export type * from "{library}";\nexport {{ {", ".join(names)} }} from "{library}";\n'
        (VENDOR / f"{name}.d.ts").write_text(types, encoding="utf-8")
    whole, instead = together()
    (VENDOR / "together.js").write_text(whole, encoding="utf-8")
    (VENDOR / "together").write_text(json.dumps(instead, ensure_ascii=False), encoding="utf-8")
    (VENDOR / "shortened").write_text(json.dumps(shortened(), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
