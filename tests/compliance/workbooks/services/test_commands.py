"""What a person decides: once, where the upload is, and with a line of history."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.workbooks.choices import State
from compliance.workbooks.models import StagedRow
from compliance.workbooks.services import commands
from portal.core import exceptions
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def actions() -> list[str]:
    lines = Entry.objects.filter(action__startswith="workbooks.").order_by("seq")
    return list(lines.values_list("action", flat=True))


def test_applying_twice_is_once_and_a_cancelled_upload_takes_no_command():
    upload, person = ImportFactory(), UserFactory()
    for _ in range(2):
        assert commands.apply(upload, by=person, at=NOW).state == State.QUEUED
    assert actions() == ["workbooks.import.confirmed"]
    assert commands.cancel(upload, by=person, at=NOW).state == State.CANCELLED
    with pytest.raises(exceptions.ActionRefused):
        commands.apply(upload, by=person, at=NOW)


def test_all_or_nothing_is_refused_where_a_row_has_a_problem():
    upload = ImportFactory()
    with pytest.raises(exceptions.ActionRefused):
        commands.apply(upload, by=UserFactory(), at=NOW, all_or_nothing=True)
    upload.refresh_from_db()
    assert upload.state == State.PREVIEW


def test_a_preview_that_is_too_old_is_compared_again_first():
    upload = ImportFactory(compared_at=NOW - commands.PREVIEW_TTL - timedelta(seconds=1))
    with pytest.raises(exceptions.ActionRefused):
        commands.apply(upload, by=UserFactory(), at=NOW)
    upload.refresh_from_db()
    assert upload.state == State.VALIDATING


def test_cancelling_drops_the_rows():
    upload = ImportFactory()
    commands.cancel(upload, by=UserFactory(), at=NOW)
    assert not StagedRow.objects.exists()
    assert actions() == ["workbooks.import.cancelled"]


@pytest.mark.parametrize(("age", "is_undone"), [(timedelta(days=30), True), (timedelta(days=30, seconds=1), False)])
def test_an_apply_is_undone_within_thirty_days(age, is_undone):
    upload = ImportFactory(state=State.DONE, applied_at=NOW - age)
    if is_undone:
        commands.undo(upload, by=UserFactory(), at=NOW)
    else:
        with pytest.raises(exceptions.ActionRefused):
            commands.undo(upload, by=UserFactory(), at=NOW)
    upload.refresh_from_db()
    assert (upload.state == State.UNDOING) is is_undone


def test_a_file_whose_encoding_was_guessed_is_read_in_the_one_that_a_person_chooses():
    upload = ImportFactory(guessed_encoding="cp1250")
    with pytest.raises(exceptions.ActionRefused):
        commands.read_with_encoding(upload, encoding="utf-7", by=UserFactory(), at=NOW)
    with pytest.raises(exceptions.ActionRefused):
        commands.read_with_encoding(ImportFactory(), encoding="cp1252", by=UserFactory(), at=NOW)
    assert commands.read_with_encoding(upload, encoding="cp1252", by=UserFactory(), at=NOW).encoding == "cp1252"


def test_only_a_file_that_took_too_long_and_is_still_there_is_read_again():
    assert not ImportFactory(state=State.FAILED, error={"code": "F014"}).is_retryable
    with pytest.raises(exceptions.ActionRefused):
        commands.retry(ImportFactory(state=State.FAILED, error={"code": "F002"}), by=UserFactory(), at=NOW)
