"""What a server refuses to start with, and says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config import SECRETS, BadSetting, Settings, from_environment
from field_app import create_app


def test_without_its_keys_no_server_starts(sqlite_force):
    for name in SECRETS:
        kept = {other: value for other, value in sqlite_force.settings.secrets.items() if other != name}
        with pytest.raises(BadSetting, match=name):
            create_app(replace(sqlite_force.settings, secrets=kept))


def test_a_key_that_is_none_is_named(sqlite_force):
    secrets = {**sqlite_force.settings.secrets, "FIELD_CASE_KEY": "c2hvcnQ"}
    with pytest.raises(BadSetting, match="FIELD_CASE_KEY: must be 32 bytes"):
        create_app(replace(sqlite_force.settings, secrets=secrets))


def test_a_further_key_that_is_none_is_named(sqlite_force):
    settings = replace(sqlite_force.settings, further={"FIELD_CASE_KEY": ("short",)})
    with pytest.raises(BadSetting, match=r"^FIELD_CASE_KEY_FURTHER: must be 32 bytes as base64url"):
        create_app(settings)


def test_on_another_origin_than_it_was_set_up_for_no_server_starts(sqlite_force):
    with pytest.raises(BadSetting, match="FIELD_ORIGIN"):
        create_app(replace(sqlite_force.settings, origin="https://field.example"))


def test_on_an_empty_database_no_server_starts(sqlite_force, tmp_path):
    with pytest.raises(BadSetting, match="FIELD_DATABASE_URL"):
        create_app(replace(sqlite_force.settings, database_url=f"sqlite:///{tmp_path}/empty.sqlite"))


@pytest.mark.parametrize("origin", ["http://field.example", "https://field.example/", "field.example", "https://a/b"])
def test_an_origin_is_https_and_nothing_more(origin):
    with pytest.raises(BadSetting, match="FIELD_ORIGIN"):
        from_environment({"FIELD_ORIGIN": origin})


@pytest.mark.parametrize("url", ["nonsense", "mysql://me:secret@there/field", "sqlite:///"])
def test_a_database_of_another_kind_is_refused_without_repeating_it(url):
    with pytest.raises(BadSetting, match=r"^FIELD_DATABASE_URL: must begin sqlite:/// or postgresql:") as refused:
        from_environment({"FIELD_DATABASE_URL": url})
    assert "secret" not in str(refused.value)


def test_a_switch_is_0_or_1():
    with pytest.raises(BadSetting, match="FIELD_ALLOW_PIN"):
        from_environment({"FIELD_ALLOW_PIN": "yes"})
    assert isinstance(from_environment({}), Settings)


@pytest.mark.parametrize("minutes", ["0", "31", "-1", "5.0", "²", "five"])
def test_a_phone_locks_after_1_to_30_minutes(minutes):
    with pytest.raises(BadSetting, match="from 1 to 30"):
        from_environment({"FIELD_IDLE_LOCK_MINUTES": minutes})
    assert from_environment({"FIELD_IDLE_LOCK_MINUTES": "30"}).idle_lock_minutes == 30
    assert from_environment({}).idle_lock_minutes == 5
