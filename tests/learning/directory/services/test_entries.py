"""Writing an entry: a draft of its own address, changed by whoever saw the newest version."""

from datetime import UTC, date, datetime, time

import pytest

from learning.directory.rules.hours import Span
from learning.directory.services import entries
from learning.directory.services.steps import EditConflict
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
MONDAY = Span((0,), time(9), time(17))


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


def add(editor, name="Night line", provider="Invented Harbour Trust", *, at=NOW, **values):
    return entries.add_entry(
        provider={"name": provider}, values={"name": name, "needs": ["helpline"]} | values, spans=[MONDAY],
        actor=editor, at=at,
    )  # fmt: skip


def test_its_first_review_is_on_the_day_in_london_on_which_it_was_added(editor):
    assert add(editor, at=datetime(2027, 7, 1, 23, 30, tzinfo=UTC)).next_review_on == date(2027, 7, 2)


def test_a_new_entry_is_a_draft_with_its_hours_and_facets(editor):
    service = add(editor)
    assert service.is_draft
    assert [row.span for row in service.schedules.all()] == [MONDAY]
    assert set(service.facets.values_list("kind", "code")) >= {("need", "helpline")}
    assert Entry.objects.filter(action="directory.service.added").count() == 1


def test_two_entries_of_one_name_have_different_addresses(editor):
    slugs = [add(editor).slug, add(editor, provider="Invented Beech Trust").slug, add(editor).slug]
    assert slugs == ["night-line", "night-line-invented-beech-trust", "night-line-invented-harbour-trust"]


def test_the_first_words_of_our_own_addresses_are_no_entry(editor):
    assert add(editor, name="Apply").slug == "apply-invented-harbour-trust"


def test_a_change_of_an_older_version_is_refused_and_changes_nothing(editor):
    service = ServiceFactory(name="Night line")
    change = {"service": service, "provider": {"name": service.provider.name}, "spans": [], "actor": editor, "at": NOW}
    entries.change_entry(version=service.version, values={"name": "Day line"}, **change)
    with pytest.raises(EditConflict) as conflict:
        entries.change_entry(version=service.version, values={"name": "Evening line"}, **change)
    assert conflict.value.theirs.name == "Day line"
    service.refresh_from_db()
    assert service.name == "Day line"


def test_hours_that_stay_the_same_keep_their_ids():
    service = ServiceFactory(hours=[MONDAY])
    before = list(service.schedules.values_list("pk", flat=True))
    entries.write_hours(service, [MONDAY])
    assert list(service.schedules.values_list("pk", flat=True)) == before
