"""`python -m tests.tour`: plays the tour's case, and writes docs/tour.md and its pictures once all of it was seen."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from config import SECRETS, Settings
from field_app.demonstration.force import found
from field_app.opening import installation_with, new_secret
from field_app.store import demonstration
from field_app.store.database import connect, migrate
from tests.browser.conftest import ARGUMENTS, Served
from tests.chaos.server import free_port
from tests.conftest import ROLES

from .lesson import take
from .page import PAGE, PICTURES, overview, page
from .walk import Walk

MOST_BYTES = 1_500_000


def main() -> int:
    chromium = os.environ.get("CHROMIUM", "")
    if not Path(chromium).is_file():
        raise SystemExit(f"CHROMIUM ({chromium!r}) does not name a Chromium; `make tour` installs one and sets it.")
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory(prefix="field-tour-") as name, sync_playwright() as playwright:
        taken = Path(name) / "pictures"
        taken.mkdir()
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with _served(Path(name)) as served:
            Walk(browser, served, taken).go()
        take(browser, Path(name), taken)
        browser.close()
        overview(taken)
        size = sum(one.stat().st_size for one in taken.iterdir())
        if size > MOST_BYTES:
            raise SystemExit(f"The pictures are {size:,} bytes together; {MOST_BYTES:,} are the most.")
        shutil.rmtree(PICTURES, ignore_errors=True)
        shutil.copytree(taken, PICTURES)
    PAGE.write_text(page(), "utf-8")
    print(f"{PAGE.name}: {len(list(PICTURES.iterdir()))} pictures, {size:,} bytes")
    return 0


@contextmanager
def _served(folder: Path) -> Iterator[Served]:
    """The demonstration force before its first case, on its origin."""
    port = free_port()
    settings = Settings(f"sqlite:///{folder / 'field.sqlite'}", f"http://localhost:{port}", {}, None, False, ())
    engine = connect(settings.database_url)
    migrate(engine)
    secrets = {one: new_secret() for one in SECRETS}
    demonstration.keep_keys(engine, secrets)
    installation = installation_with(engine, settings, secrets, demonstration=True)
    administrator, officers = found(installation, settings.origin, datetime.now(UTC), demonstration=True)
    served = Served(settings, installation, administrator, dict(zip(ROLES, officers, strict=True)), port)
    served.start()
    try:
        yield served
    finally:
        served.stop()
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
