"""An impatient reporter presses “Add this file” twice: one file is saved, and it opens at the desk byte for byte."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.concerns.forms import submission
from compliance.concerns.models import Concern, ConcernFile
from compliance.concerns.services import desk, file_checks
from tests.factories.concerns import key_of, open_door
from tests.journeys.conftest import WAYS
from tests.journeys.test_concern_story import code_of, comes_to_the_check_page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECOND_CLICK_SECONDS = 3
BODY = b"They keep the passports in a blue tin."


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_double_click_saves_one_file_that_opens_at_the_desk(open_person, monkeypatch, tmp_path, request):
    open_door()
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    note = tmp_path / "note.txt"
    note.write_bytes(BODY)
    posts, first_is_here, both_are_here = [], threading.Event(), threading.Event()
    scanned = file_checks.scan_upload

    def wait_for_the_second(upload):
        posts.append(upload)
        first_is_here.set()
        if len(posts) > 1:
            both_are_here.set()
        both_are_here.wait(timeout=SECOND_CLICK_SECONDS)
        return scanned(upload)

    monkeypatch.setattr(file_checks, "scan_upload", wait_for_the_second)

    reporter = open_person(360)
    comes_to_the_check_page(reporter)
    reporter.follow("Add photos or other files")
    reporter.attach(note)
    button = reporter.page.get_by_role("button", name="Add this file")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    # Locator.click() would wait for the first answer.
    reporter.page.mouse.click(box["x"] + 20, box["y"] + 20)
    first_is_here.wait(timeout=SECOND_CLICK_SECONDS)
    reporter.page.mouse.click(box["x"] + 20, box["y"] + 20)
    reporter.sees("note.txt")
    reporter.page.wait_for_load_state()
    assert reporter.page.get_by_role("button", name="Remove").count() == 1
    reporter.follow("Continue without adding another file")
    reporter.press("Send to the helpline")
    assert len(code_of(reporter)) == 20

    # A browser without scripts posts both; ours drops the second click itself.
    assert len(posts) == (2 if "without" in request.node.name else 1)
    concern, file = Concern.objects.get(), ConcernFile.objects.get()
    _facts, pieces = desk.open_file(concern, key_of(concern), file.uuid, by="a handler", reason="", now=timezone.now())
    assert b"".join(pieces) == BODY
