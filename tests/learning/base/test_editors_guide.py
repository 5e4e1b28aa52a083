"""docs/editors.md uses the words of the screen, and tells of everything that an editor can add."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from learning.resources.blocks import GuidanceBlocks
from learning.resources.labels import PROBLEM_LABELS
from learning.resources.models import GuidancePage
from learning.resources.rules.publish_checks import BLOCKING_PROBLEMS
from learning.training.blocks import LessonBlocks
from learning.training.models import Course
from tests.factories.guidance import root

GUIDE = (Path(settings.BASE_DIR) / "docs" / "editors.md").read_text()
SAID = set(re.findall(r"\*\*(.+?)\*\*", GUIDE))
FIELDS = ("topic", "looked_after_by", "next_check_on", "checked_on", "search_words")
BOARD = (Path(settings.BASE_DIR) / "templates/resources/cms/board.html").read_text()
REVIEW = (Path(settings.BASE_DIR) / "templates/base/cms/review.html").read_text()


@pytest.mark.parametrize("name", GuidanceBlocks().child_blocks)
def test_every_block_is_told_by_its_name(name):
    assert str(GuidanceBlocks().child_blocks[name].label) in SAID


@pytest.mark.parametrize("name", LessonBlocks().child_blocks)
def test_every_block_of_a_lesson_is_told_by_its_name(name):
    assert str(LessonBlocks().child_blocks[name].label) in SAID


def test_the_tick_that_makes_learners_start_again_is_told_by_its_name():
    assert str(Course._meta.get_field("must_restart").verbose_name) in SAID


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_told_by_its_name(name):
    label = str(GuidancePage._meta.get_field(name).verbose_name)
    assert label[0].upper() + label[1:] in SAID


def test_the_words_of_board_and_review_are_those_of_the_screen():
    for words in ("Waiting for your review", "Pages due for a check", "Your drafts"):
        assert words in SAID
        assert f'"{words}"' in BOARD
    for words in ("Approve and publish", "Ask for changes"):
        assert words in SAID
        assert f'"{words}"' in REVIEW


@pytest.mark.django_db
def test_the_workflow_is_told_as_it_is():
    workflow = root().get_workflow()
    assert f"Submit to {workflow.name}" in SAID
    assert {task.name for task in workflow.tasks} <= SAID


def test_every_check_that_stops_a_page_is_told():
    stopping = GUIDE.partition("These stop a page:")[2].partition("Long sentences")[0]
    assert stopping.count("\n- ") == len(BLOCKING_PROBLEMS)
    assert set(PROBLEM_LABELS) > BLOCKING_PROBLEMS


def test_the_limits_are_those_of_the_settings():
    assert f"up to {settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // 2**20} MB" in GUIDE
    assert f"up to {settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 2**20} MB" in GUIDE
