"""What the first visit is made of: compressed, the same bytes either way, complete, and nothing that is not used."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
NODE = {**os.environ, "PATH": f"{ROOT / '.uv' / 'node' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
SCRIPTS = sorted(path for path in STATIC.rglob("*.js") if "vendor" not in path.parts)
STYLES = sorted(path for path in (STATIC / "css").glob("*.css") if path.name != "training.css")

DECODED = {"gzip": gzip.decompress, "br": brotli.decompress}


def name_of(path):
    return path.relative_to(STATIC).as_posix()


@pytest.fixture
def client(sqlite_force):
    return sqlite_force.client()


def got(client, address, coding=None, **headers):
    given = {"Accept-Encoding": coding} if coding else {}
    return client.get(address, headers={**given, **headers})


def exported(client):
    """What the worker's list says, by name."""
    lines = re.findall(r"^export const (\w+) = (.*);$", got(client, "/static/assets.js").text, re.MULTILINE)
    return {name: json.loads(value) for name, value in lines}


ADDRESSES = ("/", "/review", "/static/sw.js", "/static/assets.js", "/static/law.json", "/static/everything.txt")
ADDRESSES += ("/static/styles.css", "/static/js/clocks.js", "/static/manifest.webmanifest", "/static/icons/icon.svg")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("coding", DECODED)
def test_what_is_compressed_says_the_same(client, address, coding):
    plain, packed = got(client, address), got(client, address, coding)
    assert (plain.headers.get("Content-Encoding"), packed.headers.get("Content-Encoding")) == (None, coding)
    assert DECODED[coding](packed.data) == plain.data
    assert plain.headers["Content-Type"] == packed.headers["Content-Type"]
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("", None), ("identity", None), ("gzip;q=0", None), ("zstd", None), ("deflate, gzip", "gzip"), ("GZIP", "gzip")],
)
def test_a_browser_gets_no_coding_it_does_not_take(client, asked, answered):
    assert got(client, "/static/js/main.js", asked).headers.get("Content-Encoding") == answered


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one != "/static/everything.txt"])
def test_what_a_browser_has_already_is_not_sent_again(client, address):
    tags = {coding: got(client, address, coding).headers["ETag"] for coding in (None, *DECODED)}
    assert len(set(tags.values())) == len(tags)
    for coding, tag in tags.items():
        again = got(client, address, coding, **{"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
    assert got(client, address, "gzip", **{"If-None-Match": '"another"'}).status_code == 200


def test_head_and_range_do_no_harm(client):
    whole = got(client, "/static/js/clocks.js", "gzip")
    head = client.head("/static/js/clocks.js", headers={"Accept-Encoding": "gzip"})
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])
    part = got(client, "/static/js/clocks.js", "gzip", Range="bytes=0-9")
    assert (part.status_code, part.data) == (200, whole.data)  # the whole is always a fair answer to a range


def test_an_answer_that_may_hold_a_secret_is_not_compressed(sqlite_force):
    client = sqlite_force.client("constable")
    for address in ("/api/me", "/api/cases", "/api/changes", "/health/live", "/enrol/abc"):
        answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in answer.headers, address


