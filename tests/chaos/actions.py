"""What can happen: each action with how likely it is in which state of things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .sections import SCREENS, Screen
from .world import World

MOST_CASES = 2
DURING_S = 0.1
"""An entry is on disk about a twentieth of a second after the press: kills are spread around that."""


@dataclass(frozen=True)
class Action:
    """`weight` is 0 where it cannot happen; `counts` is what the summary adds it to."""

    name: str
    weight: Callable[[World], float]
    do: Callable[[World], None]
    counts: str | None = None


def start_case(world: World) -> None:
    phone = world.phone
    if not phone.page.locator("main[data-page=home]").count():
        phone.follow("Cases")
        phone.sees_heading("Cases")
    phone.press("Start a case")
    phone.sees_heading("Incident")
    world.told.cases.append(world.case_shown())
    world.counted["entries saved"] += 1


def chosen(world: World, most: int = 2) -> tuple[str, Screen]:
    """A screen of a case, with something new typed on it, in so many of its sections at most."""
    case, screen = world.random.choice(world.told.cases), world.random.choice(SCREENS)
    few = world.random.sample(screen.sections, world.random.randint(1, min(most, len(screen.sections))))
    world.note(f"{', '.join(section.key for section in few)} of case {world.told.cases.index(case) + 1}")
    world.go_to(case, screen)
    for section in few:
        world.type(case, section)
    return case, screen


def type_a_draft(world: World) -> None:
    chosen(world)


def type_a_draft_as_the_browser_dies(world: World) -> None:
    """In the very moment in which the screen says that it is kept."""
    aimed = world.browser.processes()
    chosen(world, most=1)
    world.browser.kill(aimed)


def save(world: World) -> None:
    case, screen = chosen(world)
    world.phone.press("Save and go on")
    world.went_on(case, screen)


def save_as_the_server_dies(world: World) -> None:
    case, screen = chosen(world)
    world.press_soon(DURING_S)
    world.server.kill()
    world.went_on(case, screen)


def save_as_the_signal_goes(world: World) -> None:
    case, screen = chosen(world)
    world.press_soon(DURING_S)
    go_offline(world)
    world.went_on(case, screen)


def save_as_the_browser_dies(world: World) -> None:
    case, screen = chosen(world)
    aimed = world.browser.processes()
    world.press_soon(DURING_S)
    world.browser.kill(aimed)
    for section in screen.sections:
        if (case, section.key) in world.told.drafts:
            world.told.cut_short((case, section.key), section.kind)


def lock(world: World) -> None:
    world.phone.press("Lock")
    world.is_locked()


def reload(world: World) -> None:
    world.phone.page.reload()
    world.is_locked()


def close_the_page(world: World) -> None:
    world.phone.open_anew()
    world.is_locked()


def crash_the_page(world: World) -> None:
    world.phone.crash()
    world.is_locked()


def go_offline(world: World) -> None:
    world.offline = True
    world.phone.offline()


def drain(world: World) -> None:
    world.go_online()
    world.everything_leaves(held=False)


def at_work(world: World) -> bool:
    return world.on and not world.locked and bool(world.told.cases)


def may_end(world: World) -> bool:
    """Whether a page or the browser may be closed or killed, and opened again."""
    return world.on and not world.prf


def reachable(world: World) -> bool:
    return world.on and world.server.running


ACTIONS = (
    Action(
        "start a case",
        lambda w: w.on and not w.locked and len(w.told.cases) < MOST_CASES and (2 if w.told.cases else 1000),
        start_case,
    ),
    Action("save", lambda w: at_work(w) and 12, save),
    Action("type a draft of", lambda w: at_work(w) and 4, type_a_draft),
    Action(
        "kill the browser at a draft of",
        lambda w: at_work(w) and may_end(w) and 2,
        type_a_draft_as_the_browser_dies,
        "browser kills",
    ),
    Action(
        "kill the browser while saving",
        lambda w: at_work(w) and may_end(w) and 3,
        save_as_the_browser_dies,
        "browser kills",
    ),
    Action(
        "kill -9 the server while saving",
        lambda w: at_work(w) and w.server.running and not w.offline and 3,
        save_as_the_server_dies,
        "server kills",
    ),
    Action("lose the signal while saving", lambda w: at_work(w) and not w.offline and 2, save_as_the_signal_goes),
    Action("lock", lambda w: w.on and not w.locked and 1, lock),
    Action("unlock", lambda w: w.on and w.locked and 20, World.unlock),
    Action("reload", lambda w: w.on and 1, reload),
    Action("close the page and open it again", lambda w: may_end(w) and 1, close_the_page),
    Action("crash the page", lambda w: may_end(w) and 1, crash_the_page),
    Action("close the browser", lambda w: may_end(w) and 1, lambda w: w.browser.close()),
    Action("kill the browser", lambda w: may_end(w) and 2, lambda w: w.browser.kill(), "browser kills"),
    Action("start the browser", lambda w: not w.on and 12, World.switch_on),
    Action("go offline", lambda w: w.on and not w.offline and 2, go_offline),
    Action("go online", lambda w: w.on and w.offline and 4, World.go_online),
    Action("kill -9 the server", lambda w: w.server.running and 1, lambda w: w.server.kill(), "server kills"),
    Action("start the server", lambda w: not w.server.running and 5, lambda w: w.server.start(), "server restarts"),
    Action("drain", lambda w: reachable(w) and 2, drain),
)
