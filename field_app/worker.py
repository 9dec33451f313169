"""The worker: does what entries call for, after their transaction has committed. Run as many as you like."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from webauthn.helpers import bytes_to_base64url

from field_app.actions import Installation, file_anew, raise_hearing_alarm
from field_app.adapters.push import Push, Told
from field_app.store import jobs
from field_app.store import officers as store
from field_app.store.database import writing

PAUSE_S = 1.0

logger = logging.getLogger(__name__)


class Worker:
    """Does the due jobs of one installation."""

    def __init__(self, installation: Installation, origin: str) -> None:
        self._installation = installation
        secret = installation.secrets.vapid.private_numbers().private_value.to_bytes(32, "big")
        contact = origin if origin.startswith("https:") else "mailto:demonstration@field.example"
        self._push = Push(bytes_to_base64url(secret), contact, installation.push_origins)
        self._kinds: dict[str, Callable[[jobs.Job, datetime], None]] = {
            "tell officer": self._tell_officer,
            "push": self._send_push,
            "file case": self._file_case,
            "hearing alarm": self._hearing_alarm,
        }

    def run(self) -> None:
        """Work until the process ends."""
        while True:
            if not self.work(datetime.now(UTC)):
                time.sleep(PAUSE_S)

    def work(self, now: datetime) -> int:
        """Do what is due at `now` (UTC); returns how many jobs were taken up."""
        claimed = jobs.claim(self._installation.engine, now)
        with ThreadPoolExecutor(jobs.MOST_AT_ONCE) as pool:  # one slow push service must not hold up the others
            list(pool.map(lambda job: self._do(job, now), claimed))
        return len(claimed)

    def _do(self, job: jobs.Job, now: datetime) -> None:
        try:
            self._kinds[job.kind](job, now)
        except Exception as error:  # one broken job must not stop the others
            logger.error("job %s (%s) failed: %s", job.number, job.kind, type(error).__name__)
            with writing(self._installation.engine) as connection:
                jobs.again(connection, job, now, type(error).__name__)

    def _tell_officer(self, job: jobs.Job, now: datetime) -> None:
        """One push job for each browser of the officer's, so that one that fails is tried again alone."""
        with writing(self._installation.engine) as connection:
            browsers = store.subscriptions(connection, job.payload["officer"])
            to = [
                {"endpoint": endpoint, "p256dh": p256dh, "auth": auth, "topic": job.payload["topic"]}
                for endpoint, p256dh, auth in browsers
            ]
            jobs.enqueue(connection, "push", to, now)
            jobs.finish(connection, job, now)

    def _file_case(self, job: jobs.Job, now: datetime) -> None:
        with writing(self._installation.engine) as connection:
            file_anew(self._installation, connection, job.payload["case"])
            jobs.finish(connection, job, now)

    def _hearing_alarm(self, job: jobs.Job, now: datetime) -> None:
        # Told before it is done: where the worker dies in between they are told twice, and never not at all.
        raise_hearing_alarm(self._installation, job.payload["case"], job.payload["told"], now)
        with writing(self._installation.engine) as connection:
            jobs.finish(connection, job, now)

    def _send_push(self, job: jobs.Job, now: datetime) -> None:
        answer = self._push.send(**job.payload)
        with writing(self._installation.engine) as connection:
            if answer.told is Told.AGAIN:
                jobs.again(connection, job, now, answer.detail, answer.wait)
                return
            if answer.told is Told.GONE:
                store.unsubscribe(connection, job.payload["endpoint"])
            elif answer.told is Told.DROPPED:
                logger.warning("a push was refused for good: %s", answer.detail)
            jobs.finish(connection, job, now)
