"""Blocks of a lesson: scenarios, picture stories, sound and film. All of them work without a script."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.models import Collection

from learning.training.blocks import RecordingBlock, ScenarioBlock
from learning.training.models import Lesson
from learning.training.services.loading import load_courses
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, handed_in
from tests.factories.training import NOON, LessonFactory, lesson_block, written_course

pytestmark = pytest.mark.django_db


def test_every_choice_of_our_scenario_leads_to_a_step_of_the_page(client):
    load_courses(at=NOON)
    lesson = Lesson.objects.select_related("version__course").get(
        slug="what-to-do", version__course__slug="spot-the-signs"
    )
    page = client.get(lesson.address(lesson.version.course)).content.decode()
    ids = set(re.findall(r'id="(scenario-[\w-]+)"', page))
    targets = set(re.findall(r'href="#(scenario-[\w-]+)"', page))
    assert len(ids) == 7
    assert targets
    assert targets <= ids


def step(key, *targets):
    return {"key": key, "text": "<p>Words.</p>", "choices": [{"step": each, "text": "Go on"} for each in targets]}


@pytest.mark.parametrize(
    "steps", [[step("a", "b"), step("b", "a")], [step("a", "x"), step("b")], [step("a"), step("b")]]
)
def test_an_editor_cannot_save_a_scenario_that_leads_nowhere(steps):
    block = ScenarioBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"heading": "At the gate", "steps": steps}))


CAPTIONS = (
    b"WEBVTT\n\n00:00.000 --> 00:04.500\nA man washes a van.\n\n00:04.500 --> 01:12.000\nAnother man watches him.\n"
)
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(200))


def upload(name, body):
    collection = Collection.get_first_root_node()
    return get_document_model().objects.create(title=name, file=ContentFile(body, name=name), collection=collection)


def recording(file, captions):
    block = RecordingBlock()
    value = {"title": "At the car wash", "file": file.pk, "captions": captions.pk, "transcript": "<p>A man washes.</p>"}
    return block, block.to_python(value)


def test_a_film_has_captions_a_transcript_and_no_address_of_another_site():
    block, value = recording(upload("wash.mp4", FILM), upload("wash.vtt", CAPTIONS))
    cleaned = block.clean(value)
    assert cleaned.is_film and cleaned.seconds == 72
    page = block.render(cleaned)
    assert '<track kind="captions"' in page and "Transcript of “At the car wash”" in page and "A man washes." in page
    assert 'preload="none"' in page and "autoplay" not in page
    assert all(address.startswith("/documents/") for address in re.findall(r'(?:src|href)="([^"]+)"', page))


@pytest.mark.parametrize(
    ("file", "captions", "wrong"),
    [
        (("poster.txt", b"words"), ("a.vtt", CAPTIONS), "file"),
        (("a.mp3", b"ID3"), ("a.txt", b"words"), "captions"),
        (("a.mp3", b"ID3"), ("a.vtt", b"WEBVTT\n"), "captions"),
        (("a.mp3", b"ID3"), ("a.vtt", b"WEBVTT\n\n00:05.000 --> 00:01.000\nBackwards\n"), "captions"),
    ],
)
def test_a_recording_without_captions_is_not_saved(file, captions, wrong):
    block, value = recording(upload(*file), upload(*captions))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == [wrong]


def test_a_file_of_a_published_lesson_is_public_and_one_of_a_draft_is_not(client):
    film, captions = upload("wash.mp4", FILM), upload("wash.vtt", CAPTIONS)
    value = {"title": "Wash", "file": film.pk, "captions": captions.pk, "transcript": "<p>A man washes.</p>"}
    body = [{"type": "recording", "value": value}]
    course = written_course(lesson_block(body=body))
    author, reviewer = (UserFactory(role=StaffRole.CONTENT_EDITOR) for _person in range(2))
    state = handed_in(course, by=author)
    assert client.get(film.url).status_code == 404
    page = sign_in(Client(), reviewer).get(f"/cms/review/{state.pk}/").content.decode()
    assert film.url in page and captions.url in page
    approve(course, by=reviewer)
    assert client.get(film.url).status_code == client.get(captions.url).status_code == 200
    # Two minutes of reading, answering and watching: 72 seconds of it are the film.
    assert course.versions.get().minutes == 2


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-1", 206, (0, 2)),
        ("bytes=10-", 206, (10, None)),
        ("bytes=-4", 206, (-4, None)),
        ("bytes=9999-", 416, (0, 0)),
        ("bytes=0-1,5-6", 200, (0, None)),
        ("", 200, (0, None)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(client, asked, status, part):
    film = upload("wash.mp4", FILM)
    body = [{"type": "recording", "value": {"title": "Wash", "file": film.pk, "captions": film.pk, "transcript": "x"}}]
    LessonFactory(body=json.dumps(body))
    response = client.get(film.url, headers={"range": asked} if asked else {})
    assert response.status_code == status
    assert response.getvalue() == FILM[slice(*part)]
    assert response["Accept-Ranges"] == "bytes" and response["X-Content-Type-Options"] == "nosniff"
    if status == 206:
        assert response["Content-Range"].endswith(f"/{len(FILM)}")


def test_a_picture_story_shows_every_picture_with_its_caption_without_a_script(client):
    load_courses(at=NOON)
    lesson = Lesson.objects.get(slug="what-to-do", version__course__slug="spot-the-signs")
    page = BeautifulSoup(client.get(lesson.address(lesson.version.course)).content, "html.parser")
    frames = page.select(".portal-story__frame")
    assert len(frames) == 5
    for frame in frames:
        assert frame.figcaption.get_text(strip=True) and not frame.has_attr("hidden")
        assert finders.find(frame.img["src"].removeprefix("/static/")), frame.img["src"]
    assert page.select_one(".portal-story__controls").has_attr("hidden")


def test_a_scenario_that_ends_is_saved():
    block = ScenarioBlock()
    value = block.to_python({"heading": "At the gate", "steps": [step("a", "b"), step("b")]})
    assert block.clean(value)["heading"] == "At the gate"
