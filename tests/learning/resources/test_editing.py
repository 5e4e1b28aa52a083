"""The editors' form: a draft may be anything, what is handed on holds to the checks."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from learning.resources.forms.pages import GuidancePageForm
from learning.resources.models import GuidancePage
from learning.resources.rules.page_template import PROMPT
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import guidance_page, root

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")
    sign_in(client, person)
    return person


def sent(editor, *blocks, **values):
    """What the browser sends for a page that is ready."""
    return nested_form_data(
        {
            "title": "Spotting the signs at a car wash",
            "slug": "car-wash",
            "summary": "What to look for.",
            "body": streamfield(list(blocks)),
            "sources": streamfield([]),
            "audience": "everyone",
            "topic": "signs",
            "sector": "",
            "language": "en",
            "looked_after_by": editor.pk,
            "checked_on": timezone.localdate().isoformat(),
            "next_check_on": (timezone.localdate() + timedelta(days=365)).isoformat(),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        }
        | values
    )


def text(html):
    return ("text", rich_text(html))


def form_for(editor, *blocks, is_draft=False, **values):
    form_class = GuidancePage.get_edit_handler().get_form_class()
    form = form_class(sent(editor, *blocks, **values), instance=GuidancePage(), for_user=editor)
    if is_draft:
        form.defer_required_fields()
    form.is_valid()
    return form


def test_a_page_that_is_ready_passes(editor):
    assert issubclass(GuidancePage.get_edit_handler().get_form_class(), GuidancePageForm)
    assert form_for(editor, text("<h2>Look</h2><p>Look first.</p>")).errors == {}


@pytest.mark.parametrize("field", ["audience", "topic", "looked_after_by", "next_check_on"])
def test_a_draft_may_lack_what_a_page_needs(editor, field):
    assert field in form_for(editor, text("<p>x</p>"), **{field: ""}).errors
    assert not form_for(editor, text("<p>x</p>"), is_draft=True, **{field: ""}).errors


def test_a_heading_that_jumps_stops_the_page_and_not_the_draft(editor):
    blocks = text("<h3>Look</h3>")
    assert "skips a level" in form_for(editor, blocks).non_field_errors()[0]
    assert not form_for(editor, blocks, is_draft=True).errors


def test_a_long_sentence_is_advice_and_stops_nothing(editor):
    assert not form_for(editor, text(f"<p>{'word ' * 40}.</p>")).errors


def test_a_picture_without_alternative_text_stops_the_page(editor):
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    picture = {"image": image.pk, "alt_text": "", "decorative": ""}
    assert "body" in form_for(editor, ("figure", {"image": picture, "caption": ""})).errors
    named = picture | {"alt_text": "IMG_12.jpg"}
    said = form_for(editor, ("figure", {"image": named, "caption": ""})).non_field_errors()
    assert "no alternative text" in said[0]
    good = picture | {"alt_text": "Two people wash a car"}
    assert not form_for(editor, ("figure", {"image": good, "caption": ""})).errors


def test_the_next_check_is_in_the_future_and_the_last_one_is_not(editor):
    today = timezone.localdate()
    assert "next_check_on" in form_for(editor, text("<p>x</p>"), next_check_on=today.isoformat()).errors
    assert "checked_on" in form_for(editor, text("<p>x</p>"), checked_on=(today + timedelta(1)).isoformat()).errors


def test_only_those_who_write_are_offered_to_look_after_a_page(editor):
    UserFactory(role=StaffRole.HANDLER)
    UserFactory(role=StaffRole.CONTENT_EDITOR, is_active=False)
    UserFactory()
    administrator = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    offered = form_for(editor).fields["looked_after_by"].queryset
    assert set(offered) == {editor, administrator}


def content_state(*entities):
    """What a browser could send in the place of the editor's own text: three words, each an entity."""
    ranges = [{"offset": 6 * place, "length": 5, "key": place} for place in range(len(entities))]
    marks = "Hello " * len(entities) + "<script>alert(1)</script>"
    block = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": ranges, "text": marks}
    return json.dumps({"blocks": [block], "entityMap": {str(place): each for place, each in enumerate(entities)}})


def test_marks_of_html_that_are_sent_in_the_place_of_text_stay_words(client, editor):
    page = guidance_page(live=False)
    raw = content_state(
        {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}},
        {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"id": 1, "src": "https://elsewhere.example/x.png"}},
        {"type": "EMBED", "mutability": "IMMUTABLE", "data": {"url": "https://elsewhere.example/video"}},
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, sent(editor, ("text", raw), slug=page.slug)).status_code == 302
    kept = GuidancePage.objects.get(pk=page.pk).get_latest_revision_as_object().body[0].value.source
    assert "&lt;script&gt;" in kept
    for part in ("<script", "<img", "<embed", "javascript:", "elsewhere.example"):
        assert part not in kept


def test_the_checks_of_the_saved_draft_stand_above_the_form(client, editor):
    page = guidance_page(live=False, body=[("text", "<h3>Jump</h3><p><a href='/x/'>click here</a></p>")])
    body = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "The heading “Jump” skips a level" in body
    assert "The link “click here” does not say where it goes." in body


def test_a_new_page_offers_the_blocks_and_no_html(client, editor):
    from tests.factories.guidance import root

    address = reverse("wagtailadmin_pages:add", args=["resources", "guidancepage", root().pk])
    body = client.get(address).content.decode()
    assert "the checks here:" in body
    assert not {"raw", "html", "embed"} & set(GuidancePage.body.field.stream_block.child_blocks)


def test_the_first_pages_of_an_installation_are_one_block_of_text_each():
    page = GuidancePage.objects.get(url_path="/home/guidance/what-a-statement-is/")
    assert [block.block_type for block in page.body] == ["text"]
    assert "Section 54 of the Modern Slavery Act 2015" in page.body[0].value.source
    assert page.next_check_on is None or page.next_check_on > date(2026, 1, 1)


def test_a_new_page_asks_for_its_words_and_is_not_handed_in_before_they_are_there(client, editor):
    body = client.get(reverse("wagtailadmin_pages:add", args=["resources", "guidancepage", root().pk])).content.decode()
    for asked in ("who is this for", "what should they do first", "what helps", "what does harm", "one example"):
        assert f"{PROMPT} {asked}" in body
    form = form_for(editor, text(f"<p>{PROMPT} who is this for?</p>"))
    assert "a prompt on the page. Replace it with" in str(form.non_field_errors())
    assert not form_for(editor, text(f"<p>{PROMPT} who is this for?</p>"), is_draft=True).errors


def test_a_page_that_is_there_keeps_its_own_words(client, editor):
    page = guidance_page(body=[])
    assert PROMPT not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
