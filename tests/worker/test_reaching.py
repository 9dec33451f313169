"""A request is put to one officer after the other until one has claimed it, and every step is on record."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from field_app import worker as working
from field_app.actions import Sent, ServerClock, push_was, reaching, read_log, request_was_opened, verify_logs
from field_app.cases.case import Case
from field_app.cases.force import Contact, Escalation
from field_app.cases.reaching import Reached, reached
from field_app.cases.server_clock import Doubt
from field_app.demonstration.case import authorise, capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with
from field_app.store import devices, jobs, log
from field_app.store.database import connect, reading, writing
from field_app.worker import Worker
from tests.conftest import KEYS, ORIGIN
from tests.push_service import Answer

AFTER = timedelta(minutes=5)


def case_of(desk, case_id: str) -> Case:
    installation = desk.force.installation
    with reading(installation.engine) as connection:
        return installation.case(connection, case_id, log.head(connection, case_id))


def stands(desk, case_id: str) -> Reached:
    return reached(case_of(desk, case_id))


def asked(desk, case_id: str) -> list[str]:
    """The roles of those it was put to, in order; "nobody" where none was left."""
    roles = {officer.id: role for role, officer in desk.force.officers.items()}
    return [roles.get(one.officer, one.role) for one in stands(desk, case_id).steps]


def claim(officer: SoftwareOfficer, case_id: str, request, now: datetime, minutes: int = 15):
    return officer.write("request claimed", case_id, {"minutes": minutes}, now, relies_on=[request])


def shift(desk, whose: str, starts: datetime, ends: datetime, **changed):
    facts = {
        "shift": str(uuid.uuid4()),
        "officer": desk.force.officers[whose].id,
        "role": "authorising officer",
        "district": None,
        "order": 1,
        "starts_at": starts.isoformat(timespec="seconds"),
        "ends_at": ends.isoformat(timespec="seconds"),
        "covers": None,
        **changed,
    }
    return desk.in_office("administrator", "shift recorded", facts)


def test_unanswered_it_goes_to_the_next_then_to_the_duty_inspector_then_to_nobody(desk):
    now = desk.force.now
    shift(desk, "inspector", now, now + timedelta(hours=8), role="duty inspector")
    case_id, _ = desk.force.requested()
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    desk.force.later(seconds=AFTER.total_seconds() - 1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"], "a second too soon"
    for wanted in (
        ["superintendent", "other_superintendent"],
        ["superintendent", "other_superintendent", "inspector"],
        ["superintendent", "other_superintendent", "inspector", "nobody"],
        ["superintendent", "other_superintendent", "inspector", "nobody"],  # said once
    ):
        desk.force.later(seconds=AFTER.total_seconds() + 1)
        desk.work()
        assert asked(desk, case_id) == wanted
    assert [one.role for one in stands(desk, case_id).steps][2:] == ["duty inspector", "nobody"]
    assert verify_logs(desk.force.installation).failure is None


def test_once_the_request_is_withdrawn_nobody_else_is_asked_and_nobody_can_decide_it(desk):
    case_id, request = desk.force.requested()
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    constable, superintendent = desk.force.constable, desk.force.superintendent
    superintendent.record([claim(superintendent, case_id, request, desk.force.now)], desk.force.now)
    back = constable.write("request withdrawn", case_id, {"reasons": "Charged."}, desk.force.now, relies_on=[request])
    constable.record([back], desk.force.now)
    desk.subscribe("superintendent")
    told = len(desk.service.received)
    for _ in range(3):
        desk.force.later(minutes=20)
        desk.work()
    every = [one.entry.facts.role for one in case_of(desk, case_id).held if one.entry.kind == "request escalated"]
    assert every == ["authorising officer"]
    assert len(desk.service.received) == told + 1, "who had claimed it is told, once"


def test_the_force_says_how_many_minutes_each_has(desk):
    desk.says(escalation=Escalation(authority=(2, 9)))
    shift(desk, "inspector", desk.force.now, desk.force.now + timedelta(hours=8), role="duty inspector")
    case_id, _ = desk.force.requested()
    desk.work()
    for minutes, wanted in ((2, 2), (6, 2), (1, 3), (6, 3), (1, 4)):
        desk.force.later(minutes=minutes)
        desk.work()
        assert len(asked(desk, case_id)) == wanted


def test_whoever_comes_on_call_after_nobody_was_left_is_asked(desk):
    for role in ("superintendent", "other_superintendent"):
        desk.off_call(role)
    case_id, _ = desk.force.requested()
    desk.work()
    assert asked(desk, case_id) == ["nobody"]
    shift(desk, "other_superintendent", desk.force.now, desk.force.now + timedelta(hours=8))
    desk.force.later(seconds=AFTER.total_seconds() + 1)
    desk.work()
    assert asked(desk, case_id) == ["nobody", "other_superintendent"]


def test_no_one_on_call_is_said_to_the_requesting_phone_with_the_number_to_ring(desk):
    for role in ("superintendent", "other_superintendent"):
        desk.off_call(role)
    desk.says(contacts=(Contact("control room", "Control room", "01632 960100"),))
    desk.subscribe("constable")
    case_id, _ = desk.force.requested()
    desk.work()
    (step,) = stands(desk, case_id).steps
    assert (step.officer, step.role, step.telephone) == (None, "nobody", "01632 960100")
    assert len(desk.service.received) == 1


def test_a_claim_stops_it_and_its_end_has_the_next_asked(desk):
    case_id, request = desk.force.requested()
    desk.work()
    claimed = claim(desk.force.superintendent, case_id, request, desk.force.later(minutes=2))
    desk.force.superintendent.record([claimed], desk.force.now)
    desk.force.later(minutes=14, seconds=59)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    desk.force.later(seconds=2)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]


def test_a_claim_let_go_has_the_next_asked_at_once_and_once(desk):
    case_id, request = desk.force.requested()
    desk.work()
    superintendent = desk.force.superintendent
    claimed = claim(superintendent, case_id, request, desk.force.later(minutes=1))
    superintendent.record([claimed], desk.force.now)
    released = superintendent.write(
        "claim released", case_id, {"reason": None}, desk.force.later(minutes=1), relies_on=[claimed]
    )
    superintendent.record([released], desk.force.now)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]
    desk.force.later(minutes=4, seconds=30)  # the first asking's own five minutes are over: its job comes to nothing
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]


def test_a_request_that_is_decided_wakes_nobody_more(desk):
    case_id, request = desk.force.requested()
    desk.work()
    decision = authorise(desk.force.superintendent, case_id, request, desk.force.later(minutes=1))
    desk.force.superintendent.record([decision], desk.force.now)
    desk.force.later(hours=1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    assert [one for kind in ("ask next", "escalate") for one in desk.jobs(kind) if not one["done_at"]] == []


def test_a_request_made_anew_begins_again_and_the_one_before_it_ends(desk):
    case_id, request = desk.force.requested()
    desk.work()
    constable = desk.force.constable
    rows = read_log(desk.force.installation, constable.id, case_id, desk.force.now) or []
    kept = {json.loads(row["body"])["id"]: Sent(row["body"], row["signature"]) for row in rows}
    (risk,) = [json.loads(one.body) for one in kept.values() if '"kind":"risk assessed"' in one.body]
    anew = constable.write("risk assessed", case_id, risk["facts"], desk.force.later(minutes=1), replaces=[risk["id"]])
    relied = {one.id for one in case_of(desk, case_id).request.entry.relies_on} - {risk["id"]}
    relies_on = [*(kept[one] for one in relied), anew]
    again = constable.write(
        "authority requested",
        case_id,
        {"note": None},
        desk.force.now,
        replaces=[json.loads(request.body)["id"]],
        relies_on=relies_on,
    )
    constable.record([anew, again], desk.force.now)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"], "of the new one"
    desk.force.later(seconds=AFTER.total_seconds() + 1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]
    kinds = [one.entry.kind for one in case_of(desk, case_id).held]
    assert kinds.count("request escalated") == 3, "the one before it goes to nobody more"


def test_two_superintendents_race_one_wins_and_the_other_is_told_by_whom(desk):
    case_id, request = desk.force.requested()
    both = threading.Barrier(2)
    outcomes = {}

    def go(role):
        officer = desk.force.officers[role]
        claimed = claim(officer, case_id, request, desk.force.now)
        both.wait()
        (outcomes[role],) = officer.send([claimed], desk.force.now)

    racing = [threading.Thread(target=go, args=[role]) for role in ("superintendent", "other_superintendent")]
    for one in racing:
        one.start()
    for one in racing:
        one.join()

    won = [role for role, one in outcomes.items() if one.outcome == "accepted"]
    (lost,) = [role for role, one in outcomes.items() if one.outcome == "refused"]
    assert len(won) == 1
    name = desk.force.constable.office().officers[desk.force.officers[won[0]].id].name
    assert (
        outcomes[lost].reasons[0].message.startswith(f"{name} claimed this request at 21:05 and holds it until 21:20")
    )
    refusal = desk.force.officers[lost].write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, desk.force.now, relies_on=[request]
    )
    (outcome,) = desk.force.officers[lost].send([refusal], desk.force.now)
    assert (outcome.outcome, [one.code for one in outcome.reasons]) == ("refused", ["claimed"])


def test_a_claim_that_timed_out_holds_nobody_up(desk):
    case_id, request = desk.force.requested()
    first = claim(desk.force.superintendent, case_id, request, desk.force.now, minutes=1)
    desk.force.superintendent.record([first], desk.force.now)
    second = claim(desk.force.other_superintendent, case_id, request, desk.force.later(minutes=1))
    desk.force.other_superintendent.record([second], desk.force.now)
    assert stands(desk, case_id).claimed_by(desk.force.now).officer == desk.force.other_superintendent.id


def test_no_phones_clock_makes_a_claim_longer(desk):
    case_id, request = desk.force.requested()
    ahead = claim(desk.force.superintendent, case_id, request, desk.force.now + timedelta(days=3), minutes=1)
    desk.force.superintendent.record([ahead], desk.force.now)
    assert stands(desk, case_id).claim.until == desk.force.now + timedelta(minutes=1)


def test_the_officer_who_asks_is_never_asked(desk):
    """A superintendent who attends and asks: the request goes to another."""
    desk.force.officers["constable"] = desk.force.superintendent
    case_id, _ = desk.force.requested()
    desk.work()
    assert asked(desk, case_id) == ["other_superintendent"]
    for _ in range(3):
        desk.force.later(seconds=AFTER.total_seconds() + 1)
        desk.work()
    assert asked(desk, case_id) == ["other_superintendent", "nobody"]


def test_delivered_opened_and_claimed_are_facts_of_their_own_with_their_times(desk):
    for _ in range(2):
        desk.subscribe("superintendent")
    case_id, _ = desk.force.requested()
    desk.work()
    tokens = desk.tokens()
    for after, what, token in ((3, "delivered", 0), (4, "delivered", 1), (60, "opened", 0), (65, "opened", 1)):
        push_was(desk.force.installation, tokens[token], what, desk.force.later(seconds=after))
    (step,) = stands(desk, case_id).steps
    started = step.at
    assert step.delivered_at == started + timedelta(seconds=3)
    assert step.opened_at == started + timedelta(seconds=67)
    kinds = [one.entry.kind for one in case_of(desk, case_id).held]
    assert kinds.count("push delivered") == 2, "one for each phone"
    assert kinds.count("push opened") == 1


def test_a_token_counts_once_and_says_nothing_but_its_own(desk):
    desk.subscribe("superintendent")
    case_id, _ = desk.force.requested()
    desk.work()
    (token,) = desk.tokens()
    client = desk.force.client()
    for _ in range(3):
        assert client.post("/api/pushes/delivered", json={"token": token}).status_code == 204
    assert [one.entry.kind for one in case_of(desk, case_id).held].count("push delivered") == 1
    push, proof = token.split(".")
    for wrong in (push, f"{push}.{'0' * 32}", f"{uuid.uuid4()}.{proof}", "x", f"{push}.", "ü" * 50):
        answer = client.post("/api/pushes/delivered", json={"token": wrong})
        assert (answer.status_code, answer.json["error"]["message"]) == (403, "This is no push's token."), wrong
    assert client.get(f"/api/cases/{case_id}").status_code == 401, "it opens no session"


def test_opening_the_screen_says_opened_where_push_is_barred(desk):
    case_id, _ = desk.force.requested()
    desk.work()
    for role in ("superintendent", "other_superintendent"):  # the other was not asked
        assert desk.force.client(role).post(f"/api/cases/{case_id}/opened").status_code == 204
    request_was_opened(desk.force.installation, desk.force.superintendent.id, case_id, desk.force.now)
    request_was_opened(desk.force.installation, desk.force.superintendent.id, str(uuid.uuid4()), desk.force.now)
    opened = [one.entry for one in case_of(desk, case_id).held if one.entry.kind == "push opened"]
    assert [(one.facts.officer, one.facts.by) for one in opened] == [(desk.force.superintendent.id, "screen")]


def test_the_duty_inspector_reads_a_request_that_was_put_to_them_and_no_other(desk):
    now = desk.force.now
    for role in ("superintendent", "other_superintendent"):
        desk.off_call(role)
    inspector = desk.force.inspector.id
    first, _ = desk.force.requested()
    desk.work()
    assert read_log(desk.force.installation, inspector, first, now) is None
    assert desk.force.client("inspector").get("/api/changes").json["cases"] == []
    shift(desk, "inspector", now, now + timedelta(hours=8), role="duty inspector")
    desk.force.later(seconds=AFTER.total_seconds() + 1)
    desk.work()
    assert asked(desk, first) == ["nobody", "inspector"]
    second, _ = desk.force.requested()  # not put to anybody yet
    listed = desk.force.client("inspector").get("/api/changes").json["cases"]
    assert [one["id"] for one in listed] == [first]
    assert read_log(desk.force.installation, inspector, second, now) is None


class Killed(BaseException):
    """The process ends here: nothing after this runs, and no handler of ours sees it."""


@pytest.mark.parametrize("when", ["before it sends", "between send and record", "after the record"])
def test_a_worker_killed_at_any_point_loses_nothing_and_doubles_no_record(desk, monkeypatch, when):
    desk.subscribe("superintendent")
    case_id, _ = desk.force.requested()
    while desk.jobs("push") == []:
        desk.worker().work(desk.force.now)
    sent = working.Push.send

    def send(self, *args, **kwargs):
        if when == "before it sends":
            raise Killed
        answer = sent(self, *args, **kwargs)
        if when == "between send and record":
            raise Killed
        return answer

    finish_all = jobs.finish_all

    def killed_after(*args):
        finish_all(*args)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(working.Push, "send", send)
        if when == "after the record":
            patch.setattr(
                working.jobs, "finish_all", killed_after
            )  # the transaction has not committed: it comes to nothing
        desk.worker().work(desk.force.now)
    desk.force.later(seconds=jobs.LEASE.total_seconds() + 1)
    desk.work()

    (job,) = desk.jobs("push")
    assert job["done_at"]
    tokens = desk.tokens()
    assert len(tokens) == (1 if when == "before it sends" else 2)
    assert len(set(tokens)) == len({one.topic for one in desk.service.received}) == 1, "the phone shows one"
    for token in tokens:
        push_was(desk.force.installation, token, "delivered", desk.force.now)
    assert [one.entry.kind for one in case_of(desk, case_id).held].count("push delivered") == 1


@pytest.mark.parametrize("where", ["queue_pushes", "_look_again", "_record"])
def test_a_worker_killed_while_it_asks_the_next_has_asked_nobody(desk, monkeypatch, where):
    desk.subscribe("superintendent")
    case_id, _ = desk.force.requested()
    done = getattr(reaching, where)

    def and_die(*args, **kwargs):
        done(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(reaching, where, and_die)
        desk.worker().work(desk.force.now)
    assert asked(desk, case_id) == []
    assert desk.jobs("push") == []
    desk.force.later(seconds=jobs.LEASE.total_seconds() + 1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    assert len(desk.service.received) == 1
    assert len([one for one in desk.jobs("escalate") if not one["done_at"]]) == 1


def test_four_workers_at_once_ask_everybody_once(desk):
    desk.subscribe("superintendent")
    cases = [desk.force.requested()[0] for _ in range(5)]
    together = threading.Barrier(4)
    failures = []

    def work():
        engine = connect(desk.force.settings.database_url)
        try:
            installation = installation_with(engine, desk.force.settings, KEYS, demonstration=False)
            together.wait()
            while Worker(installation, ORIGIN).work(desk.force.now):
                pass
        except Exception as error:
            failures.append(error)
        finally:
            engine.dispose()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    desk.work()
    assert failures == []
    assert [asked(desk, one) for one in cases] == [["superintendent"]] * 5
    assert len(desk.service.received) == 5
    assert verify_logs(desk.force.installation).failure is None


def test_the_clock_change_makes_no_timer_longer_or_shorter(desk):
    """25 Oct 2026, 02:00 becomes 01:00 in London: five minutes are five minutes."""
    desk.force.now = datetime(2026, 10, 25, 0, 58, tzinfo=UTC)
    case_id, _ = desk.force.requested()
    desk.work()
    first = desk.force.now
    desk.force.later(seconds=AFTER.total_seconds() + 1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]
    assert stands(desk, case_id).steps[1].at - first < timedelta(minutes=6)


def test_a_test_push_tries_the_phone_an_hour_before_the_shift_and_once(desk):
    desk.subscribe("inspector")
    starts = desk.force.now + timedelta(hours=5)
    shift(desk, "inspector", starts, starts + timedelta(hours=8), role="duty inspector")
    desk.force.later(hours=3, minutes=59)
    desk.work()
    assert desk.service.received == []
    desk.force.later(minutes=2)
    desk.work()
    desk.force.later(hours=1)
    desk.work()
    (push,) = desk.service.received
    assert b"Update: open the app" in push.plaintext, "every push shows something"
    rota = desk.force.client("administrator").get("/api/rota").json
    (phone,) = next(one for one in rota["officers"] if one["id"] == desk.force.inspector.id)["phones"]
    assert phone["state"] == "taken"
    push_was(desk.force.installation, desk.tokens()[0], "delivered", desk.force.now)
    rota = desk.force.client("administrator").get("/api/rota").json
    (phone,) = next(one for one in rota["officers"] if one["id"] == desk.force.inspector.id)["phones"]
    assert phone["state"] == "shown"


def test_a_shift_moved_since_is_tried_for_its_new_time_alone(desk):
    desk.subscribe("inspector")
    starts = desk.force.now + timedelta(hours=5)
    facts = shift(desk, "inspector", starts, starts + timedelta(hours=8), role="duty inspector")
    later = starts + timedelta(days=1)
    moved = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=8)).isoformat()}
    desk.in_office("administrator", "shift recorded", {**facts, **moved})
    desk.force.later(hours=4, minutes=30)
    desk.work()
    assert desk.service.received == []
    desk.force.later(days=1)
    desk.work()
    assert len(desk.service.received) == 1


def test_a_phone_that_is_gone_is_seen_before_it_is_needed(desk):
    desk.subscribe("inspector")
    desk.subscribe("inspector")
    desk.service.answers.extend([Answer(410), Answer(413)])
    shift(desk, "inspector", desk.force.now, desk.force.now + timedelta(hours=8), role="duty inspector")
    desk.work()
    rota = desk.force.client("inspector").get("/api/rota").json
    (phone,) = next(one for one in rota["officers"] if one["id"] == desk.force.inspector.id)["phones"]
    assert (phone["state"], phone["why"]) == ("failed", "status 413"), "and the other is no phone any more"


def with_district(desk, district: str | None) -> tuple[str, Sent]:
    """The reference case requested, its incident in this district."""
    constable, now = desk.force.constable, desk.force.now
    case_id, captured = capture(constable, now)
    entries = {json.loads(one.body)["kind"]: one for one in captured}
    facts = {**json.loads(entries["incident recorded"].body)["facts"], "district": district}
    incident = constable.write("incident recorded", case_id, facts, now)
    captured = [incident if one is entries["incident recorded"] else one for one in captured]
    request = ask(constable, case_id, captured, now)
    constable.record([*captured, request], now)
    return case_id, request


def test_the_incidents_district_is_asked_first_then_the_whole_force_then_the_others(sqlite_desk):
    desk, now = sqlite_desk, sqlite_desk.force.now
    desk.says(districts=("North", "South"))
    desk.off_call("superintendent")
    desk.off_call("other_superintendent")
    until = now + timedelta(hours=8)
    shift(desk, "superintendent", now, until, district="North")
    shift(desk, "other_superintendent", now, until, district="South")
    shift(desk, "inspector", now, until, role="duty inspector")
    cases = {district: with_district(desk, district)[0] for district in ("North", "South", "West", None)}
    for _ in range(3):
        desk.work()
        desk.force.later(seconds=AFTER.total_seconds() + 1)
    first = {district: asked(desk, one)[0] for district, one in cases.items()}
    assert (first["North"], first["South"]) == ("superintendent", "other_superintendent")
    assert first["West"] == first[None], "a district that is none of the force's is as if nobody had said"
    assert asked(desk, cases["South"]) == ["other_superintendent", "superintendent", "inspector"]


def test_an_escalation_over_the_clock_change_keeps_its_minutes_with_a_gap_in_the_rota(sqlite_desk):
    """The rota has nobody from 01:00 UTC to 01:30 UTC on 25 Oct 2026, inside the hour that London has twice."""
    desk = sqlite_desk
    desk.off_call("superintendent")
    desk.off_call("other_superintendent")
    desk.says(contacts=(Contact("control room", "Control room", "01632 960 000"),))
    start = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    desk.force.now = start
    shift(desk, "superintendent", start, start + timedelta(minutes=10))
    shift(desk, "other_superintendent", start + timedelta(minutes=40), start + timedelta(hours=8))
    case_id, _ = with_district(desk, None)
    times: list[timedelta] = []
    for _ in range(60):
        desk.work()
        times += [desk.force.now - start] * (len(asked(desk, case_id)) - len(times))
        desk.force.later(minutes=1)
    assert asked(desk, case_id) == ["superintendent", "nobody", "other_superintendent", "nobody"]
    assert times == [timedelta(minutes=one) for one in (0, 5, 40, 45)], "the gap ends, and whoever comes on is asked"


def test_figures_say_how_soon_each_request_was_reached(sqlite_desk):
    desk = sqlite_desk
    desk.subscribe("superintendent")
    case_id, request = desk.force.requested()
    desk.work()
    push_was(desk.force.installation, desk.tokens()[0], "delivered", desk.force.later(seconds=4))
    request_was_opened(desk.force.installation, desk.force.superintendent.id, case_id, desk.force.later(seconds=56))
    decision = authorise(desk.force.superintendent, case_id, request, desk.force.later(minutes=2))
    desk.force.superintendent.record([decision], desk.force.now)
    desk.force.requested()

    client = desk.force.client("inspector")
    answer = client.get("/api/reaching?from=2026-07-13&to=2026-07-13").json
    hour, together = answer["hours"]
    assert (hour["hour"], hour["requests"], together["requests"]) == (21, 2, 2)
    for got, name, seconds in (
        (hour, "delivered", 4),
        (hour, "opened", 60),
        (together, "decided", 180),
    ):
        assert got[name] == {"number": 1, "median_s": seconds, "p90_s": seconds}
    assert set(answer["definitions"]) >= {"requests", "delivered", "opened", "decided"}
    assert client.get("/api/reaching?from=2026-07-14&to=2026-07-14").json["hours"][0]["requests"] == 0
    back = client.get("/api/reaching?from=2026-07-20&to=2026-07-01").json
    assert (back["first"], back["last"], back["hours"][-1]["requests"]) == ("2026-07-01", "2026-07-20", 2)
    for wrong in ("20260713", "2026-02-30", "13 July"):
        refused = client.get("/api/reaching", query_string={"from": wrong})
        assert refused.status_code == 400
        assert refused.json["error"]["message"] == "from: must be a day like 2026-03-31."
    assert desk.force.client("constable").get("/api/reaching").status_code == 403


def told_now(desk) -> list[str]:
    """Who has been told to open the app, in the order of asking; whoever founded the force has no part in tests."""
    roles = {officer.id: role for role, officer in desk.force.officers.items()}
    told = [json.loads(one["payload"])["officer"] for one in desk.jobs("tell officer")]
    return sorted(roles[one] for one in told if one in roles)


def test_a_server_clock_that_phones_agree_is_wrong_is_said_once_to_whoever_can_mend_it(sqlite_desk):
    desk, force = sqlite_desk, sqlite_desk.force
    clock = ServerClock(force.installation)
    client, health = force.client("solicitor"), force.client()
    with writing(force.installation.engine) as connection:
        for role in ("constable", "response", "custody", "inspector"):
            officer = force.officers[role]
            devices.keep_heard(connection, officer.device, officer.id, -3600, force.now)
    steady = 1000.0
    for _ in range(5):  # any number of looks, and of workers
        clock.look(force.now, steady)
        ServerClock(force.installation).look(force.now, steady)
        force.later(minutes=1)
        steady += 60
    office, _ = office_of(force)
    assert office.clock_doubted == Doubt("phones", -3600)
    assert told_now(desk) == ["administrator", "other_superintendent", "solicitor", "superintendent"]
    doubt = client.get("/api/legal-desk").json["server_clock"]
    assert (doubt["by"], doubt["off_by_s"]) == ("phones", -3600)
    assert force.client("administrator").get("/api/me").json["server_clock"] == doubt
    assert force.client("constable").get("/api/me").json["server_clock"] is None
    assert health.get("/health/ready").json == {"ready": True, "clock": "in doubt", "directory": "none"}

    force.later(hours=2)  # put right: the phones were last heard long ago, and say nothing now
    clock.look(force.now, steady + 7200)
    assert office_of(force)[0].clock_doubted is None
    assert client.get("/api/legal-desk").json["server_clock"] is None
    assert health.get("/health/ready").json == {"ready": True, "clock": "agrees", "directory": "none"}


def office_of(force):
    with reading(force.installation.engine) as connection:
        return force.installation.office(connection)


@pytest.mark.parametrize(
    ("minutes", "off_by_s"), [(30, 1800), (-30, -1800)], ids=["set forward in one step", "set back in one step"]
)
def test_a_clock_that_is_set_while_the_worker_runs_is_noticed(sqlite_desk, minutes, off_by_s):
    force = sqlite_desk.force
    clock = ServerClock(force.installation)
    clock.look(force.now, 1000.0)
    clock.look(force.later(minutes=minutes), 1000.25)
    clock.look(force.later(seconds=60), 1060.25)
    assert office_of(force)[0].clock_doubted == Doubt("jump", off_by_s)


def test_what_was_heard_later_than_now_says_that_the_clock_went_back_before_the_worker_began(sqlite_desk):
    force = sqlite_desk.force
    with writing(force.installation.engine) as connection:
        devices.keep_heard(connection, force.constable.device, force.constable.id, 0, force.now)
    ServerClock(force.installation).look(force.later(hours=-1), 1000.0)
    assert office_of(force)[0].clock_doubted == Doubt("backwards", -3600)


def test_the_push_service_says_what_time_it_is(sqlite_desk):
    desk = sqlite_desk
    desk.subscribe("superintendent")
    desk.force.requested()
    worker = desk.worker()
    while worker.work(desk.force.now):
        pass
    ahead = worker._push.server_ahead_s()
    assert ahead is not None and abs(ahead) < 30, "the service of the tests has this machine's own clock"
    ServerClock(desk.force.installation).look(desk.force.now, 1000.0, ahead)
    assert office_of(desk.force)[0].clock_doubted is None
    ServerClock(desk.force.installation).look(desk.force.now, 1000.0, ahead + 3600)
    found = office_of(desk.force)[0].clock_doubted
    assert found is not None and (found.by, round(found.off_by_s, -2)) == ("push service", 3600)


def test_a_server_whose_clock_is_wrong_goes_on_reaching_people(sqlite_desk):
    """Set forward an hour in the middle: whoever waits is asked sooner, never not at all; set back, at once again."""
    desk = sqlite_desk
    desk.subscribe("superintendent")
    case_id, request = desk.force.requested()
    desk.work()
    before = desk.force.now
    desk.force.later(hours=1)
    desk.work()
    assert asked(desk, case_id) == ["superintendent", "other_superintendent"]
    desk.force.now = before + timedelta(minutes=1)  # put right
    desk.work()
    taken = claim(desk.force.superintendent, case_id, request, desk.force.now)
    desk.force.superintendent.record([taken], desk.force.now)
    assert stands(desk, case_id).claimed_by(desk.force.now)
