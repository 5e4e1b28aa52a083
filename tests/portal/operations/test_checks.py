"""What keeps an operator from serving the public with the settings of a demo."""

from types import SimpleNamespace

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from portal.operations import checks
from tests.factories.vault import begin_vault


@pytest.fixture
def keys(settings, tmp_path):
    settings.SECRET_KEY = "k" * 60
    for setting, *_ in checks.SECRET_FILES:
        file = tmp_path / setting
        setattr(settings, setting, file)
        file.write_text("a key")
        file.chmod(0o400)
    return [tmp_path / setting for setting, *_ in checks.SECRET_FILES]


def ids(found):
    return [message.id for message in found]


def test_secrets_that_are_well_kept_pass(keys):
    assert checks.check_secrets() == []


def test_without_one_of_its_keys_nothing_starts(keys):
    for number, key in enumerate(keys, start=1):
        key.unlink()
        assert ids(checks.check_secrets()) == ["operations.E001"] * number


def test_a_face_without_its_own_secrets_does_not_start(keys, settings):
    settings.FACE = "reporters"
    keys[0].unlink()
    assert checks.check_secrets() == checks.check_foreign_secrets() == []
    keys[1].unlink()
    assert ids(checks.check_secrets()) == ["operations.E001"]


@pytest.mark.parametrize(("face", "number"), [("reporters", 1), ("public", 2), ("cms", 2), ("desk", 0), ("", 0)])
def test_a_face_that_can_read_a_secret_of_another_is_refused(keys, settings, face, number):
    settings.FACE = face
    assert ids(checks.check_foreign_secrets()) == ["operations.E013"] * number


def test_a_key_that_others_can_read_is_refused(keys):
    for number, key in enumerate(keys, start=1):
        key.chmod(0o444)
        assert ids(checks.check_secrets()) == ["operations.E002"] * number


@pytest.mark.django_db
def test_a_team_key_that_the_file_does_not_confirm_is_refused():
    assert checks.check_team_key() == []
    vault = begin_vault()
    assert checks.check_team_key() == []
    vault.epoch.public_key = bytes(32)
    vault.epoch.save()
    assert ids(checks.check_team_key()) == ["operations.E006"]


@pytest.mark.parametrize(("passes", "mebibytes", "passed"), [(3, 128, True), (1, 128, False), (3, 64, False)])
def test_receipts_that_are_cheap_to_guess_are_refused(settings, passes, mebibytes, passed):
    settings.VAULT_STRETCH = {"passes": passes, "memory_bytes": mebibytes * 1024**2}
    assert (checks.check_receipt_cost() == []) is passed


def test_a_known_example_key_is_refused(keys, settings):
    settings.SECRET_KEY = "django-insecure-" + "x" * 50
    assert ids(checks.check_secrets()) == ["operations.E003"]


def test_an_operator_nobody_can_see_is_told(settings):
    settings.OPERATOR = settings.OPERATOR | {"email": "office@example.org", "address": ""}
    assert "OPERATOR_ADDRESS" in checks.check_operator_is_named()[0].hint


@pytest.mark.parametrize(
    ("demo", "demanded", "passes"), [(False, True, True), (True, True, False), (False, False, False)]
)
def test_the_settings_of_a_demo_are_refused(settings, demo, demanded, passes):
    settings.DEMO, settings.SECOND_FACTOR_DEMANDED = demo, demanded
    assert (checks.check_is_no_demo() == []) is passes


@pytest.mark.parametrize(
    ("is_behind", "proxies", "hinted"),
    [(True, 0, "TRUSTED_PROXIES"), (False, 1, "BEHIND_PROXY"), (True, 2, None), (False, 0, None)],
)
def test_a_proxy_that_is_told_by_half_is_warned_of(settings, is_behind, proxies, hinted):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_behind else None
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    found = checks.check_proxy_counts()
    assert ids(found) == (["operations.W002"] if hinted else [])
    assert not hinted or f"Set {hinted}" in found[0].hint


def test_a_sqlite_file_is_warned_of(monkeypatch):
    for vendor, told in (("sqlite", ["operations.W003"]), ("postgresql", [])):
        monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))
        assert ids(checks.check_database_engine()) == told


@pytest.mark.parametrize(
    ("site", "hosts", "told"),
    [
        ("http://localhost:8000", ["localhost"], ["operations.E007"]),
        ("http://daylight.example", ["daylight.example"], ["operations.E007"]),
        ("https://daylight.example", ["www.daylight.example"], ["operations.E008"]),
        ("https://daylight.example", ["*"], ["operations.E009"]),
        ("https://daylight.example", [".daylight.example"], []),
    ],
)
def test_addresses_of_a_developers_machine_are_refused(settings, site, hosts, told):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, hosts
    assert ids(checks.check_addresses()) == told


@pytest.mark.parametrize(
    ("sender", "host", "tls", "told"),
    [
        ("Daylight <no-reply@localhost>", "localhost", {}, ["operations.W004"]),
        ("no-reply@daylight.example", "mail.example", {}, ["operations.E010"]),
        ("no-reply@daylight.example", "mail.example", {"use_tls": True}, []),
        ("no-reply@daylight.example", "mail.example", {"use_ssl": True}, []),
        ("Daylight <no-reply@daylight.example>", "localhost", {}, []),
    ],
)
def test_mail_without_a_sender_or_in_the_clear_is_told(settings, sender, host, tls, told):
    settings.DEFAULT_FROM_EMAIL = sender
    settings.MAILERS = {"default": {"BACKEND": "x", "OPTIONS": {"host": host} | tls}}
    assert ids(checks.check_mail()) == told


def test_an_empty_on_call_list_is_told(settings):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = [], ""
    assert ids(checks.check_on_call_list()) == ["operations.W005"]
    settings.ON_CALL_EMAILS = ["on-call@daylight.example"]
    assert checks.check_on_call_list() == []


@pytest.mark.django_db
def test_the_deployment_check_asks_about_the_proxies(settings):
    settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT = ("HTTP_X_FORWARDED_PROTO", "https"), 0
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    assert "operations.W002" in ids(found)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
def test_a_face_needs_a_role_that_is_its_own(settings, monkeypatch):
    assert checks.check_face_roles() == []
    settings.FACE, roles = "desk", settings.FACE_ROLES
    assert ids(checks.check_face_roles()) == ["operations.E015"]
    monkeypatch.setitem(connection.settings_dict, "USER", "portal_test_desk")
    assert checks.check_face_roles() == []
    settings.FACE_ROLES = roles | {"desk": "portal_nobody"}
    assert ids(checks.check_face_roles()) == ["operations.E015"]
    settings.FACE_ROLES = {}
    assert ids(checks.check_face_roles()) == ["operations.E014"]
