"""The force's directory, asked over HTTP: whom it names, and every way in which that must not be believed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from field_app.adapters.directory import Directory, NotNamed, ProviderAway

from .oidc_provider import BACK, CLIENT, SECRET

VERIFIER = "v" * 64


def directory(provider):
    return Directory(provider.issuer, CLIENT, SECRET, "employee_number")


def named(provider, asked, now=None, nonce="n-1", verifier=VERIFIER):
    now = now or datetime.now(UTC)
    back = provider.sign_in(asked.where_to_ask(BACK, "s-1", "n-1", VERIFIER, now))
    assert back["state"] == "s-1"
    return asked.claims(back["code"], BACK, nonce, verifier, now)


def signed(**changed):
    return lambda provider: lambda head, claims: jwt.encode(head, {**claims, **changed}, provider.key)


def foreign(provider):
    other = RSAKey.generate_key(2048, {"kid": provider.key.kid})
    return lambda head, claims: jwt.encode(head, claims, other)


def by_secret(provider):
    return lambda head, claims: jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def unsigned(provider):
    def part(one):
        return base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=")

    return lambda head, claims: f"{part({'alg': 'none'})}.{part(claims)}."


def test_the_directory_names_who_signed_in_there_and_its_keys_are_kept_and_renewed(provider):
    asked, now = directory(provider), datetime.now(UTC)
    assert named(provider, asked, now)["employee_number"] == "4471"
    named(provider, asked, now)
    assert provider.keys_asked == 1
    provider.rotate()
    assert named(provider, asked, now + timedelta(seconds=20))["employee_number"] == "4471"
    assert provider.keys_asked == 2


def test_a_token_signed_anew_and_unchanged_still_names(provider):
    provider.forge = signed()(provider)  # so that below it is what was changed that is refused
    assert named(provider, directory(provider))["employee_number"] == "4471"


FORGED = {
    "issuer": signed(iss="http://elsewhere.example"),
    "audience": signed(aud="another client"),
    "audience of two": signed(aud=[CLIENT, "another client"], azp="another client"),
    "nonce": signed(nonce="n-2"),
    "expired": signed(exp=1_000_000_000),
    "not yet made": signed(iat=4_000_000_000),
    "foreign key": foreign,
    "alg none": unsigned,
    "the client's secret as key": by_secret,
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_token_that_does_not_hold_names_nobody(provider, forged):
    provider.forge = forged(provider)
    with pytest.raises(NotNamed):
        named(provider, directory(provider))


def test_a_code_works_once_and_only_with_its_verifier(provider):
    asked, now = directory(provider), datetime.now(UTC)
    with pytest.raises(NotNamed):
        named(provider, asked, verifier="w" * 64)
    back = provider.sign_in(asked.where_to_ask(BACK, "s-1", "n-3", VERIFIER, now))
    asked.claims(back["code"], BACK, "n-3", VERIFIER, now)
    with pytest.raises(NotNamed):
        asked.claims(back["code"], BACK, "n-3", VERIFIER, now)


def test_a_provider_that_is_away_is_said_to_be(provider):
    asked = Directory("http://127.0.0.1:9", CLIENT, SECRET, "employee_number")
    with pytest.raises(ProviderAway):
        asked.where_to_ask(BACK, "s-1", "n-1", VERIFIER, datetime.now(UTC))


WRONG_OF_ITSELF = {
    "another issuer": {"issuer": "http://127.0.0.1:9"},
    "token endpoint elsewhere": {"token_endpoint": "http://127.0.0.1:9/token"},
    "keys elsewhere": {"jwks_uri": "http://169.254.169.254/latest"},
    "sign-in elsewhere": {"authorization_endpoint": "https://elsewhere.example/authorize"},
    "no S256": {"code_challenge_methods_supported": ["plain"]},
    "keys that are none": {"jwks_uri": None},
}


@pytest.mark.parametrize("says", WRONG_OF_ITSELF.values(), ids=WRONG_OF_ITSELF)
def test_a_provider_that_sends_this_server_elsewhere_is_not_followed(provider, says):
    provider.says = says
    with pytest.raises(ProviderAway):
        directory(provider).where_to_ask(BACK, "s-1", "n-1", VERIFIER, datetime.now(UTC))
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_no_redirect_is_followed_and_nobody_waits_for_the_same_silence_twice(provider):
    provider.moved = f"{provider.issuer}/keys"
    asked, now = directory(provider), datetime.now(UTC)
    for _ in range(2):
        with pytest.raises(ProviderAway):
            asked.where_to_ask(BACK, "s-1", "n-1", VERIFIER, now)
    assert provider.asked == ["/.well-known/openid-configuration"]
    assert asked.answers is False
    provider.moved = None
    asked.where_to_ask(BACK, "s-1", "n-1", VERIFIER, now + timedelta(seconds=11))
    assert asked.answers is True
