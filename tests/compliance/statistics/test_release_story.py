"""One story: facts are frozen and counted, a lead refuses, then approves; at the announced time they are public."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from compliance.statistics.choices import FileKind, State
from compliance.statistics.models import Extract, Release
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.release_content import read_content
from compliance.statistics.selectors import releases
from compliance.statistics.services.decisions import approve_release, refuse_release
from compliance.statistics.services.preparation import prepare_release, rebuild
from compliance.statistics.sweep import sweep
from portal.history.models import Entry
from tests.factories import cases as cf

pytestmark = pytest.mark.django_db
MARCH = parse_period("2026-03")
IN_MARCH = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
IN_APRIL = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
# The first Thursday of May, half past nine by the clocks in London.
ANNOUNCED = datetime(2026, 5, 7, 8, 30, tzinfo=UTC)


def test_a_month_is_frozen_refused_prepared_again_approved_and_published(vault, statistician, second_person):
    for _number in range(6):
        cf.full_case(vault.unlocked, at=IN_MARCH)
    first = prepare_release(period=MARCH, actor=statistician, at=IN_APRIL, headline="A quiet March")
    assert first.state == State.PREPARED
    refuse_release(release=first, reason="A headline is no comment.", actor=second_person, at=IN_APRIL)
    again = prepare_release(period=MARCH, actor=statistician, at=IN_APRIL, headline="March in numbers")
    assert (again.extract, Extract.objects.count()) == (first.extract, 1), "the same facts are one extract"

    approve_release(release=again, actor=second_person, at=IN_APRIL)
    assert sweep(ANNOUNCED.replace(minute=29)) == 0
    assert releases.find_release(MARCH) is None
    assert sweep(ANNOUNCED) == 1 + len(FileKind) and sweep(ANNOUNCED) == 0

    public = releases.find_release(MARCH)
    assert (public.code, public.headline, public.published_at) == ("2026-03", "March in numbers", ANNOUNCED)
    tables = {table.spec.id: table for table in releases.read_release(public).release.tables}
    cases = tables["cases_by_region"].cells
    assert cases[("london",)].value == 5 and cases[("total",)].value == 5 and cases[("wales",)].symbol == "low"
    assert tables["people_by_exploitation"].cells[("labour",)].value == 20
    assert rebuild(public) == public.content
    assert set(Entry.objects.filter(action__startswith="statistics.").values_list("action", flat=True)) == {
        "statistics.extract.frozen",
        "statistics.release.prepared",
        "statistics.release.refused",
        "statistics.release.approved",
        "statistics.release.published",
    }


def test_what_was_frozen_or_published_cannot_be_changed_in_its_row(vault, statistician, second_person):
    cf.full_case(vault.unlocked, at=IN_MARCH)
    release = prepare_release(period=MARCH, actor=statistician, at=IN_APRIL)
    changes = [{"content": "{}"}, {"sha256": "0" * 64}, {"hidden": []}, {"code": "2026-04"}]
    for change in changes:
        assert_refused(Release, change)
    assert_refused(Extract, {"content": "{}"})
    approve_release(release=release, actor=second_person, at=IN_APRIL)
    assert_refused(Release, {"headline": "Another"})
    sweep(ANNOUNCED)
    for change in [*changes, {"state": State.REFUSED}, {"commentary": "Another"}, {"published_at": IN_APRIL}]:
        assert_refused(Release, change)
    for model in (Release, Extract):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")


def assert_refused(model, change: dict) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**change)


def test_no_word_of_a_case_is_in_an_extract_or_a_release(vault, statistician):
    """Every sealed column of the case holds the marker; neither its reference nor an id of it is there."""
    case = cf.full_case(vault.unlocked, at=IN_MARCH)
    untaken = cf.concern(at=IN_MARCH)
    release = prepare_release(period=MARCH, actor=statistician, at=IN_APRIL)
    text = release.extract.content + release.content + str(release.hidden)
    assert '"modern' in text or '"labour' in text
    for secret in (cf.MARKER, case.reference, str(case.pk), case.pk.hex, str(untaken.pk)):
        assert secret not in text
    contacts = {contact.reference for contact in case.contacts.all()}
    assert not [reference for reference in contacts if reference in text]


def test_the_content_reads_back_as_it_was_written(vault, statistician):
    release = prepare_release(period=MARCH, actor=statistician, at=IN_APRIL)
    read = read_content(release.content)
    assert (read.release.id, read.release.period, read.rule_set) == ("2026-03", MARCH, 1)
    assert all(cell.reason == "" for table in read.release.tables for cell in table.cells.values())
