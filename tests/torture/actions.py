"""What is done on the phone, each with how likely it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect
from sqlalchemy import update

from field_app.demonstration.case import sections
from field_app.store.database import stamp, writing
from field_app.store.tables import sessions

from .judge import Saved
from .tab import REQUEST, SAVE, START

if TYPE_CHECKING:
    from .run import Run

MARKED = {
    "incident recorded": "dangers_account",
    "person described": "vulnerabilities",
    "relationship recorded": "evidence",
    "violence recorded": "account",
    "necessity recorded": "why",
    "risk assessed": "judgement",
    "views recorded": "said",
    "children's welfare recorded": "account",
    "other orders in force recorded": "checked",
    "conditions proposed": "grounds",
}
"""Where a mark stands by which an entry is known again; the premises are described once and for all."""

NEW_WORKER = """
async () => {
  const registration = await navigator.serviceWorker.getRegistration("/");
  for (let left = 600; !registration.waiting; left--) {
    if (!left) throw new Error("No new worker came.");
    if (!registration.installing) await registration.update();
    await new Promise((again) => setTimeout(again, 50));
  }
}
"""
"""The banner may stand there already, from a version that another tab let in. A worker that could not fetch all it
holds is gone again, and the browser tries later; here at once."""

IN_THE_QUEUE = 3
SIGNED_IN_MS = 60_000


@dataclass(frozen=True)
class Action:
    name: str
    weight: float
    do: Callable[[Run], None]


def start(run: Run) -> None:
    case, entry = run.tab.page.evaluate(START)
    run.told.cases[case] = {}
    run.told.saved.append(Saved(entry, case, "case started", ""))
    run.given[case] = sections(date.today())


def save(run: Run) -> None:
    case, place, facts = _something(run)
    _saved(run, case, place, facts, 1)


def save_the_same_again(run: Run) -> None:
    """Word for word what was saved last, from whatever tab."""
    case = run.random.choice([*run.told.cases])
    known = {place: facts for place, facts in run.told.cases[case].items() if run.given[case][place][0] in MARKED}
    if not known:
        return save(run)
    place = run.random.choice([*known])
    _saved(run, case, place, known[place], 1)


def save_the_same_twice_at_once(run: Run) -> None:
    case, place, facts = _something(run)
    _saved(run, case, place, facts, 2)


def kill_the_tab_while_saving(run: Run) -> None:
    case, place, facts = _something(run)
    kind = run.given[case][place][0]
    run.told.saved.append(Saved(None, case, kind, _mark(kind, facts)))
    run.tab.save_soon(case, kind, facts, run.random)
    run.kill_tab()


def kill_the_tab_while_sending(run: Run) -> None:
    save(run)
    time.sleep(run.random.uniform(0, 0.1))
    run.kill_tab()


def reload(run: Run) -> None:
    run.tab.page.reload()
    run.tab.unlock_if_locked()


def request(run: Run) -> None:
    """Signed. Of a case that is complete and not requested if there is one; else the server refuses it."""
    ready = [
        case
        for case, known in run.told.cases.items()
        if len(known) == len(run.given[case]) and case not in run.told.requested
    ]
    case = run.random.choice(ready or [*run.told.cases])
    run.told.requested.add(case)
    run.told.saved.append(Saved(run.tab.page.evaluate(REQUEST, case), case, "authority requested", ""))
    run.counted["signed"] += 1


def wait(run: Run) -> None:
    run.tab.page.wait_for_timeout(run.random.uniform(50, 1500))


def kill_the_server(run: Run) -> None:
    save(run)
    time.sleep(run.random.uniform(0, 0.1))
    run.server.kill()
    for _ in range(IN_THE_QUEUE):
        save(run)
    run.server.start()
    run.server.answers()


def update_the_app(run: Run) -> None:
    """Another version of the files, let in by its button while something waits to be sent."""
    run.proxy.dark = True
    for _ in range(IN_THE_QUEUE):
        save(run)
    run.proxy.new_version()
    page = run.tab.page
    page.evaluate(NEW_WORKER)
    expect(page.get_by_role("button", name="Update now")).to_be_visible()
    with page.expect_navigation():
        run.tab.press("Update now")
    run.proxy.dark = False
    run.tab.unlock_if_locked()
    expect(page.locator("#update-banner")).to_be_hidden()


def end_the_session(run: Run) -> None:
    """The server forgets the session while the officer records on; they sign in again, with all that still here."""
    with writing(run.server.installation.engine) as connection:
        connection.execute(
            update(sessions).where(sessions.c.officer == run.officer).values(revoked_at=stamp(datetime.now(UTC)))
        )
    for _ in range(IN_THE_QUEUE):
        save(run)
    run.proxy.clear = True
    run.tab.strip_says("Sign in again to send")
    run.tab.bring(run.passkey)
    run.tab.page.locator("#status-sign-in").tap()
    run.tab.sees_heading("Sign in")
    run.proxy.only_sending, run.proxy.clear = True, False
    # A tab whose files another tab has renewed loads the whole screen, which takes a press only once it has started.
    run.tab.is_started()
    run.tab.press("Sign in with your passkey")
    # It waits for whoever sends, and that one may be waiting for an answer.
    expect(run.tab.page.locator("main[data-page=home]")).to_be_attached(timeout=SIGNED_IN_MS)
    run.tab.unlock_if_locked()
    run.proxy.only_sending = False


ACTIONS = (
    Action("save a section", 100, save),
    Action("save the same again", 20, save_the_same_again),
    Action("save the same twice at once", 8, save_the_same_twice_at_once),
    Action("start a case", 4, start),
    Action("sign a request", 5, request),
    Action("kill the tab while saving", 4, kill_the_tab_while_saving),
    Action("kill the tab while sending", 3, kill_the_tab_while_sending),
    Action("reload", 2, reload),
    Action("wait", 10, wait),
    Action("kill -9 the server", 1.2, kill_the_server),
    Action("update the app", 1.2, update_the_app),
    Action("end the session", 1.2, end_the_session),
)


def _something(run: Run) -> tuple[str, int, dict[str, Any]]:
    """A section of a case that nobody recorded yet, or a change of one, with a mark of its own."""
    case = run.random.choice([*run.told.cases])
    given, known = run.given[case], run.told.cases[case]
    new = [place for place in range(len(given)) if place not in known]
    changeable = [place for place, (kind, _) in enumerate(given) if kind in MARKED]
    place = run.random.choice(new or changeable)
    kind, facts = given[place]
    marks = {MARKED[kind]: f"Mark {len(run.told.saved)}-{run.random.getrandbits(40):010x}"} if kind in MARKED else {}
    return case, place, {**facts, **marks}


def _saved(run: Run, case: str, place: int, facts: dict[str, Any], times: int) -> None:
    kind = run.given[case][place][0]
    for entry in run.tab.page.evaluate(SAVE, [case, kind, facts, times]):
        run.told.saved.append(Saved(entry, case, kind, _mark(kind, facts)))
    run.told.cases[case][place] = facts


def _mark(kind: str, facts: dict[str, Any]) -> str:
    return str(facts[MARKED[kind]]) if kind in MARKED else ""
