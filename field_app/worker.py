"""The worker: does what entries call for, after their transaction has committed. Run as many as you like."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from field_app.actions import (
    Checkpoints,
    Counting,
    Installation,
    ServerClock,
    Showing,
    draw_pages,
    escalate,
    file_anew,
    find_early_reader,
    is_text_needed,
    put_overdue,
    put_right,
    queue_pushes,
    raise_hearing_alarm,
    read_ahead,
    render_document,
    send_test,
    telephone_due,
    text_was_sent,
    token_of,
    unit_due,
)
from field_app.adapters.push import Answer, Push, Sealed, Told
from field_app.adapters.texts import Taken
from field_app.store import jobs, pushes
from field_app.store import officers as store
from field_app.store.database import DatabaseError, write_back, writing

PAUSE_S = 0.25
"""Nothing due: look again so soon. Looking only reads."""

SLOW_AT_ONCE = 4
"""Texts and documents in hand: each takes a connection to the database, and a document much memory."""

GATHERED_S = 0.01
"""Answers that come so close together are recorded in one transaction."""

TOGETHER = 8
"""So many transactions are made one: fewer commits, and no writer is kept waiting for long."""

TROUBLE_S = 5.0

PUT_RIGHT_EVERY = timedelta(minutes=1)

WRITE_BACK_EVERY = timedelta(seconds=2)

logger = logging.getLogger(__name__)

Work = Callable[[jobs.Job, datetime], None]


class Worker:
    """Does the due jobs of one installation.

    What waits for others (a push service, Notify, a document to be laid out) is done away, by threads, as many as there
    are such jobs in hand; what is nothing but a transaction is done here. What came of the pushes is written down for
    all that have come back, in one transaction.
    """

    def __init__(self, installation: Installation, origin: str) -> None:
        self._installation = installation
        self._checkpoints = Checkpoints(installation)
        self._counting = Counting(installation)
        self._showing = Showing(installation)
        self._clock = ServerClock(installation)
        contact = origin if origin.startswith("https:") else "mailto:demonstration@field.example"
        self._push = Push(
            installation.secrets.vapid,
            contact,
            installation.push_origins,
            training=installation.training,
            clock=installation.clock.now,
        )
        self._right_at: datetime | None = None
        self._written_back: datetime | None = None
        self._pool = ThreadPoolExecutor(jobs.MOST_AT_ONCE + SLOW_AT_ONCE, "away")
        self._sent: dict[Future[Answer], jobs.Job] = {}
        self._away: set[Future[Any]] = set()
        self._here: dict[str, Callable[[Any, jobs.Job, datetime], None]] = {
            "tell officer": self._tell_officer,
            "file case": self._file_case,
            "ask next": partial(escalate, installation),
            "escalate": partial(escalate, installation),
            "find early reader": partial(find_early_reader, installation),
            "hearing alarm": partial(raise_hearing_alarm, installation),
            "test push": partial(send_test, installation),
            "overdue": partial(put_overdue, installation),
            "unit due": partial(unit_due, installation),
            "telephone due": self._telephone_due,
        }
        self._slow: dict[str, Work] = {"text": self._send_text, "render document": self._render_document}
        self._slow["draw pages"] = self._draw_pages

    def run(self) -> None:
        """Work until the process ends; a database that is away for a while is waited for."""
        clock = self._installation.clock
        while True:
            try:
                self._clock.look(clock.now(), time.monotonic(), self._push.server_ahead_s())
                self.turn(clock.now)
            except DatabaseError as error:
                logger.error("the database does not answer: %s", type(error).__name__)
                time.sleep(TROUBLE_S)

    def turn(self, clock: Callable[[], datetime]) -> int:
        """Take up what is due, and write down what has come back; how many jobs were taken up. `clock` says UTC.

        Waits a little where there is nothing to do.
        """
        now = clock()
        self._checkpoint(now)
        self._put_right(now)
        taken, in_hand = self._take_up(now), self._in_hand()
        if not taken and not in_hand:
            time.sleep(PAUSE_S)
        elif not taken or len(self._sent) == jobs.MOST_AT_ONCE:
            wait(in_hand, PAUSE_S, return_when=FIRST_COMPLETED)
            time.sleep(GATHERED_S)
        self._put_down(clock())
        self._count(clock())
        self._show(clock())
        self._write_back(now)
        return taken

    def work(self, now: datetime) -> int:
        """Do what is due at `now` (UTC) until all of it is done; returns how many jobs were taken up."""
        self._checkpoint(now)
        self._put_right(now)
        taken = self._take_up(now)
        wait(self._in_hand())
        self._put_down(now)
        while self._count(now) or self._show(now):
            pass
        return taken

    def close(self) -> None:
        """Let go of the threads and the connections; what is away still is waited for."""
        self._pool.shutdown()
        self._push.close()

    def _in_hand(self) -> set[Future[Any]]:
        return self._away.union(self._sent)

    def _take_up(self, now: datetime) -> int:
        engine, free, slow = self._installation.engine, jobs.MOST_AT_ONCE - len(self._sent), tuple(self._slow)
        # However many pushes hang, whoever is next is asked all the same.
        claimed = jobs.claim(engine, now, free or jobs.MOST_AT_ONCE, but_not=slow if free else ("push", *slow))
        if len(self._away) < SLOW_AT_ONCE:
            claimed += jobs.claim(engine, now, SLOW_AT_ONCE - len(self._away), only=slow)
        here = []
        for job in claimed:
            if job.kind == "push":
                self._sent[self._begin_push(job)] = job
            elif job.kind in self._slow:
                self._away.add(self._pool.submit(self._do, self._slow[job.kind], job, now))
            else:
                here.append(job)
        for start in range(0, len(here), TOGETHER):
            self._do_together(here[start : start + TOGETHER], now)
        return len(claimed)

    def _do_together(self, group: list[jobs.Job], now: datetime) -> None:
        """Several jobs in one transaction, which waits for other writers once; each by itself if one of them fails."""
        try:
            self._in_one(group, now)
        except Exception:
            for job in group:
                self._do(lambda job, now: self._in_one([job], now), job, now)

    def _put_down(self, now: datetime) -> None:
        for away in [one for one in self._away if one.done()]:
            self._away.remove(away)
            away.result()
        back = [one for one in self._sent if one.done()]
        if back:
            self._record_pushes([(self._sent[one], one.result()) for one in back], now)
        for one in back:
            del self._sent[one]

    def _checkpoint(self, now: datetime) -> None:
        if self._installation.training:  # nothing there is evidence, and a reset takes all of it away
            return
        try:
            self._checkpoints.take(now)
        except Exception as error:  # a full disk must not keep anybody from being told; it is tried again in a minute
            logger.error("no checkpoint could be taken: %s", type(error).__name__)

    def _put_right(self, now: datetime) -> None:
        """Look for what a clock that was ahead has put off: now and then, and at once where the clock went back."""
        if self._right_at and timedelta(0) <= now - self._right_at < PUT_RIGHT_EVERY:
            return
        self._right_at = now
        if made_due := put_right(self._installation, now):
            logger.warning("%s jobs were put off by a clock that was ahead: they are due now", made_due)

    def _count(self, now: datetime) -> int:
        try:
            return self._counting.take(now)
        except Exception as error:  # figures are right without it, and slower; it is tried again
            logger.error("cases could not be counted: %s", type(error).__name__)
            return 0

    def _show(self, now: datetime) -> int:
        try:
            return self._showing.take(now)
        except Exception as error:  # until they are made look-ups read the logs; it is tried again
            logger.error("what look-ups show could not be written down: %s", type(error).__name__)
            return 0

    def _write_back(self, now: datetime) -> None:
        """Do what SQLite would otherwise have whoever comes with the next commit do."""
        if self._written_back and timedelta(0) <= now - self._written_back < WRITE_BACK_EVERY:
            return
        self._written_back = now
        write_back(self._installation.engine)

    def _do(self, work: Work, job: jobs.Job, now: datetime) -> None:
        try:
            work(job, now)
        except jobs.NoLongerHeld as late:
            logger.warning("%s", late)
        except Exception as error:  # one broken job must not stop the others
            logger.error("job %s (%s) failed: %s", job.number, job.kind, type(error).__name__)
            self._again(job, now, type(error).__name__)

    def _again(self, job: jobs.Job, now: datetime, why: str) -> None:
        try:
            with writing(self._installation.engine) as connection:
                jobs.again(connection, job, now, why)
        except jobs.NoLongerHeld as late:
            logger.warning("%s", late)

    def _in_one(self, group: list[jobs.Job], now: datetime) -> None:
        """Work that is nothing but a transaction: done with the jobs, or neither. Cases are read before others wait."""
        read_ahead(self._installation, [job.payload["case"] for job in group if "case" in job.payload])
        with writing(self._installation.engine) as connection:
            for job in group:
                self._here[job.kind](connection, job, now)

    def _tell_officer(self, connection: Any, job: jobs.Job, now: datetime) -> None:
        jobs.finish(connection, job, now)
        queue_pushes(connection, job.payload["officer"], job.payload["about"], now)

    def _file_case(self, connection: Any, job: jobs.Job, now: datetime) -> None:
        jobs.finish(connection, job, now)
        file_anew(self._installation, connection, job.payload["case"])

    def _render_document(self, job: jobs.Job, now: datetime) -> None:
        payload = job.payload
        render_document(self._installation, payload["case"], payload["entry"], payload["document"], now)
        with writing(self._installation.engine) as connection:
            jobs.finish(connection, job, now)

    def _draw_pages(self, job: jobs.Job, now: datetime) -> None:
        draw_pages(self._installation, job.payload["case"], job.payload["sha256"])
        with writing(self._installation.engine) as connection:
            jobs.finish(connection, job, now)

    def _telephone_due(self, connection: Any, job: jobs.Job, now: datetime) -> None:
        jobs.finish(connection, job, now)
        telephone_due(self._installation, connection, job.payload["case"], job.payload["noted"], now)

    def _begin_push(self, job: jobs.Job) -> Future[Answer]:
        """Seal it here, where nothing waits, and have it sent away."""
        subscription = {**job.payload}
        token = token_of(self._installation, subscription.pop("push"))
        try:
            sealed = self._push.seal(**subscription, token=token)
        except Exception as error:
            sealed = self._broken(job, error)
        return self._pool.submit(self._send_push, job, sealed)

    def _send_push(self, job: jobs.Job, sealed: Sealed | Answer) -> Answer:
        try:
            return sealed if isinstance(sealed, Answer) else self._push.send(sealed)
        except Exception as error:
            return self._broken(job, error)

    def _broken(self, job: jobs.Job, error: Exception) -> Answer:
        """One broken push must not stop the others."""
        logger.error("job %s (push) failed: %s", job.number, type(error).__name__)
        return Answer(Told.AGAIN, type(error).__name__)

    def _record_pushes(self, back: list[tuple[jobs.Job, Answer]], now: datetime) -> None:
        sent = [job for job, answer in back if answer.told is Told.SENT]
        with writing(self._installation.engine) as connection:
            if sent:
                held = jobs.finish_all(connection, sent, now)
                pushes.sent(connection, [job.payload["push"] for job in held], now)
            for job, answer in back:
                if answer.told is not Told.SENT:
                    try:
                        self._record_unsent(connection, job, answer, now)
                    except jobs.NoLongerHeld as late:  # nothing of this one is written
                        logger.warning("%s", late)

    def _record_unsent(self, connection: Any, job: jobs.Job, answer: Answer, now: datetime) -> None:
        push = job.payload["push"]
        if answer.told is Told.AGAIN:
            if not jobs.again(connection, job, now, answer.detail, answer.wait):
                pushes.failed(connection, push, answer.detail)
            return
        jobs.finish(connection, job, now)
        pushes.failed(connection, push, answer.detail)
        if answer.told is Told.GONE:
            store.unsubscribe(connection, job.payload["endpoint"])
        else:
            logger.warning("a push was refused for good: %s", answer.detail)

    def _send_text(self, job: jobs.Job, now: datetime) -> None:
        payload, texts = job.payload, self._installation.texts
        if texts is None or not is_text_needed(self._installation, payload["case"], payload["entry"], now):
            with writing(self._installation.engine) as connection:
                jobs.finish(connection, job, now)
            return
        answer = texts.send(
            payload["telephone"], payload.get("reference", payload["entry"]), perhaps_sent=job.tries > 1
        )
        with writing(self._installation.engine) as connection:
            if answer.taken is Taken.SENT:
                text_was_sent(self._installation, connection, job, answer.notification, now)
            elif answer.taken is Taken.AGAIN:
                jobs.again(connection, job, now, answer.detail, answer.wait)
            else:
                logger.error("a text message was refused for good: %s", answer.detail)
                jobs.finish(connection, job, now)
