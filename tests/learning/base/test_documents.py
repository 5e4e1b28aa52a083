"""A file of the guidance becomes public by a review, as the words around it do, and never changes afterwards."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, guidance_page, handed_in

pytestmark = pytest.mark.django_db
OLD, NEW = b"call the helpline first", b"call this number instead"


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


@pytest.fixture
def cleo():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo")


@pytest.fixture
def document(beck):
    uploaded = ContentFile(OLD, name="poster.txt")
    return get_document_model().objects.create(
        title="Poster", file=uploaded, collection=Collection.get_first_root_node(), uploaded_by_user=beck
    )


def with_document(document):
    return [("download", {"document": document, "title": "Poster for a canteen"})]


def body_of(answer):
    return b"".join(answer) if answer.streaming else answer.content


def test_one_person_makes_no_new_file_public(document, beck):
    browser = sign_in(Client(), beck)
    sent = {"title": "Leaflet", "file": SimpleUploadedFile("leaflet.txt", NEW), "collection": document.collection_id}
    assert browser.post("/cms/documents/add/", sent).status_code == 302
    leaflet = get_document_model().objects.get(title="Leaflet")
    assert Client().get(leaflet.url).status_code == 404
    assert body_of(browser.get(leaflet.url)) == NEW, "editors read it"


def test_a_draft_page_that_nobody_has_reviewed_makes_no_file_public(document, beck):
    page = guidance_page(live=False, body=with_document(document))
    handed_in(page, by=beck, body=with_document(document))
    assert Client().get(document.url).status_code == 404


def test_a_second_person_sees_the_file_in_the_review_and_publishes_it_with_the_page(document, beck, cleo):
    page = guidance_page(live=False)
    state = handed_in(page, by=beck, body=with_document(document))
    review = sign_in(Client(), cleo).get(reverse("learning_review", args=[state.pk])).content.decode()
    assert f'<a href="{document.url}">Poster (TXT)</a>' in review
    assert "Beck" in review
    assert Client().get(document.url).status_code == 404
    approve(page, by=cleo)
    assert body_of(Client().get(document.url)) == OLD


def test_a_link_in_running_text_counts_as_the_file_being_shown(document, beck, cleo):
    page = guidance_page(live=False)
    words = f'<p><a linktype="document" id="{document.pk}">The poster</a></p>'
    state = handed_in(page, by=beck, body=[("text", words)])
    assert document.url in sign_in(Client(), cleo).get(reverse("learning_review", args=[state.pk])).content.decode()
    approve(page, by=cleo)
    assert Client().get(document.url).status_code == 200


def test_a_page_that_is_taken_down_takes_its_file_along(document, beck, cleo):
    page = guidance_page(live=False)
    handed_in(page, by=beck, body=with_document(document))
    approve(page, by=cleo)
    page.refresh_from_db()
    page.unpublish()
    assert Client().get(document.url).status_code == 404


@pytest.mark.parametrize("door", ["/cms/documents/edit/{}/", "/cms/documents/multiple/{}/"])
@pytest.mark.parametrize("role", [StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR])
def test_no_single_person_replaces_the_file_behind_a_document(document, role, door):
    browser = sign_in(Client(), UserFactory(role=role))
    key = f"doc-{document.pk}-" if "multiple" in door else ""
    sent = {
        f"{key}title": "Poster",
        f"{key}file": SimpleUploadedFile("poster.txt", NEW),
        f"{key}collection": document.collection_id,
    }
    browser.post(door.format(document.pk), sent)
    document.refresh_from_db()
    with document.open_file() as file:
        assert file.read() == OLD


def test_the_form_says_how_a_file_is_changed(document, beck):
    page = sign_in(Client(), beck).get(f"/cms/documents/edit/{document.pk}/").content.decode()
    assert 'type="file"' not in page
    assert "Upload the changed file as a new one" in page


def test_no_single_person_replaces_the_picture_on_a_page(beck):
    image = get_image_model().objects.create(title="Crane", file=get_test_image_file("old.png"))
    browser, before = sign_in(Client(), beck), image.get_file_hash()
    sent = {
        "title": "Crane",
        "file": SimpleUploadedFile("new.png", get_test_image_file(size=(9, 9)).file.getvalue(), "image/png"),
        "collection": image.collection_id,
    }
    browser.post(f"/cms/images/{image.pk}/", sent)
    fresh = get_image_model().objects.get(pk=image.pk)
    assert (fresh.width, fresh._set_image_file_metadata() or fresh.file_hash) == (image.width, before)


@pytest.mark.parametrize(
    ("name", "body"), [("poster.pdf", b"%PDF-1.7"), ("poster.txt", OLD), ("rows.csv", b"a,b"), ("x.html", b"<script>")]
)
def test_a_file_is_sent_as_a_download_in_which_nothing_acts(document, beck, cleo, name, body):
    sent = get_document_model().objects.create(title="Any", file=ContentFile(body, name=name))
    page = guidance_page(body=with_document(sent))
    assert page.live
    answer = Client().get(sent.url)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment;")
