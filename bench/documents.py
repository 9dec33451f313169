"""How long the notice takes to render once the worker is warm, against WeasyPrint on a page with the bare text."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from field_app.adapters.pdf import render
from field_app.law.notice import compose, short_hash, text_hash

VECTORS = Path(__file__).parent.parent / "tests" / "vectors" / "notices.json"
TIMES = 15


def documents_notice_ms() -> dict[str, Any]:
    """The whole notice as P is handed it: text, explanation, help, QR, tagged. CPU of this process alone runs it."""
    from weasyprint import HTML

    told = json.loads(VECTORS.read_text("utf-8"))
    view = told["view"]
    lines = compose(view, told["authorising"], told["force"])
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
