"""The force's directory as an OpenID Connect provider: the authorization code flow (OIDC Core 3.1) with PKCE."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

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


@dataclass
class Directory:
    """A provider, and what was last read of it. Threads share it."""

    issuer: str
    client_id: str
    client_secret: str
    _known: dict[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _read_at: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def where_to_ask(self, back: str, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """The provider's address for a sign-in that comes back to `back`.

        :raise ProviderAway: what the provider says of itself could not be read.
        """
        self._refresh(now)
        address, _ = self._client(back).create_authorization_url(
            self._known["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
        return str(address)

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
            raise ProviderAway from error
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
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _refresh(self, now: datetime, after: timedelta = KEPT) -> None:
        with self._lock:
            if self._read_at is not None and timedelta(0) <= now - self._read_at < after:
                return
            try:
                known = self._get(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
                if known["issuer"] != self.issuer:
                    raise ProviderAway
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not str(known[name]).startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
                        raise ProviderAway
                keys = KeySet.import_key_set(self._get(known["jwks_uri"]))
            except (requests.RequestException, JoseError, KeyError, TypeError, ValueError) as error:
                raise ProviderAway from error
            self._known, self._keys, self._read_at = known, keys, now

    @staticmethod
    def _get(address: str) -> Any:
        answer = requests.get(address, timeout=TIMEOUT_S, allow_redirects=False)
        if answer.status_code != 200:
            raise ProviderAway
        return answer.json()
