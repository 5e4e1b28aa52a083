"""Every form that any page shows, with hostile values in every field of it (see tests/support/hostile_forms.py).

The forms are read from the pages of the URL register as a browser reads them, so a new one is tried as soon as it is
shown.
"""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import resolve, reverse

from compliance.organisations.rules import scope
from compliance.statements.choices import SectionCode, State
from compliance.statements.rules.content import content_hash
from tests.factories import statements as sf
from tests.factories.signed import content_of, full_sections, signed_version
from tests.factories.world import World, build_world
from tests.support.forms import PageForm, fill_form, forms_on, parse_page
from tests.support.hostile_forms import MAY_WRITE, find_mistakes, send_form
from tests.support.visits import request_page
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.once, pytest.mark.thorough, pytest.mark.usefixtures("_pdfs_are_text")]

READERS = (
    "administrator",
    "approver",
    "editor",
    "site_administrator",
    "triage_lead",
    "partner",
    "outsider",
    "anonymous",
)
APPROVED, TO_PUBLISH = 2021, 2020
YEARS = (2026, 2025, 2024, 2023, 2022, APPROVED, TO_PUBLISH)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world with texts that can be approved, signed and published."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        own = world.a.organisation
        signed_version(organisation=own, year=TO_PUBLISH)
        statement = sf.StatementFactory(organisation=own, year=APPROVED)
        approved = sf.VersionFactory(statement=statement, state=State.APPROVED, sections=full_sections())
        for version in (approved, world.a.versions[State.READY_FOR_APPROVAL]):
            version.content_hash = content_hash(content_of(version))
            version.save(update_fields=["content_hash"])
        sf.ApprovalFactory(version=approved)
        for person in (world.a.people["viewer"], world.staff["handler"]):
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
        yield world
        transaction.set_rollback(True)


def places(name: str, world: World) -> Iterator[str]:
    """Every address of one entry of the register: each year, section and question."""
    kwargs = ADDRESSES[name].kwargs(world)
    yield reverse(name, kwargs=kwargs)
    if not ADDRESSES[name].is_inside or "question" in kwargs:
        others = [{"question": one["slug"]} for one in scope.get_questions()] if "question" in kwargs else []
    elif "section" in kwargs:
        others = [{"section": code} for code in SectionCode.values]
    else:
        others = [{"year": year} for year in YEARS] if "year" in kwargs else []
    for other in others:
        if not other.items() <= kwargs.items():
            yield reverse(name, kwargs=kwargs | other)


def forms_at(name: str, world: World, clients, section: str = "") -> Iterator[tuple[str, PageForm]]:
    """Who sees it, and the form; each once, though many people and years have the same.

    section: of a statement, where only its own address is asked.
    """
    seen = set()
    kwargs = ADDRESSES[name].kwargs(world)
    for url in [reverse(name, kwargs=kwargs | {"section": section})] if section else places(name, world):
        for reader in READERS:
            if ADDRESSES[name].get[reader] in {403, 404, 405, "sign-in"}:
                continue
            response, body = request_page(clients[reader], "get", url)
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            for form in forms_on(parse_page(body), url):
                match = resolve(form.address.partition("?")[0])
                key = (match.view_name, match.kwargs.get("section"), match.kwargs.get("question"), form.shape)
                if key not in seen:
                    seen.add(key)
                    yield reader, form


SECTIONS = "statements:section"


@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - {SECTIONS}))
@pytest.mark.django_db
def test_a_form_takes_hostile_values_without_losing_any(name, shared_world, clients):
    wrong = [
        line for reader, form in forms_at(name, shared_world, clients) for line in find_mistakes(clients[reader], form)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("section", SectionCode.values)
@pytest.mark.django_db
def test_the_form_of_a_section_takes_hostile_values_without_losing_any(section, shared_world, clients):
    found = list(forms_at(SECTIONS, shared_world, clients, section=section))
    assert found
    wrong = [line for reader, form in found for line in find_mistakes(clients[reader], form)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("act", ["section", "start", "review", "approve", "sign", "publish", "amend", "withdraw"])
@pytest.mark.django_db
def test_the_world_shows_the_forms_of_every_step(act, shared_world, clients):
    assert list(forms_at(f"statements:{act}", shared_world, clients))


@pytest.mark.parametrize("year", YEARS[1:])
@pytest.mark.django_db
def test_a_text_that_is_sent_on_takes_no_section(year, shared_world, clients):
    """Its form is not shown, and one that was opened before is told so and changes nothing."""
    address = ADDRESSES["statements:section"].kwargs(shared_world)
    url = reverse("statements:section", kwargs=address)
    form = next(forms_on(parse_page(request_page(clients["editor"], "get", url)[1]), url))
    form.address = reverse("statements:section", kwargs=address | {"year": year})
    answer = send_form(clients["editor"], form, fill_form(form))
    assert answer.response.redirect_chain[0][1] == 303
    assert "not open for changes" in answer.body
    assert not answer.written - MAY_WRITE


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(ADDRESSES))
@pytest.mark.django_db
def test_every_field_takes_every_hostile_value(name, shared_world, clients):
    found = forms_at(name, shared_world, clients)
    wrong = [line for reader, form in found for line in find_mistakes(clients[reader], form, every=True)]
    assert not wrong, "\n".join(wrong)
