"""The call script never sends a caller on one phone away to call 999."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from compliance.casework.selectors import call_script

# "Stay on the line while they call" and the like: somebody with one phone cannot do both.
TWO_CALLS_ON_ONE_PHONE = re.compile(
    r"(stay|hold|wait|remain)\w* on the (line|phone|call) while (they|you)|"
    r"(they|you) call (999|112)[^.]*while we (stay|wait|hold)|call 999[^.]*and stay on (the|this) line",
    re.IGNORECASE,
)


def lines() -> dict[str, str]:
    return {line.code: line.text for section in call_script.load_call_script().sections for line in section.lines}


def test_the_caller_stays_on_this_line_while_the_handler_calls_999_on_another():
    text = lines()["danger_now"]
    assert "I’ll call 999 on another line" in text
    assert "The caller stays on this line" in text


def test_a_tap_for_danger_is_answered_in_the_same_way():
    assert "I’ll call 999 on another line" in lines()["tapped_yes"]


def test_no_script_page_or_course_tells_a_caller_on_one_phone_to_call_999_meanwhile():
    assert TWO_CALLS_ON_ONE_PHONE.search("In danger now: 999. Stay on the line while they call, if they want that.")
    kept_by_people = ("*.html", "*.md", "*.json", "*.txt")
    folders = [Path(settings.BASE_DIR) / name for name in ("compliance", "learning", "portal", "templates")]
    paths = [path for folder in folders for pattern in kept_by_people for path in folder.rglob(pattern)]
    assert len(paths) > 300
    assert [path.name for path in paths if TWO_CALLS_ON_ONE_PHONE.search(path.read_text(encoding="utf-8"))] == []


def test_the_script_says_who_reviewed_it_and_when():
    script = call_script.load_call_script()
    assert script.reviewed_by
    assert script.reviewed_on < script.review_due_on
    assert not script.is_review_overdue(script.reviewed_on)
    assert script.is_review_overdue(script.review_due_on)


@pytest.mark.django_db
def test_the_form_of_a_call_shows_every_line_and_who_reviewed_them(desk):
    page = desk.get(desk.post("/desk/calls/begin/")["Location"]).text
    for text in lines().values():
        assert text in page
    assert "Script reviewed on 28 November 2026" in page


@pytest.mark.django_db
def test_a_script_whose_review_is_overdue_says_so(desk, monkeypatch):
    monkeypatch.setattr(call_script.Script, "is_review_overdue", lambda self, today: today == timezone.localdate())
    page = desk.get(desk.post("/desk/calls/begin/")["Location"]).text
    assert "The script’s review is overdue" in page
