"""Text messages by GOV.UK Notify, with its own client library (notifications-python-client)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

import requests

from .push import retry_after

SERVICE = "https://api.notifications.service.gov.uk"
TIME_OUT_S = 10


class Taken(Enum):
    """What came of one text message."""

    SENT = "sent"
    AGAIN = "again"  # try later
    REFUSED = "refused"  # Notify will never take this one


@dataclass(frozen=True)
class Answer:
    """What Notify said; `notification` is its id of what it took, `wait` how long it wants to be left alone."""

    taken: Taken
    detail: str = ""
    notification: str = ""
    wait: timedelta | None = None


class _Guarded(requests.Session):
    """No redirects and no proxy settings from the environment: the key goes to the address configured, or nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        answer = super().request(*args, **{**kwargs, "allow_redirects": False})
        if answer.is_redirect:
            raise requests.TooManyRedirects("Notify answered with a redirect", response=answer)
        return answer


class Texts:
    """Sends the one message there is: the template's own words, which say "Update: open the app" and nothing else.

    `key` is the service's API key as Notify shows it, `template` the id of the template. Nothing is filled into it.
    """

    def __init__(self, key: str, template: str, url: str = SERVICE) -> None:
        self._key, self._template, self._url = key, template, url

    def send(self, telephone: str, reference: str, *, perhaps_sent: bool) -> Answer:
        """Text this number. `reference` is ours.

        `perhaps_sent`: an earlier try may have got through, so Notify is asked first what it has under the reference.
        """
        from notifications_python_client.errors import APIError
        from notifications_python_client.notifications import NotificationsAPIClient

        # One for each message: the client is not safe between threads.
        client = NotificationsAPIClient(self._key, base_url=self._url, timeout=TIME_OUT_S)
        client.request_session = _Guarded()
        try:
            if perhaps_sent:
                had = client.get_all_notifications(reference=reference)["notifications"]
                if had:
                    return Answer(Taken.SENT, "taken before", str(had[0]["id"]))
            taken = client.send_sms_notification(telephone, self._template, reference=reference)
            return Answer(Taken.SENT, "", str(taken["id"]))
        except APIError as error:
            return _answer(error)
        except (requests.RequestException, KeyError, TypeError, ValueError) as error:
            return Answer(Taken.AGAIN, type(error).__name__)
        finally:
            client.request_session.close()


def _answer(error: Any) -> Answer:
    response = getattr(error, "response", None)
    if response is None or response.status_code < 400:  # nobody answered, or not in Notify's way
        return Answer(Taken.AGAIN, "no answer" if response is None else f"status {response.status_code}")
    status = response.status_code
    if status in (400, 404, 413):
        return Answer(Taken.REFUSED, f"status {status}")
    # 403: the key, or a clock that is wrong by half a minute: both can be put right before the tries are used up.
    return Answer(Taken.AGAIN, f"status {status}", "", retry_after(response.headers.get("Retry-After", "")))
