"""A directory of the tests' own: an OpenID Connect provider, made with Authlib's server side, on a port of 127.0.0.1.

Whoever asks is signed in as `person`. `forge` makes what a wrong provider would send of its token's header, claims
and key; `says` is what it says of itself otherwise, `moved` where it sends on whoever asks that; `asked` is every
address that was asked for.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jws import extract_compact
from werkzeug.serving import make_server

CLIENT, SECRET, BACK = "field", "the client's secret", "http://localhost:8000/directory/back"


class Client(ClientMixin):
    def __init__(self, back: str) -> None:
        self.back = back

    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return self.back

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.back

    def check_client_secret(self, client_secret):
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    def __init__(self, code: str, asked: Any) -> None:
        self.code, self.nonce = code, asked.payload.data.get("nonce")
        self.redirect_uri, self.scope = asked.payload.redirect_uri, asked.payload.scope
        self.code_challenge = asked.payload.data.get("code_challenge")
        self.code_challenge_method = asked.payload.data.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return None

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Provider:
    """The provider, started; `stop` ends it."""

    def __init__(self, back: str = BACK) -> None:
        os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # 127.0.0.1 has no TLS
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.person: dict[str, Any] = {"sub": "s-4471", "employee_number": "4471"}
        self.forge: Callable[[dict[str, Any], dict[str, Any]], str] | None = None
        self.codes: dict[str, Code] = {}
        self.says: dict[str, Any] = {}
        self.moved: str | None = None
        self.asked: list[str] = []
        self.client = Client(back)
        app = self._app()
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def keys_asked(self) -> int:
        return self.asked.count("/keys")

    def anew(self) -> None:
        """As it began, but for its key."""
        self.person = {"sub": "s-4471", "employee_number": "4471"}
        self.forge, self.moved = None, None
        self.says = {}
        self.codes.clear()
        self.asked.clear()

    def rotate(self) -> None:
        """From now on another key signs, and the one before is gone."""
        self.key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})

    def sign_in(self, address: str) -> dict[str, str]:
        """Follow the address as a browser does; what comes back in the query."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def _app(self) -> Flask:
        provider, app = self, Flask("provider")

        class Grant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

            def save_authorization_code(self, code, asked):
                provider.codes[code] = Code(code, asked)

            def query_authorization_code(self, code, client):
                return provider.codes.get(code)

            def delete_authorization_code(self, code):
                del provider.codes[code.code]

            def authenticate_user(self, code):
                return provider.person

        class IdToken(OpenIDCode):
            def exists_nonce(self, nonce, asked):
                return any(one.nonce == nonce for one in provider.codes.values())

            def resolve_client_private_key(self, client):
                return provider.key

            def get_client_algorithm(self, client):
                return "RS256"

            def get_client_claims(self, client):
                return {"iss": provider.issuer, "exp": int(time.time()) + 300}

            def generate_user_info(self, user, scope):
                return UserInfo(user)

        server = AuthorizationServer(app, query_client=lambda _: provider.client, save_token=lambda *_: None)
        server.register_grant(Grant, [IdToken(require_nonce=True), CodeChallenge(required=True)])

        @app.get("/.well-known/openid-configuration")
        def configuration():
            if provider.moved:
                return redirect(provider.moved)
            named = {name: f"{provider.issuer}/{path}" for name, path in ENDPOINTS.items()}
            return jsonify({"issuer": provider.issuer, **named, **provider.says})

        @app.before_request
        def note():
            provider.asked.append(request.path)

        @app.get("/keys")
        def keys():
            return jsonify(keys=[provider.key.as_dict(private=False)])

        @app.get("/authorize")
        def authorize():
            grant = server.get_consent_grant(end_user=provider.person)
            return server.create_authorization_response(grant_user=provider.person, grant=grant)

        @app.post("/token")
        def token():
            answer = server.create_token_response()
            if provider.forge and answer.status_code == 200:
                sent = answer.get_json()
                read = extract_compact(sent["id_token"].encode())
                header, claims = dict(read.protected), jwt.decode(sent["id_token"], provider.key).claims
                sent["id_token"] = provider.forge(header, claims)
                return jsonify(sent)
            return answer

        return app


ENDPOINTS = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
