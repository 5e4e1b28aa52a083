"""A view is saved under a name that its organisation uses once."""

import pytest

from compliance.suppliers.models import SavedView
from compliance.suppliers.services.saved_views import NameTaken, remove_view, save_view
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_name_is_used_once_in_an_organisation_and_again_in_another():
    organisation, actor = OrganisationFactory(), UserFactory()
    save_view(organisation=organisation, actor=actor, name="Asia", query="?tier=1")
    save_view(organisation=OrganisationFactory(), actor=actor, name="Asia", query="?tier=2")
    with pytest.raises(NameTaken) as refusal:
        save_view(organisation=organisation, actor=actor, name="Asia", query="?tier=3")
    assert refusal.value.sentence
    assert sorted(SavedView.objects.values_list("query", flat=True)) == ["?tier=1", "?tier=2"]


def test_a_removed_view_leaves_its_line():
    view = save_view(organisation=OrganisationFactory(), actor=UserFactory(), name="Asia", query="?")
    remove_view(view=view, actor=UserFactory())
    assert not SavedView.objects.exists()
    assert Entry.objects.filter(action="suppliers.view.removed").exists()
