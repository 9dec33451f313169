"""The force's directory as an OpenID Connect provider: the authorization code flow (OIDC Core 3.1) with PKCE."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

logger = logging.getLogger(__name__)

TIMEOUT_S = 5
SKEW_S = 60
"""How far the provider's clock may be from the server's."""

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Signatures by a key of the provider's alone: neither `none` nor HMAC, whose key would be the client's secret."""

KEPT = timedelta(hours=1)
ASK_AGAIN = timedelta(seconds=10)
"""A key nobody knows is asked for at most so often: a forger cannot make this server ask at every request."""


class NotNamed(Exception):
    """The provider did not name anybody, or what says that it did does not hold. It is never said which."""


class ProviderAway(Exception):
    """The provider cannot be reached, or did not answer as one."""


S = TypeVar("S", bound=requests.Session)


@dataclass(frozen=True)
class Named:
    """Whom the provider named: by collar number, with the rank in its own word (None: it says none).

    `left`: it says that they no longer belong to the force.
    """

    number: str
    rank: str | None
    left: bool


@dataclass
class Directory:
    """A provider, and what was last read of it. Threads share it.

    `number` and `rank` are the claims that hold collar number and rank; `ranks` says what its words for ranks mean
    here; `left` is a claim and the value by which it says that somebody left the force. `and_code`: the digits an
    administrator reads out are asked for besides. `ca`: a file of the only authorities trusted for its certificate;
    None: those of the public.
    """

    issuer: str
    client_id: str
    client_secret: str
    number: str
    rank: str | None = None
    ranks: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, str] | None = None
    and_code: bool = False
    ca: str | None = None
    _known: dict[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _read_at: datetime | None = None
    _failed_at: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def answers(self) -> bool | None:
        """Whether the provider answered when this process last asked it; None: it has not asked yet."""
        if self._failed_at is None and self._read_at is None:
            return None
        return self._failed_at is None

    def where_to_ask(self, back: str, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """The provider's address for a sign-in that comes back to `back`.

        :raise ProviderAway: what the provider says of itself could not be read.
        """
        self._refresh(now)
        address, _ = self._client(back).create_authorization_url(
            self._known["authorization_endpoint"],
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            prompt="login",  # whoever is at the keyboard, not whoever once signed in there
        )
        return str(address)

    def named(self, code: str, back: str, nonce: str, verifier: str, now: datetime) -> Named:
        """Whom the provider names of whoever signed in there.

        :raise NotNamed: the token does not hold, or names nobody by a collar number.
        :raise ProviderAway: the provider did not answer.
        """
        try:
            claims = self.claims(code, back, nonce, verifier, now)
        except NotNamed as error:
            # Its kind alone, for whoever sets this up: a wrong secret looks to everybody else like a wrong code.
            logger.warning("the directory's word does not hold: %s", type(error.__cause__).__name__)
            raise
        number = _said(claims, self.number)
        if number is None:
            logger.warning("the directory's token has no claim that FIELD_OIDC_NUMBER names")
            raise NotNamed
        left = self.left is not None and _said(claims, self.left[0]) == self.left[1]
        return Named(number, _said(claims, self.rank) if self.rank else None, left)

    def claims(self, code: str, back: str, nonce: str, verifier: str, now: datetime) -> dict[str, Any]:
        """What the provider says of whoever signed in there, from an id token that holds at `now`.

        :raise NotNamed: the code is not good, or the token does not hold.
        :raise ProviderAway: the provider did not answer.
        """
        self._refresh(now)
        try:
            token = self._client(back).fetch_token(
                self._known["token_endpoint"],
                code=code,
                grant_type="authorization_code",
                code_verifier=verifier,
                timeout=TIMEOUT_S,
                allow_redirects=False,
            )
        except AuthlibBaseError as error:
            raise NotNamed from error
        except (requests.RequestException, ValueError) as error:
            self._failed_at = now
            raise ProviderAway from error
        self._failed_at = None
        try:
            return self._holding(token["id_token"], str(token.get("access_token", "")), nonce, now)
        except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
            raise NotNamed from error

    def _holding(self, text: str, access_token: str, nonce: str, now: datetime) -> dict[str, Any]:
        keys = self._keys
        assert keys is not None, "_refresh has read them"
        try:
            read = jwt.decode(text, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            self._refresh(now, ASK_AGAIN)  # the provider may have changed its keys
            if self._keys is keys or self._keys is None:
                raise
            read = jwt.decode(text, self._keys, algorithms=ALGORITHMS)
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(now=int(now.timestamp()), leeway=SKEW_S)
        return dict(read.claims)

    def _client(self, back: str) -> OAuth2Session:
        client = OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
        )
        return self._alone(client)

    def _refresh(self, now: datetime, after: timedelta = KEPT) -> None:
        with self._lock:
            if self._read_at is not None and timedelta(0) <= now - self._read_at < after:
                return
            if self._failed_at is not None and timedelta(0) <= now - self._failed_at < ASK_AGAIN:
                raise ProviderAway  # at once: nobody waits for the same silence twice
            try:
                known = self._get(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
                if known["issuer"] != self.issuer:
                    raise ProviderAway
                if "S256" not in known.get("code_challenge_methods_supported", ["S256"]):
                    raise ProviderAway
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if _origin(str(known[name])) != _origin(self.issuer):
                        raise ProviderAway  # it cannot send this server anywhere else
                keys = KeySet.import_key_set(self._get(known["jwks_uri"]))
            except (ProviderAway, requests.RequestException, JoseError, KeyError, TypeError, ValueError) as error:
                self._failed_at = now
                logger.warning("the directory is away: %s", type(error).__name__)
                raise ProviderAway from error
            self._known, self._keys, self._read_at, self._failed_at = known, keys, now, None

    def _alone(self, session: S) -> S:
        """The same, with no proxy, password file or certificate of the environment's."""
        session.trust_env, session.verify = False, self.ca or True
        return session

    def _get(self, address: str) -> Any:
        with self._alone(requests.Session()) as session:
            answer = session.get(address, timeout=TIMEOUT_S, allow_redirects=False)
        if answer.status_code != 200:
            raise ProviderAway
        return answer.json()


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _said(claims: Mapping[str, Any], name: str) -> str | None:
    """What a claim says in one word or number, None where it says nothing or more than one."""
    said = claims.get(name)
    text = str(said).strip() if isinstance(said, str | int) and not isinstance(said, bool) else ""
    return text or None
