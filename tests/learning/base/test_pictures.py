"""Where pictures of pages are handed out."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories.guidance import guidance_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    """A picture on a published page."""
    shown = get_image_model().objects.create(title="Two people", file=get_test_image_file())
    guidance_page(body=[("figure", {"image": shown, "caption": ""})])
    return shown


def test_a_picture_is_handed_out_in_the_size_that_a_page_asked_for(client, picture):
    made = picture.get_rendition("width-100|format-webp")
    answer = client.get(made.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_originals_documents_and_names_that_lead_out_are_not_there(client, picture):
    for name in (picture.filename, "..%2Foriginal_images%2F" + picture.filename, "%2e%2e", "x.svg"):
        assert client.get(f"/media/images/{name}").status_code == 404
    assert client.get(picture.file.url).status_code == 404


def test_a_picture_of_a_private_collection_is_not_there_for_strangers(client, picture):
    picture.collection = Collection.get_first_root_node().add_child(name="Not yet")
    picture.save()
    made = picture.get_rendition("width-100")
    CollectionViewRestriction.objects.create(collection=picture.collection, restriction_type="login")
    assert client.get(made.url).status_code == 404
