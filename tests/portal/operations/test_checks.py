"""What keeps an operator from serving the public with the settings of a demo."""

import pytest
from django.core.checks import Tags, run_checks

from portal.operations import checks
from tests.factories.vault import begin_vault


@pytest.fixture
def keys(settings, tmp_path):
    settings.SECRET_KEY = "k" * 60
    for setting, _what, _hint in checks.SECRET_FILES:
        file = tmp_path / setting
        setattr(settings, setting, file)
        file.write_text("a key")
        file.chmod(0o400)
    return [tmp_path / setting for setting, _what, _hint in checks.SECRET_FILES]


def ids(found):
    return [message.id for message in found]


def test_secrets_that_are_well_kept_pass(keys):
    assert checks.check_secrets() == []


def test_without_one_of_its_keys_nothing_starts(keys):
    for number, key in enumerate(keys, start=1):
        key.unlink()
        assert ids(checks.check_secrets()) == ["operations.E001"] * number


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


@pytest.mark.django_db
def test_the_deployment_check_asks_about_the_proxies(settings):
    settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT = ("HTTP_X_FORWARDED_PROTO", "https"), 0
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    assert "operations.W002" in ids(found)
