"""The worker: does what entries call for, after their transaction has committed. Run as many as you like."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

from webauthn.helpers import bytes_to_base64url

from field_app.actions import (
    Checkpoints,
    Installation,
    escalate,
    file_anew,
    is_text_needed,
    put_overdue,
    queue_pushes,
    raise_hearing_alarm,
    render_document,
    send_test,
    telephone_due,
    text_was_sent,
    token_of,
)
from field_app.adapters.push import Push, Told
from field_app.adapters.texts import Taken
from field_app.store import jobs, pushes
from field_app.store import officers as store
from field_app.store.database import DatabaseError, writing

PAUSE_S = 0.25
"""Nothing due: look again so soon. Looking only reads."""

TROUBLE_S = 5.0

logger = logging.getLogger(__name__)

Work = Callable[[jobs.Job, datetime], None]


class Worker:
    """Does the due jobs of one installation."""

    def __init__(self, installation: Installation, origin: str) -> None:
        self._installation = installation
        self._checkpoints = Checkpoints(installation)
        secret = installation.secrets.vapid.private_numbers().private_value.to_bytes(32, "big")
        contact = origin if origin.startswith("https:") else "mailto:demonstration@field.example"
        self._push = Push(bytes_to_base64url(secret), contact, installation.push_origins)
        self._kinds: dict[str, Work] = {
            "tell officer": self._in_one(self._tell_officer),
            "file case": self._in_one(self._file_case),
            "escalate": self._in_one(partial(escalate, installation)),
            "hearing alarm": self._in_one(partial(raise_hearing_alarm, installation)),
            "overdue": self._in_one(partial(put_overdue, installation)),
            "test push": self._in_one(partial(send_test, installation)),
            "push": self._send_push,
            "text": self._send_text,
            "render document": self._render_document,
            "telephone due": self._telephone_due,
        }

    def run(self) -> None:
        """Work until the process ends; a database that is away for a while is waited for."""
        while True:
            try:
                if not self.work(datetime.now(UTC)):
                    time.sleep(PAUSE_S)
            except DatabaseError as error:
                logger.error("the database does not answer: %s", type(error).__name__)
                time.sleep(TROUBLE_S)

    def work(self, now: datetime) -> int:
        """Do what is due at `now` (UTC); returns how many jobs were taken up."""
        self._checkpoint(now)
        claimed = jobs.claim(self._installation.engine, now)
        if claimed:
            with ThreadPoolExecutor(jobs.MOST_AT_ONCE) as pool:  # one slow push service must not hold up the others
                list(pool.map(lambda job: self._do(job, now), claimed))
        return len(claimed)

    def _checkpoint(self, now: datetime) -> None:
        try:
            self._checkpoints.take(now)
        except Exception as error:  # a full disk must not keep anybody from being told; it is tried again in a minute
            logger.error("no checkpoint could be taken: %s", type(error).__name__)

    def _do(self, job: jobs.Job, now: datetime) -> None:
        try:
            self._kinds[job.kind](job, now)
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

    def _in_one(self, work: Callable[[Any, jobs.Job, datetime], None]) -> Work:
        """Work that is nothing but a transaction: done with the job, or neither."""

        def do(job: jobs.Job, now: datetime) -> None:
            with writing(self._installation.engine) as connection:
                work(connection, job, now)

        return do

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

    def _telephone_due(self, job: jobs.Job, now: datetime) -> None:
        with writing(self._installation.engine) as connection:
            telephone_due(self._installation, connection, job.payload["case"], job.payload["noted"], now)
            jobs.finish(connection, job, now)

    def _send_push(self, job: jobs.Job, now: datetime) -> None:
        push, subscription = job.payload["push"], {**job.payload}
        del subscription["push"]
        answer = self._push.send(**subscription, token=token_of(self._installation, push))
        with writing(self._installation.engine) as connection:
            if answer.told is Told.AGAIN:
                if not jobs.again(connection, job, now, answer.detail, answer.wait):
                    pushes.failed(connection, push, answer.detail)
                return
            jobs.finish(connection, job, now)
            if answer.told is Told.SENT:
                pushes.sent(connection, push, now)
                return
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
