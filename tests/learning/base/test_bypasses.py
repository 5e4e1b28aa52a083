"""Ways around the second person that were tried, each by its name: none of them changes what the public sees.

See docs/requirements/experience.md#two-step-review.
"""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import nested_form_data

from learning.base.models import FileChanged
from learning.resources.models import AboutPage, GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, draft, guidance_page, handed_in, root

pytestmark = pytest.mark.django_db
OLD, NEW = b"call the helpline first", b"call this number instead"


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


@pytest.fixture
def cleo():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo")


@pytest.fixture(params=[StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR, None], ids=["editor", "admin", "root"])
def author(request):
    return UserFactory(role=request.param, is_superuser=request.param is None, first_name="Ash")


@pytest.fixture
def document(beck):
    return get_document_model().objects.create(
        title="Poster",
        file=ContentFile(OLD, name="poster.txt"),
        collection=Collection.get_first_root_node(),
        uploaded_by_user=beck,
    )


@pytest.fixture
def image(beck):
    return get_image_model().objects.create(title="Crane", file=get_test_image_file("crane.png"), uploaded_by_user=beck)


def with_document(document):
    return [("download", {"document": document, "title": "Poster for a canteen"})]


# --- Files -----------------------------------------------------------------------------------------------------------


def test_a_draft_of_a_live_page_makes_no_file_public(document, beck):
    page = guidance_page()
    draft(page, by=beck, body=with_document(document))
    assert Client().get(document.url).status_code == 404
    handed_in(page, by=beck, body=with_document(document))
    assert Client().get(document.url).status_code == 404


def test_a_file_added_in_the_editor_of_a_live_page_is_not_public(document, beck):
    page = AboutPage.objects.get(slug="contact")
    words = f'<p><a linktype="document" id="{document.pk}">The poster</a></p>'
    page.body = words
    page.save_revision(user=beck)
    assert Client().get(document.url).status_code == 404


def test_the_file_behind_a_document_does_not_change_in_the_model(document):
    document.file = ContentFile(NEW, name="poster.txt")
    with pytest.raises(FileChanged):
        document.save()
    with get_document_model().objects.get(pk=document.pk).open_file() as file:
        assert file.read() == OLD


def test_the_file_behind_a_picture_does_not_change_in_the_model(image):
    image.file = get_test_image_file("other.png", size=(9, 9))
    with pytest.raises(FileChanged):
        image.save()


def test_a_new_picture_is_public_with_a_reviewed_page_and_not_before(image, beck, cleo):
    rendition = image.get_rendition("width-100")
    assert Client().get(rendition.url).status_code == 404
    assert sign_in(Client(), beck).get(rendition.url).status_code == 200
    figure = [("figure", {"image": image, "caption": ""})]
    page = guidance_page(live=False)
    handed_in(page, by=beck, body=figure)
    assert Client().get(rendition.url).status_code == 404
    approve(page, by=cleo)
    assert Client().get(rendition.url).status_code == 200


def test_a_draft_of_a_live_page_makes_no_picture_public(image, beck):
    rendition = image.get_rendition("width-100")
    draft(guidance_page(), by=beck, body=[("figure", {"image": image, "caption": ""})])
    assert Client().get(rendition.url).status_code == 404


DISGUISED = {
    "leaflet.pdf": b"<html><script>alert(1)</script></html>",
    "leaflet.docx": b"%PDF-1.7 not a Word file",
    "table.xlsx": b"MZ\x90\x00\x03\x00\x00\x00",
    "table.ods": b"PK\x03\x04 but no OpenDocument",
    "slides.pptx": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "notes.txt": b"MZ\x90\x00\x03\x00\x00\x00",
    "rows.csv": b"\x7fELF\x02\x01\x01\x00",
}


@pytest.mark.parametrize("name", DISGUISED)
@pytest.mark.parametrize("door", ["/cms/documents/add/", "/cms/documents/multiple/add/"])
def test_a_file_that_is_not_what_its_name_says_does_not_come_in(beck, name, door):
    browser = sign_in(Client(), beck)
    upload = SimpleUploadedFile(name, DISGUISED[name])
    field = "files[]" if "multiple" in door else "file"
    sent = {"title": "Leaflet", field: upload, "collection": Collection.get_first_root_node().pk}
    answer = browser.post(door, sent, headers={"x-requested-with": "XMLHttpRequest"} if "multiple" in door else {})
    assert answer.status_code == 200
    assert not get_document_model().objects.exists()


# --- Wagtail's other doors to a public page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("publish", {}),
        ("create_alias", {}),
        ("copy", {"keep_live": True, "slug": "a-copy"}),
        ("copy_for_translation", {"locale": "cy", "copy_parents": True}),
        ("revert_to_page_revision", {"revision_id": "first"}),
    ],
)
def test_the_editors_api_publishes_nothing(author, beck, act, data):
    page = guidance_page(title="As it is")
    first = draft(page, by=beck, title="Not reviewed")
    draft(page, by=beck, title="Not reviewed either")
    values = {key: first.pk if value == "first" else value for key, value in data.items()}
    address = f"/cms/api/main/pages/{page.pk}/action/{act}/"
    answer = sign_in(Client(), author).post(address, json.dumps(values), content_type="application/json")
    assert answer.status_code in {200, 201, 400, 403}, answer.status_code
    live = Page.objects.live()
    assert not live.filter(Q(title__startswith="Not reviewed") | Q(draft_title="As it is", live=False)).exists()
    assert not live.filter(slug="a-copy").exists()
    assert GuidancePage.objects.get(pk=page.pk).title == "As it is"


def test_an_old_revision_is_not_published_from_the_comparison(author, beck):
    page = AboutPage.objects.get(slug="contact")
    first = draft(page, by=beck, title="Not reviewed")
    draft(page, by=beck, title="Another")
    browser = sign_in(Client(), author)
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    form = nested_form_data({"title": "Not reviewed", "slug": page.slug, "body": "null", "comments": comments})
    form |= {"action-publish": "1", "revision": first.pk}
    for name, keys in (("edit", []), ("revisions_revert", [first.pk]), ("revisions_compare", [first.pk, "latest"])):
        browser.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *keys]), form)
    assert AboutPage.objects.get(pk=page.pk).title == "Contact"


def test_a_page_is_not_moved_to_an_address_of_the_portal(beck):
    admin = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    page = guidance_page(slug="report")
    home = root().get_parent()
    browser = sign_in(Client(), admin)
    browser.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]))
    assert GuidancePage.objects.get(pk=page.pk).url_path == "/home/guidance/report/"


# --- Addresses, owners and days --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["report", "services", "training", "cms", "api", "o", "desk", "statements", "r"])
def test_no_page_takes_an_address_of_the_portal(slug):
    home = root().get_parent()
    with pytest.raises(ValidationError) as refused:
        home.add_child(instance=GuidancePage(title="A page", slug=slug, summary="Words."))
    assert "slug" in refused.value.message_dict


@pytest.mark.parametrize("slug", ["search", "feed", "print", "mail"])
def test_no_page_of_guidance_takes_an_address_below_guidance(slug):
    with pytest.raises(ValidationError):
        guidance_page(slug=slug)


def test_a_reserved_word_further_down_is_free():
    assert guidance_page(slug="report").pk
    assert guidance_page(slug="search", parent=guidance_page(slug="work")).pk


def test_nobody_approves_a_page_without_an_owner(beck, cleo):
    page = guidance_page(live=False)
    state = handed_in(page, by=beck, looked_after_by=None)
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, cleo, "approve")
    page.refresh_from_db()
    assert not page.live
