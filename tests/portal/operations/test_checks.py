"""What keeps an operator from serving the public with the settings of a demo."""

import pytest
from django.core.checks import Tags, run_checks

from portal.operations import checks


@pytest.fixture
def keys(settings, tmp_path):
    settings.SEALING_KEYS_FILE = tmp_path / "sealing_keys"
    settings.SECRET_KEY = "k" * 60
    settings.SEALING_KEYS_FILE.write_text("a key")
    settings.SEALING_KEYS_FILE.chmod(0o400)
    return settings.SEALING_KEYS_FILE


def ids(found):
    return [message.id for message in found]


def test_secrets_that_are_well_kept_pass(keys):
    assert checks.secrets_are_kept() == []


def test_without_a_sealing_key_nothing_starts(keys):
    keys.unlink()
    assert ids(checks.secrets_are_kept()) == ["operations.E001"]


def test_a_key_that_others_can_read_is_refused(keys):
    keys.chmod(0o444)
    assert ids(checks.secrets_are_kept()) == ["operations.E002"]


def test_a_known_example_key_is_refused(keys, settings):
    settings.SECRET_KEY = "django-insecure-" + "x" * 50
    assert ids(checks.secrets_are_kept()) == ["operations.E003"]


def test_an_operator_nobody_can_see_is_told(settings):
    settings.OPERATOR = settings.OPERATOR | {"email": "office@example.org", "address": ""}
    assert "OPERATOR_ADDRESS" in checks.the_operator_is_named()[0].hint


@pytest.mark.parametrize(
    ("demo", "demanded", "passes"), [(False, True, True), (True, True, False), (False, False, False)]
)
def test_the_settings_of_a_demo_are_refused(settings, demo, demanded, passes):
    settings.DEMO, settings.SECOND_FACTOR_DEMANDED = demo, demanded
    assert (checks.it_is_no_demo() == []) is passes


@pytest.mark.parametrize(
    ("is_behind", "proxies", "hinted"),
    [(True, 0, "TRUSTED_PROXIES"), (False, 1, "BEHIND_PROXY"), (True, 2, None), (False, 0, None)],
)
def test_a_proxy_that_is_told_by_half_is_warned_of(settings, is_behind, proxies, hinted):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_behind else None
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    found = checks.the_proxies_are_told_alike()
    assert ids(found) == (["operations.W002"] if hinted else [])
    assert not hinted or f"Set {hinted}" in found[0].hint


def test_the_deployment_check_asks_about_the_proxies(settings):
    settings.SECURE_PROXY_SSL_HEADER, settings.ALLAUTH_TRUSTED_PROXY_COUNT = ("HTTP_X_FORWARDED_PROTO", "https"), 0
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    assert "operations.W002" in ids(found)
