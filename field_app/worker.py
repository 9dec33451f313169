"""The worker: does what entries call for, after their transaction has committed. Run as many as you like."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from functools import partial
from typing import Any

from field_app.actions import (
    Checkpoints,
    Installation,
    escalate,
    file_anew,
    is_text_needed,
    queue_pushes,
    raise_hearing_alarm,
    render_document,
    send_test,
    telephone_due,
    text_was_sent,
    token_of,
)
from field_app.adapters.push import Answer, Push, Told
from field_app.adapters.texts import Taken
from field_app.store import jobs, pushes
from field_app.store import officers as store
from field_app.store.database import DatabaseError, writing

PAUSE_S = 0.25
"""Nothing due: look again so soon. Looking only reads."""

GATHERED_S = 0.005
"""Answers that come so close together are recorded in one transaction."""

TROUBLE_S = 5.0

logger = logging.getLogger(__name__)

Work = Callable[[jobs.Job, datetime], None]


class Worker:
    """Does the due jobs of one installation.

    What waits for others (a push service, Notify, a document to be laid out) is done away, by threads, as many as there
    are jobs in hand; what is nothing but a transaction is done here, one after the other. What came of the pushes is
    written down for all that have come back, in one transaction.
    """

    def __init__(self, installation: Installation, origin: str) -> None:
        self._installation = installation
        self._checkpoints = Checkpoints(installation)
        contact = origin if origin.startswith("https:") else "mailto:demonstration@field.example"
        self._push = Push(installation.secrets.vapid, contact, installation.push_origins)
        self._pool = ThreadPoolExecutor(jobs.MOST_AT_ONCE, "away")
        self._sent: dict[Future[Answer], jobs.Job] = {}
        self._away: set[Future[Any]] = set()
        self._here: dict[str, Callable[[Any, jobs.Job, datetime], None]] = {
            "tell officer": self._tell_officer,
            "file case": self._file_case,
            "escalate": partial(escalate, installation),
            "hearing alarm": partial(raise_hearing_alarm, installation),
            "test push": partial(send_test, installation),
            "telephone due": self._telephone_due,
        }
        self._elsewhere: dict[str, Work] = {"text": self._send_text, "render document": self._render_document}

    def run(self) -> None:
        """Work until the process ends; a database that is away for a while is waited for."""
        while True:
            try:
                self.turn(datetime.now(UTC))
            except DatabaseError as error:
                logger.error("the database does not answer: %s", type(error).__name__)
                time.sleep(TROUBLE_S)

    def turn(self, now: datetime) -> int:
        """Take up what is due at `now` (UTC), and write down what has come back; how many jobs were taken up.

        Waits a little where there is nothing to do.
        """
        self._checkpoint(now)
        taken = self._take_up(now)
        in_hand = self._in_hand()
        if not taken and not in_hand:
            time.sleep(PAUSE_S)
        elif not taken or len(in_hand) == jobs.MOST_AT_ONCE:
            wait(in_hand, PAUSE_S, FIRST_COMPLETED)
            time.sleep(GATHERED_S)
        self._put_down(now)
        return taken

    def work(self, now: datetime) -> int:
        """Do what is due at `now` (UTC) until all of it is done; returns how many jobs were taken up."""
        self._checkpoint(now)
        taken = self._take_up(now)
        wait(self._in_hand())
        self._put_down(now)
        return taken

    def close(self) -> None:
        """Let go of the threads and the connections; what is away still is waited for."""
        self._pool.shutdown()
        self._push.close()

    def _in_hand(self) -> set[Future[Any]]:
        return self._away.union(self._sent)

    def _take_up(self, now: datetime) -> int:
        free = jobs.MOST_AT_ONCE - len(self._in_hand())
        engine = self._installation.engine  # however many pushes hang, whoever is next is asked all the same
        claimed = jobs.claim(engine, now, free) if free else jobs.claim(engine, now, but_not=("push", *self._elsewhere))
        here = []
        for job in claimed:
            if job.kind == "push":
                self._sent[self._pool.submit(self._send_push, job)] = job
            elif job.kind in self._elsewhere:
                self._away.add(self._pool.submit(self._do, self._elsewhere[job.kind], job, now))
            else:
                here.append(job)
        for job in here:
            self._do(self._in_one, job, now)
        return len(claimed)

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
        try:
            self._checkpoints.take(now)
        except Exception as error:  # a full disk must not keep anybody from being told; it is tried again in a minute
            logger.error("no checkpoint could be taken: %s", type(error).__name__)

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

    def _in_one(self, job: jobs.Job, now: datetime) -> None:
        """Work that is nothing but a transaction: done with the job, or neither."""
        with writing(self._installation.engine) as connection:
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

    def _telephone_due(self, connection: Any, job: jobs.Job, now: datetime) -> None:
        jobs.finish(connection, job, now)
        telephone_due(self._installation, connection, job.payload["case"], job.payload["noted"], now)

    def _send_push(self, job: jobs.Job) -> Answer:
        subscription = {**job.payload}
        token = token_of(self._installation, subscription.pop("push"))
        try:
            return self._push.send(**subscription, token=token)
        except Exception as error:  # one broken push must not stop the others
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
        answer = texts.send(payload["telephone"], payload["entry"], perhaps_sent=job.tries > 1)
        with writing(self._installation.engine) as connection:
            if answer.taken is Taken.SENT:
                text_was_sent(self._installation, connection, job, answer.notification, now)
            elif answer.taken is Taken.AGAIN:
                jobs.again(connection, job, now, answer.detail, answer.wait)
            else:
                logger.error("a text message was refused for good: %s", answer.detail)
                jobs.finish(connection, job, now)
