"""The demo's small world exists only where DEMO is on."""

import pytest
from django.core.management import CommandError, call_command

from compliance.organisations.models import Organisation
from learning.resources.models import GuidancePage
from portal.core.demo_accounts import DEMO_PASSWORD
from portal.operations.setup import database

pytestmark = pytest.mark.thorough


@pytest.mark.django_db
def test_accounts_with_known_passwords_are_refused_outside_a_demo():
    with pytest.raises(CommandError, match="DEMO is off") as refusal:
        call_command("seed_demo")
    assert refusal.value.returncode == 2


@pytest.mark.django_db
def test_seeding_twice_makes_the_same_world_once(settings, capsys):
    settings.DEMO = True
    call_command("seed_demo")
    first = capsys.readouterr().out
    call_command("seed_demo")
    assert capsys.readouterr().out == first
    assert "/demo/mail/" in first


def test_the_demo_password_is_one_that_a_person_may_choose():
    assert len(DEMO_PASSWORD) >= 12


@pytest.mark.django_db
def test_the_first_page_needs_the_guidance_only(settings, capsys, client):
    settings.DEMO = True
    call_command("seed_demo", *database.PAGES)
    assert capsys.readouterr().out == ""
    assert GuidancePage.objects.live().exists()
    assert not Organisation.objects.exists()
    assert client.get("/").status_code == 200
    call_command("seed_demo")
    assert Organisation.objects.exists()
