"""The picture that goes with a link to a page."""

import io
import re

import pytest
from PIL import Image
from wagtail.models import PageViewRestriction

from learning.base.og_images import LAYOUTS, draw_image, get_digest, has_all_glyphs, lay_out_title
from tests.factories.guidance import guidance_page

LONG = "Publishing your statement: the six months after the end of your financial year, with examples for groups"


def opened(body):
    return Image.open(io.BytesIO(body))


def path_of(page):
    return page.share_picture.replace("http://localhost:8000", "")


def test_it_is_a_small_png_of_the_size_that_previews_ask_for():
    body = draw_image(LONG, name="Daylight")
    picture = opened(body)
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(body) < 60_000


def test_equal_titles_are_equal_pictures_and_others_are_others():
    assert draw_image("One", name="Daylight") == draw_image("One", name="Daylight")
    assert draw_image("One", name="Daylight") != draw_image("Two", name="Daylight")


@pytest.mark.parametrize("title", ["Short", "w" * 255, LONG, f"{LONG} {LONG}", "a " * 120])
def test_every_title_fits_above_the_horizon(title):
    size, lines = lay_out_title(title)
    signs, most = {one[0]: one[1:] for one in LAYOUTS}[size]
    assert len(lines) <= most
    assert max(map(len, lines)) <= signs


def test_letters_that_the_font_may_lack_are_left_out_rather_than_drawn_as_boxes():
    assert has_all_glyphs("What’s a “statement” – łódź, Київ?")
    assert not has_all_glyphs("ماذا")
    assert draw_image("ماذا", name="Daylight") == draw_image("ምን", name="Daylight")


def test_another_name_of_the_portal_is_another_picture(settings):
    before = get_digest("One")
    settings.PORTAL_NAME = "Dawn"
    assert get_digest("One") != before


@pytest.mark.django_db
def test_a_page_names_its_picture_and_its_one_address(client, settings):
    page = guidance_page(title="Who pays & who does not")
    body = client.get(f"{page.url}?from=elsewhere").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}{page.url}">' in body
    assert '<meta property="og:title" content="Who pays &amp; who does not">' in body
    shown = re.search(r'property="og:image" content="([^"]+)"', body)[1]
    answer = client.get(shown.removeprefix(settings.SITE_URL))
    assert opened(answer.content).size == (1200, 630)
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about/privacy/", "/guidance/"])
def test_each_kind_of_page_has_one(client, address):
    assert 'property="og:image"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_picture_tells_no_title_of_a_draft_of_a_private_page_or_of_the_past(client):
    draft, private, renamed = guidance_page(live=False), guidance_page(), guidance_page()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    former = path_of(renamed)
    assert client.get(former).status_code == 200
    renamed.title = "Another title"
    renamed.save()
    for address in (path_of(draft), path_of(private), former):
        assert client.get(address).status_code == 404
    assert client.get(path_of(renamed)).status_code == 200
