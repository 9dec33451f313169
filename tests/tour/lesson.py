"""The pictures of a training installation: a trainee's strip, and a lesson as the trainer sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from config import Settings
from field_app import demonstration
from field_app.demonstration.case import play
from field_app.demonstration.officer import SoftwareOfficer
from field_app.store.database import reading
from tests.browser import scene
from tests.browser.conftest import Served
from tests.browser.phone import Phone
from tests.chaos.server import free_port

from .walk import DESK, save


def take(browser: Browser, folder: Path, pictures: Path) -> None:
    """Play a lesson as far as service, and take both."""
    port, now = free_port(), datetime.now(UTC)
    settings = Settings(f"sqlite:///{folder / 'training.sqlite'}", f"http://localhost:{port}", {}, None, True, ())
    installation = demonstration.load(settings)
    began = now - timedelta(hours=4)
    demonstration.begin_again(installation, "system", began)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    ids = {one.name: one.id for one in office.officers.values()}
    names = {"constable": "PC Alex Sample", "trainer": "Kit Nobody, administrator"}
    roles = {role: ids[name] for role, name in names.items()}
    constable, superintendent = (
        SoftwareOfficer(installation, ids[name], began) for name in ("PC Bobbie Template", "Supt Frankie Invented")
    )
    play(constable, superintendent, now - timedelta(hours=3, minutes=15))
    served = Served(settings, installation, constable, roles, port)
    served.start()
    try:
        trainer = Phone.new(browser, served.origin)
        trainer.enrol(served.link("trainer"))
        trainer.page.set_viewport_size(DESK)
        trainer.follow("Trainer")
        trainer.sees("12 of 15 steps done")
        trainer.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 60); }")
        save(trainer.page.screenshot(), pictures / "trainer.webp")
        trainee = Phone.new(browser, served.origin, device_scale_factor=2)
        trainee.enrol(served.link("constable"))
        trainee.press("Start a case")
        scene.incident(trainee)
        scene.save(trainee, "People")
        trainee.strip_says("Everything sent")
        trainee.sees("The respondent is Morgan Madeup")
        trainee.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
        save(trainee.page.screenshot(), pictures / "lesson.webp")
    finally:
        served.stop()
        installation.engine.dispose()
