"""Administrators change the organisation's settings; each form holds fields of its row."""

import pytest

from tests.compliance.organisations.conftest import to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "typed", "saved"),
    [
        ("dates", {"date_order": "month_first"}, {"date_order": "month_first"}),
        ("sectors", {"sectors": ["other"], "sectors_other": "Kites"}, {"sectors_other": "Kites"}),
        (
            "sectors",
            {"sectors": ["public_sector"], "sectors_other": "Kites"},
            {"sectors": ["public_sector"], "sectors_other": ""},
        ),
    ],
)
def test_what_is_typed_is_saved(client, organisation, administrator, page, typed, saved):
    response = client.post(to(page, organisation.slug), typed)
    assert response.status_code == 302, response.context["form"].errors
    organisation.refresh_from_db()
    assert {name: getattr(organisation, name) for name in saved} == saved


def test_a_form_with_an_error_leaves_the_name_on_the_page_and_in_the_row(client, organisation, administrator):
    page = to("details", organisation.slug)
    response = client.post(page, {"name": "Quay Ltd", "legal_form": "nothing", "country": "GB"})
    assert response.status_code == 422
    assert response.context["organisation"].name == "Harbour Foods Limited"
    organisation.refresh_from_db()
    assert organisation.name == "Harbour Foods Limited"


def test_a_name_that_waits_for_its_proof_is_shown_in_the_form(client, organisation, administrator):
    organisation.wanted_name = "Quay Ltd"
    organisation.save()
    form = client.get(to("details", organisation.slug)).context["form"]
    assert form["name"].value() == "Quay Ltd"