@pytest.mark.parametrize(
    "path", ["js/types.d.ts", "js", "../config.py", "%2e%2e/config.py", "js/../sw.js", "nothing.js"]
)
def test_nothing_else_is_sent(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_the_worker_may_serve_every_address(client):
    for coding in (None, "gzip"):
        assert got(client, "/static/sw.js", coding).headers["Service-Worker-Allowed"] == "/"
    assert "Service-Worker-Allowed" not in got(client, "/static/js/main.js").headers


def test_the_one_answer_and_what_is_fetched_alone_are_all_the_worker_keeps(client):
    told = exported(client)
    head, whole = got(client, "/static/everything.txt").text.split("\n", 1)
    said, parts, units = json.loads(head), {}, whole.encode("utf-16-le")
    for address, kind, length in said["parts"]:
        parts[address], units = (kind, units[: 2 * length].decode("utf-16-le")), units[2 * length :]
    assert units == b""
    assert said["version"] == told["version"]
    made = {"/static/styles.css", "/static/law.json", *told["shells"]}
    assert {*parts, *told["alone"]} == made | {f"/static/{name_of(path)}" for path in kept_as_they_are()}
    assert not set(parts) & set(told["alone"])
    for address, (kind, content) in parts.items():
        single = got(client, address)
        assert single.status_code == 200, address
        assert single.headers["Content-Type"] == kind
        assert single.data == (b64decode(content) if kind == "image/png" else content.encode())
    for address, hashed in told["alone"].items():
        assert hashed == "sha256-" + b64encode(sha256(got(client, address).data).digest()).decode()


DESK = (
    "pages/elsewhere",
    "pages/officers",
    "pages/rota",
    "pages/reaching",
    "pages/figures",
    "pages/devices",
    "pages/rescue",
    "pages/holidays",
    "pages/audit",
    "pages/unserved",
    "pages/legal_desk",
    "pages/custody",
    "pages/bundle",
    "pages/evidence_letter",
    "pages/safeguarding",
    "pages/sealing",
    "pages/keeping",
    "pages/radio",
    "pages/control_room",
    "pages/court",
    "pages/live",
    "parts/desk",
    "parts/desk_form",
    "parts/taking",
    "parts/at_court",
    "parts/chart",
    "parts/by_directory",
    "parts/change_pin",
    "change_pin",
)
AT_A_DESK = {*(f"js/{name}.js" for name in DESK), "vendor/chart.js"}
IN_TRAINING = {f"js/{name}.js" for name in ("training", "lesson", "pages/lesson", "pages/trainer")}


def kept_as_they_are():
    """What stands in static/ for the app, but the worker itself, what styles.css is made of, three pictures, and what
    only a desk or a training installation needs."""
    kinds = {".js", ".svg", ".png", ".webmanifest"}
    files = [path for path in STATIC.rglob("*") if path.suffix in kinds and path.name != "sw.js"]
    left_out = re.compile(r"icons/icon-512|icons/.*maskable")
    apart = AT_A_DESK | IN_TRAINING
    return [path for path in files if not left_out.match(name_of(path)) and name_of(path) not in apart]


def test_every_picture_the_manifest_names_is_there(client):
    named = [f"/static/{icon['src']}" for icon in json.loads(got(client, "/static/manifest.webmanifest").text)["icons"]]
    assert len(named) == 5
    assert {one: client.get(one).status_code for one in named} == dict.fromkeys(named, 200)


IMPORTED = re.compile(r'from *"\./([^"]*)"')
TOGETHER = "vendor/together.js"


def test_what_the_worker_imports_is_one_file_fetched_alone(client):
    assert set(IMPORTED.findall(got(client, "/static/sw.js").text)) == {"assets.js", TOGETHER}
    assert f"/static/{TOGETHER}" in exported(client)["alone"]
    assert "import" not in got(client, f"/static/{TOGETHER}").text.replace("importKey", "")
    for name in ("js/db.js", "js/drain.js", "vendor/hpke.js"):
        assert re.fullmatch(r'export\*from"[./]*(vendor/)?together.js";\n', got(client, f"/static/{name}").text)
    assert len(got(client, "/static/js/start.js").data) < 1000  # whole: it waits for no other file
    assert IMPORTED.findall(got(client, "/static/js/start.js").text) == []


def test_where_one_of_the_workers_modules_changed_each_is_sent_by_itself(sqlite_force, client, tmp_path):
    static = sqlite_force.app().static_folder = shutil.copytree(STATIC, tmp_path / "static")
    changed = (STATIC / "js" / "db.js").read_bytes() + b"// changed\n"
    (static / "js" / "db.js").write_bytes(changed)
    assert got(client, "/static/js/db.js").data == changed
    assert got(client, "/static/js/drain.js").data == shortened(STATIC / "js" / "drain.js")
    imported = set(IMPORTED.findall(got(client, "/static/sw.js").text))
    assert imported == set(IMPORTED.findall((STATIC / "sw.js").read_text("utf-8"))) > {"assets.js"}
    alone = exported(client)["alone"]
    assert {f"/static/{one}" for one in imported - {"assets.js"}} <= set(alone)
    assert f"/static/{TOGETHER}" not in alone


def test_every_static_file_the_screens_name_is_there(client):
    for shell in exported(client)["shells"]:
        named = re.findall(r'(?:href|src)="(/static/[^"]+)"', got(client, shell).text)
        assert len(named) >= 4
        assert {one: client.get(one).status_code for one in named} == dict.fromkeys(named, 200)


def test_another_file_is_another_version(sqlite_force, client, tmp_path):
    sqlite_force.app().static_folder = shutil.copytree(STATIC, tmp_path / "static")
    before = exported(client)["version"]
    assert exported(client)["version"] == before
    (tmp_path / "static" / "js" / "added.js").write_text("export const added = true;\n")
    changed = exported(client)
    assert changed["version"] != before
    assert b"/static/js/added.js" in got(client, "/static/everything.txt").data.split(b"\n", 1)[0]


# --- Scripts and stylesheets, shortened --------------------------------------------------------------------


def shortened(path: Path) -> bytes:
    """What esbuild makes of one source, its output apart from all others."""
    esbuild = [ROOT / "node_modules" / ".bin" / "esbuild", "--minify", "--charset=utf8", "--log-level=error"]
    return subprocess.run([*esbuild, path], env=NODE, check=True, capture_output=True).stdout


@pytest.mark.parametrize("name", ["js/strip.js", "js/main.js", "js/pages/decision.js"])
def test_a_script_is_sent_shortened(client, name):
    source = (STATIC / name).read_bytes()
    sent = got(client, f"/static/{name}").data
    assert sent == shortened(STATIC / name)
    assert len(sent) < 0.8 * len(source)


def test_everything_of_ours_is_sent_shortened(client):
    whole = got(client, "/static/styles.css").data
    assert all(shortened(path) in whole for path in STYLES)
    assert len(SCRIPTS) > 40
    assert [path for path in SCRIPTS if b"/** @" in got(client, f"/static/{name_of(path)}").data] == []


def test_a_script_that_changed_since_is_sent_as_it_is(sqlite_force, client, tmp_path):
    static = shutil.copytree(STATIC, tmp_path / "static")
    sqlite_force.app().static_folder = static
    changed = (STATIC / "js" / "clocks.js").read_bytes() + b"// changed\n"
    (static / "js" / "clocks.js").write_bytes(changed)
    assert got(client, "/static/js/clocks.js").data == changed


# --- The vendored stylesheet -------------------------------------------------------------------------------

CLASS = re.compile(r"govuk-[a-z][\w-]*")


def test_the_stylesheet_has_every_class_the_screens_use(client):
    stylesheet = (STATIC / "vendor" / "govuk-frontend.css").read_text("utf-8")
    styled = {name for name in re.findall(r"\.(govuk-[\w-]+)", stylesheet)}
    whole = (ROOT / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css").read_text("utf-8")
    known = {name for name in re.findall(r"\.(govuk-[\w-]+)", whole)}
    used = set()
    for shell in exported(client)["shells"]:
        used |= set(CLASS.findall(got(client, shell).text))
    for path in [*(STATIC / "js").rglob("*.js"), *(ROOT / "templates").rglob("*.html")]:
        used |= set(CLASS.findall(path.read_text("utf-8")))
    assert len(used & styled) > 40
    assert used & (known - styled) == set()


def test_the_stylesheet_has_no_font_and_no_picture_of_gov_uk():
    stylesheet = (STATIC / "vendor" / "govuk-frontend.css").read_text("utf-8")
    assert "GDS Transport" not in stylesheet and "url(" not in stylesheet and "@font-face" not in stylesheet
    assert stylesheet.count("{") == stylesheet.count("}")
    assert "crown" not in stylesheet
