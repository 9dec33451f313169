"""`make bench [ONLY=name]`: run the benchmarks whose result name contains ONLY; keep the other rows as they are."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bench import (
    checking,
    deadlines,
    deciding,
    desk,
    documents,
    draining,
    entries,
    figures,
    first_visit,
    importing,
    live,
    lookup,
    memory,
    offline,
    polling,
    pushing,
    recording,
    starting,
    verifying,
)

RESULTS = Path(__file__).parent / "results.json"

BENCHMARKS = {
    "deadlines_per_second": deadlines.deadlines_per_second,
    "documents_bundle": documents.documents_bundle,
    "documents_notice_ms": documents.documents_notice_ms,
    "case_check_ms": checking.case_check,
    "documents_desk": desk.documents_desk,
    "drain_200_entries_20_photographs": draining.drain_200_entries_20_photographs,
    "entries accepted per second": entries.run,
    "first_visit_bytes": first_visit.first_visit_bytes,
    "first_visit_script_time_4x": first_visit.script_time,
    "reload_to_first_key_4x": recording.reload_to_first_key,
    "save_section_95th_percentile": recording.save_section,
    "worker_memory_under_load": memory.worker_memory,
    "orders_import": importing.orders_import,
    "unlock_to_usable": starting.unlock_to_usable,
    "start_with_50_cases": starting.start_with_50_cases,
    "decision_screen": deciding.decision_screen,
    "decision_screen_synced": deciding.decision_screen_synced,
    "log_verify_entries": verifying.log_verify_entries,
    "attachments_hashed": verifying.attachments_hashed,
    "idle_phones_polled": polling.idle_phones_polled,
    "push_50ms": pushing.push_50ms,
    "push_0ms": pushing.push_0ms,
    "push_accepted": pushing.push_accepted,
    "live_view": live.live_view,
    "figures_10000_cases": figures.figures_10000_cases,
    **({"figures_million": figures.figures_million} if os.environ.get("BENCH") == "full" else {}),
    **lookup.ROWS,
    **offline.ROWS,
}


def main(only: str) -> int:
    """Run, print and keep; 1 where no name fits."""
    chosen = {name: run for name, run in BENCHMARKS.items() if only in name}
    if not chosen:
        print(f"No benchmark's name contains {only!r}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 1
    rows = {row["name"]: row for row in json.loads(RESULTS.read_text())} if RESULTS.exists() else {}
    for name, run in chosen.items():
        print(f"{name} …", flush=True)
        rows[name] = {"name": name, **run()}
        print("  {value} {unit}; {baseline}: {baseline_value}; ratio {ratio}".format(**rows[name]))
    RESULTS.write_text(json.dumps(list(rows.values()), indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
