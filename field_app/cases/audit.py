"""What an auditor should ask about: looking that the work does not explain (domain.md section 6, *Misuse*)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .matching import name_parts
from .office import Officer

REPEATED = 3
"""So many times one officer comes back to a case they recorded nothing on, or to one name."""

BULK, BULK_WITHIN = 30, timedelta(hours=1)
"""So many look-ups, or different cases read, in that time."""

BY_ITSELF = frozenset({"changes", "cases", "snapshot", "told otherwise"})
"""What a phone asks for without anybody's touching it: it tells nothing of what its officer wanted to see."""


LOOK_UPS = frozenset({"look-up", "look-up offline"})
"""What an officer asked by, of the server or of what their phone held."""


GIVEN_LATER = "reason given"
"""The action under which it is on record why somebody looked, where they said so only later."""


OTHER_HASH = "told otherwise"
"""The action by which a phone says that it was told another hash of an entry than the log has now."""


SOUGHT_ONESELF = "look-up of oneself kept back"
"""The action under which it is on record that the respondent of a sealed case looked for it, and was shown nothing."""

KEPT_BACK = "look-up kept back"
"""The same of somebody else whom a sealed case is kept from: the respondent's team, an administrator."""


@dataclass(frozen=True)
class Looked:
    """One access record. `name` is who was looked up, `reason` why, where it was a look-up that said so, then or later.

    `unexplained`: it was a look-up that is to be given a reason, and has none.
    """

    at: datetime
    officer: str
    action: str
    case: str | None = None
    name: str | None = None
    reason: str | None = None
    unexplained: bool = False


@dataclass(frozen=True)
class Alert:
    """What stands out: `why` (a key of `WHY`), whose looking, how often, when last; at whom or which case."""

    why: str
    officer: str
    times: int
    last_at: datetime
    name: str | None = None
    case: str | None = None


WHY = {
    SOUGHT_ONESELF: "Is the respondent of a sealed case, and looked for it: shown nothing",
    OTHER_HASH: "Their phone was told this case otherwise before: run log verify",
    "oneself": "Looked up their own name",
    "colleague": "Looked up a colleague's name",
    "same surname": "Looked up somebody of their own surname",
    "repeated look-ups": f"Looked up the same name {REPEATED} times or more without a reason",
    "no reason": "Looked up without an open incident, and gave no reason in the force's hours",
    "repeated views": f"Read or found the same case {REPEATED} times or more, and recorded nothing on it",
    "not theirs": "Asked for a case they may not read",
    "bulk reading": f"{BULK} look-ups or different cases or more within an hour",
}


def alerts(
    looked: Collection[Looked],
    officers: Mapping[str, Officer],
    on_case: Callable[[str], Collection[str]],
    explained_by: datetime,
) -> list[Alert]:
    """What stands out among these records, last first. `on_case`: who recorded on a case. `explained_by`: what was
    looked up before this should have its reason by now.
    """
    found = [
        *(
            Alert(one.action, one.officer, 1, one.at, case=one.case)
            for one in looked
            if one.action in (OTHER_HASH, SOUGHT_ONESELF)
        ),
        *_by_name(looked, officers),
        *_repeated_look_ups(looked),
        *_unexplained(looked, explained_by),
        *_repeated_views(looked, on_case),
        *_not_theirs(looked),
        *_bulk(looked),
    ]
    return sorted(found, key=lambda one: one.last_at, reverse=True)


def _by_name(looked: Iterable[Looked], officers: Mapping[str, Officer]) -> Iterator[Alert]:
    names = {one.id: set(own_parts(one.name)) for one in officers.values()}
    groups = defaultdict(list)
    for one in looked:
        parts = name_parts(one.name or "")
        if not parts or one.officer not in officers:
            continue
        if why := _whose(parts, one.officer, names, own_parts(officers[one.officer].name)):
            groups[why, one.officer, " ".join(parts)].append(one)
    for (why, officer, _), those in groups.items():
        yield Alert(why, officer, len(those), those[-1].at, those[-1].name)


def _whose(parts: list[str], officer: str, names: Mapping[str, set[str]], own: list[str]) -> str | None:
    whole = len(parts) > 1  # one name alone is nobody's in particular
    if whole and set(parts) <= names[officer]:
        return "oneself"
    if whole and any(set(parts) <= other for other in names.values()):
        return "colleague"
    return "same surname" if own and parts[-1] == own[-1] else None


def own_parts(name: str) -> list[str]:
    """An officer's name without what follows a comma: "Harper Imaginary, solicitor"."""
    return name_parts(name.partition(",")[0])


def _repeated_look_ups(looked: Iterable[Looked]) -> Iterator[Alert]:
    groups = defaultdict(list)
    for one in looked:
        if one.action in LOOK_UPS and one.name and not one.reason:
            groups[one.officer, " ".join(name_parts(one.name))].append(one)
    for (officer, _), those in groups.items():
        if len(those) >= REPEATED:
            yield Alert("repeated look-ups", officer, len(those), those[-1].at, those[-1].name)


def _unexplained(looked: Iterable[Looked], explained_by: datetime) -> Iterator[Alert]:
    groups = defaultdict(list)
    for one in looked:
        if one.unexplained and one.at < explained_by:
            groups[one.officer].append(one)
    for officer, those in groups.items():
        yield Alert("no reason", officer, len(those), those[-1].at, those[-1].name)


def _repeated_views(looked: Iterable[Looked], on_case: Callable[[str], Collection[str]]) -> Iterator[Alert]:
    for (officer, case), those in _of_cases(looked).items():
        views = [one for one in those if not one.action.endswith((" refused", " kept back"))]
        if len(views) >= REPEATED and officer not in on_case(case):
            yield Alert("repeated views", officer, len(views), views[-1].at, case=case)


def _not_theirs(looked: Iterable[Looked]) -> Iterator[Alert]:
    for (officer, case), those in _of_cases(looked).items():
        if refused := [one for one in those if one.action.endswith(" refused")]:
            yield Alert("not theirs", officer, len(refused), refused[-1].at, case=case)


def _of_cases(looked: Iterable[Looked]) -> dict[tuple[str, str], list[Looked]]:
    groups = defaultdict(list)
    for one in looked:
        if one.case and one.action not in BY_ITSELF:
            groups[one.officer, one.case].append(one)
    return groups


def _bulk(looked: Iterable[Looked]) -> Iterator[Alert]:
    """The fullest hour of each officer's, by look-ups and by different cases, where it is full enough."""
    groups = defaultdict(list)
    for one in looked:
        if one.action not in BY_ITSELF and (one.case or one.action in LOOK_UPS):
            groups[one.officer].append(one)
    for officer, those in groups.items():
        most, last = 0, those[-1].at
        start = 0
        for end, one in enumerate(those):
            while one.at - those[start].at > BULK_WITHIN:
                start += 1
            within = those[start : end + 1]
            if len(within) < BULK or len(within) <= most:
                continue
            count = max(sum(a.action in LOOK_UPS for a in within), len({a.case for a in within if a.case}))
            if count > most:
                most, last = count, one.at
        if most >= BULK:
            yield Alert("bulk reading", officer, most, last)
