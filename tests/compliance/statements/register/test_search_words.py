"""The search of the register translates what it says of statements; its filters are kept as text."""

import pytest

from compliance.statements.register.forms.search import SearchForm
from portal.core.forms import field_cache
from tests.factories import statements as sf
from tests.support.translations import count_translations

pytestmark = pytest.mark.django_db
INDEX = "/statements/?q=example"


def test_the_filters_have_no_word_translated_once_they_are_drawn(client):
    field_cache.clear()
    first = count_translations(lambda: client.get(INDEX))
    second = count_translations(lambda: client.get(INDEX))
    assert first > 400
    assert second < 100
    assert len(SearchForm.cached_fields) == 15


def test_a_new_statement_is_found_beside_kept_filters(client):
    assert "No statement found" in client.get("/statements/").content.decode()
    publication = sf.PublicationFactory(year=2026)
    page = client.get("/statements/").content.decode()
    assert f"{publication.organisation_name}, {publication.year}" in page


def test_a_chosen_filter_is_shown_as_chosen_and_to_nobody_else(client):
    client.get("/statements/")
    chosen = client.get("/statements/?country=country:TH&area=risk").content.decode()
    assert '<option value="country:TH" selected>' in chosen
    assert 'value="risk" checked>' in chosen
    other = client.get("/statements/").content.decode()
    assert '<option value="country:TH" selected>' not in other
    assert " checked>" not in other
