"""How long the notice takes to render once the worker is warm, and a whole court bundle in a process of its own."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image

from field_app.actions.bundle import bind
from field_app.actions.documents import _certified
from field_app.actions.exhibits import Exhibit
from field_app.adapters import pictures
from field_app.adapters.pdf import render
from field_app.cases.bundle import Choice, compose
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office
from field_app.law.notice import compose as compose_notice
from field_app.law.notice import short_hash, text_hash
from field_app.parse import Read, parse

VECTORS = Path(__file__).parent.parent / "tests" / "vectors" / "notices.json"
CASES = VECTORS.with_name("cases.json")
TIMES = 15
PHOTOGRAPHS = 20


def documents_notice_ms() -> dict[str, Any]:
    """The whole notice as P is handed it: text, explanation, help, QR, tagged. CPU of this process alone runs it."""
    from weasyprint import HTML

    told = json.loads(VECTORS.read_text("utf-8"))
    view = told["view"]
    lines = compose_notice(view, told["authorising"], told["force"])
    values = {
        "lines": lines,
        "reference": view["reference"],
        "short_hash": short_hash(text_hash(lines)),
        "force": told["force"]["name"],
        "marks": [],
        "look_up": f"https://field.example/look-up#{view['reference']}",
    }
    bare = "".join(f"<p>{escape(line)}</p>" for line in lines)
    ours, baseline = _median_ms(
        lambda: render("notice/notice.html", values),
        lambda: HTML(string=f"<!doctype html><title>Bare</title>{bare}").write_pdf(),
    )
    return {
        "value": round(ours, 1),
        "unit": "ms",
        "baseline": "WeasyPrint, the bare text without tags, explanation or QR",
        "baseline_value": round(baseline, 1),
        "ratio": round(ours / baseline, 2),
        "better": "lower",
    }


def documents_bundle() -> dict[str, Any]:
    """A bundle of fourteen parts and 20 photographs of 12 megapixels, in a process that has done nothing before.

    Its highest memory stands in `name`'s row as `megabytes`; both are to stay under 5 s and 400 MB.
    """
    code = "from bench.documents import bundle_in_this_process as run; run()"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    seconds, cpu, drawing, megabytes, pages = map(float, told.split())
    return {
        "value": round(seconds, 2),
        "unit": "s",
        "cpu_s": round(cpu, 2),
        "megabytes": round(megabytes),
        "pages": int(pages),
        "baseline": "the 20 photographs drawn anew, and nothing else",
        "baseline_value": round(drawing, 2),
        "ratio": round(seconds / drawing, 2),
        "better": "lower",
    }


def bundle_in_this_process(keep: Path | None = None) -> None:
    """Make the bundle; prints its seconds, its CPU seconds, those for drawing alone, the highest MB, and its pages."""
    case = _case()
    photographs = [_photograph(at) for at in range(PHOTOGRAPHS)]
    render("notice/notice.html", {"lines": ["# Warm"], "reference": "", "short_hash": "", "force": "", "marks": [],
                                  "look_up": "https://field.example"})  # fmt: skip
    office = Office(force="Sampleshire Police")
    bundle = compose(case, office, Choice(frozenset(one.entry.facts.sha256 for one in case.evidence)))
    began, cpu = time.perf_counter(), time.process_time()
    shown = [Exhibit(one, pictures.preview(body), True) for one, body in zip(bundle.exhibits, photographs, strict=True)]
    drawing = time.perf_counter() - began
    certified = partial(_certified, SimpleNamespace(training=False), office, case)
    shared = {"reference": case.reference, "force": office.force, "marks": []}
    made = bind(case, office, bundle, shown, certified, shared, "Monday", lambda _name, _count: ())
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if keep:
        keep.write_bytes(made.body)
    print(seconds, cpu, drawing, megabytes, made.pages)


def _case() -> Case:
    """A served case of the vectors, its words as long as they come, and 20 photographs attached."""
    told = next(one for one in json.loads(CASES.read_text("utf-8")) if one["name"] == "served")
    bodies = [json.loads(one["body"]) for one in told["entries"]]
    lines = "\n".join(f"{number}. On day {number} an invented neighbour heard glass break." for number in range(1, 41))
    for one in bodies:
        facts = one["facts"]
        if one["kind"] == "violence recorded":
            facts["account"] = lines
        elif one["kind"] == "person described" and facts["role"] == "respondent":
            facts["given_names"] = "محمد طارق 伟 Ann"
            facts["family_name"] = "W" * 80
    first = next(one for one in bodies if one["kind"] == "case started")
    for at in range(PHOTOGRAPHS):
        facts = {
            "sha256": f"{at:064x}",
            "size": 1,
            "media_type": "image/jpeg",
            "shows": f"Photograph {at}.",
            "by": None,
        }
        facts = {**facts, "taken_at": None, "taken_where": None, "intimate": None}
        entry = {"kind": "evidence attached", "version": 1, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, str(at)))}
        made_at = f"{first['made_at'][:17]}{at:02}{first['made_at'][19:]}"
        bodies.append({**first, **entry, "made_at": made_at, "facts": facts})
    held = []
    for position, one in enumerate(bodies, 1):
        read = parse(json.dumps(one))
        if not isinstance(read, Read):
            raise ValueError(read.reasons)
        held.append(Held(read.entry, read.sha256, position, read.entry.made_at))
    return Case.from_log(first["case"], held)


def _photograph(at: int) -> bytes:
    """A photograph of 12 megapixels, upright or not."""
    size = (4000, 3000) if at % 2 else (3000, 4000)
    made = BytesIO()
    Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size).convert("RGB").save(made, "JPEG", quality=85)
    return made.getvalue()


def _median_ms(*runs: Callable[[], object]) -> list[float]:
    """The median of each, in turn after one another, after one that is not counted."""
    took: list[list[float]] = [[] for _ in runs]
    for counted in range(TIMES + 1):
        for each, run in zip(took, runs, strict=True):
            began = time.perf_counter()
            run()
            if counted:
                each.append((time.perf_counter() - began) * 1000)
    return [statistics.median(each) for each in took]
