"""What an editor cannot do: reach the desk, people or settings, rise, or send in what runs or
costs.

See docs/requirements/security.md#side-doors.
"""

from unittest.mock import patch
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Task, Workflow

from learning.resources.models import GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import guidance_page, handed_in, root
from tests.factories.organisations import MembershipFactory
from tests.portal.files import metadata_samples
from tests.portal.files.test_metadata import secrets_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REFUSED = {302, 403, 404, 405}


@pytest.fixture
def editor(client):
    person = UserFactory(role=StaffRole.CONTENT_EDITOR)
    sign_in(client, person)
    return person


ELSEWHERE = [
    "/desk/",
    "/desk/calls/",
    "/staff/people/",
    "/staff/history/verify/",
    "/staff/risk/",
    "/cms/sites/",
    "/cms/sites/new/",
    "/cms/workflows/list/",
    "/cms/workflows/add/",
    "/cms/workflows/tasks/index/",
    "/cms/collections/",
    "/cms/collections/add/",
    "/cms/redirects/",
    "/cms/redirects/import/",
    "/cms/settings/wagtailcore/site/",
    "/cms/snippets/",
    "/cms/users/",
    "/cms/groups/",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_editor_reaches_neither_desk_nor_people_nor_settings(client, editor, address):
    # An address that nobody answers ends at Wagtail's pages, which know it as little as anything else.
    assert resolve(address).view_name != "wagtail_serve"
    for method in ("get", "post"):
        answer = getattr(client, method)(address)
        assert answer.status_code in REFUSED, f"{method} {address}: {answer.status_code}"


def test_nor_a_case_a_statement_or_a_business_that_is_there(client, editor):
    owner = MembershipFactory(role="administrator")
    home = reverse("organisations:home", args=[owner.organisation.slug])
    others = [
        home,
        reverse("statements_staff:index", args=[owner.organisation.uuid]),
        reverse("cases:conversation", args=[uuid4()]),
        reverse("cases:facts", args=[uuid4()]),
    ]
    for address in others:
        for method in ("get", "post"):
            status = getattr(client, method)(address).status_code
            # Only a business may say that it is not there: at the desk the door comes before the case.
            assert status in (REFUSED | {404} if address == home else REFUSED), f"{method} {address}: {status}"
    assert sign_in(Client(), owner.user).get(home).status_code == 200
    administrator = sign_in(Client(), UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    assert administrator.get(others[1]).status_code == 200


def test_an_editor_does_not_rise_by_account_group_or_workflow(client, editor):
    group, workflow = Group.objects.get(name=StaffRole.HANDLER), Workflow.objects.get(active=True)
    tries = {
        "/cms/account/": {"name_email-email": "desk@example.org"},
        f"/cms/users/edit/{editor.pk}/": {"is_superuser": "on", "groups": group.pk},
        f"/cms/groups/edit/{group.pk}/": {"name": "handler", "permissions": 1},
        f"/cms/workflows/edit/{workflow.pk}/": {"name": "None"},
        f"/cms/workflows/disable/{workflow.pk}/": {},
        f"/cms/workflows/remove/{root().pk}/": {},
        **{f"/cms/workflows/tasks/disable/{task.pk}/": {} for task in Task.objects.filter(active=True)},
        "/cms/bulk/accounts/user/assign_role/": {"role": group.pk},
    }
    for address, data in tries.items():
        assert client.post(address, data).status_code in REFUSED, address
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert [one.name for one in editor.groups.all()] == [StaffRole.CONTENT_EDITOR]
    assert [task.name for task in root().get_workflow().tasks.filter(active=True)] == [
        "Plain-English review",
        "Subject review",
    ]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.png", "drawing.svgz", "page.html"])
def test_no_svg_comes_in_whatever_it_is_called(client, editor, name):
    for address, field in (("/cms/images/add/", "file"), ("/cms/images/multiple/add/", "files[]")):
        file = SimpleUploadedFile(name, SVG, content_type="image/png")
        answer = client.post(address, {"title": "x", field: file}, headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.status_code < 500
    assert not get_image_model().objects.exists()


def test_an_editor_adds_pictures_and_files(client, editor):
    root_collection = Collection.get_first_root_node().pk
    picture = SimpleUploadedFile("a.png", get_test_image_file().file.getvalue(), content_type="image/png")
    answer = client.post("/cms/images/add/", {"title": "x", "file": picture, "collection": root_collection})
    assert answer.status_code == 302, answer.context["form"].errors
    assert get_image_model().objects.get().uploaded_by_user == editor
    file = SimpleUploadedFile("notes.txt", b"Words.")
    assert (
        client.post("/cms/documents/add/", {"title": "x", "file": file, "collection": root_collection}).status_code
        == 302
    )
    assert get_document_model().objects.get().uploaded_by_user == editor


@pytest.mark.parametrize("name", ["photo.jpg", "turned.jpg", "photo.png", "photo.webp"])
def test_a_picture_for_readers_does_not_say_who_took_it_and_where(client, editor, name):
    picture = SimpleUploadedFile(name, metadata_samples.PICTURES[name])
    collection = Collection.get_first_root_node().pk
    answer = client.post("/cms/images/add/", {"title": "x", "file": picture, "collection": collection})
    assert answer.status_code == 302, answer.context["form"].errors
    kept = get_image_model().objects.get()
    with kept.file.open("rb") as file:
        body = file.read()
    assert secrets_in(body) == set()
    # Wagtail writes EXIF on into what readers load.
    rendition = kept.get_rendition("original")
    with rendition.file.open("rb") as file:
        assert secrets_in(file.read()) == set()
    assert (kept.width, kept.height) == (metadata_samples.SIZE[::-1] if name == "turned.jpg" else metadata_samples.SIZE)


def test_an_address_of_another_site_is_not_fetched(client, editor):
    """Nothing is embedded: no finder is set, so no request leaves."""
    with patch("urllib.request.urlopen", side_effect=AssertionError), patch("requests.get", side_effect=AssertionError):
        answer = client.post("/cms/embeds/chooser/upload/", {"embed-chooser-url": "https://elsewhere.example/video"})
    assert "elsewhere.example/video" not in str(answer.context and answer.context.get("embed"))


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.js", "page.xhtml", "a.php"])
def test_no_file_that_a_browser_would_run_comes_in(client, editor, name):
    client.post("/cms/documents/add/", {"title": "x", "file": SimpleUploadedFile(name, SVG)})
    assert not get_document_model().objects.exists()


def test_a_picture_of_too_many_bytes_or_points_is_refused(client, editor, settings):
    """CVE-2023-28837: limits come before anything is read."""
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    picture = SimpleUploadedFile(
        "a.png", get_test_image_file(size=(400, 400)).file.getvalue(), content_type="image/png"
    )
    client.post("/cms/images/add/", {"title": "x", "file": picture})
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("spec", ["max-99999999x99999999", "width-100|" * 60, "fill-1x1-c" + "9" * 300, "x", "%00"])
def test_an_odd_size_of_a_picture_costs_nothing(client, editor, spec):
    """CVE-2026-54260. No address makes pictures for strangers."""
    image = get_image_model().objects.create(title="x", file=get_test_image_file())
    answer = client.get(f"/cms/images/{image.pk}/preview/{spec}/")
    assert answer.status_code < 500
    assert Client().get(f"/images/{image.pk}/{spec}/").status_code == 404


@pytest.mark.parametrize("query", ['"' * 2000, "a:b " * 500, '(a OR "b" AND ' * 300, "topic:" + "x" * 3000, "\x00"])
def test_an_odd_question_to_the_search_costs_nothing(client, editor, query):
    """CVE-2024-39317, in every search that parses what is typed."""
    for address in ("/cms/pages/search/", "/cms/images/", "/cms/documents/", "/guidance/search/", "/cms/guidance/"):
        assert client.get(address, {"q": query}).status_code < 500, address


@pytest.mark.parametrize("ordering", ["owner__password", "-owner__email", "looked_after_by__password", "?", "path; --"])
def test_names_from_an_address_do_not_reach_the_database(client, editor, ordering):
    for address in ("/cms/guidance/", f"/cms/pages/{root().pk}/", "/cms/images/", "/cms/documents/"):
        assert client.get(address, {"ordering": ordering}).status_code == 200, address


def test_raw_html_has_no_block_and_no_way_into_text():
    allowed = {"text", "steps", "do_and_dont", "care_card", "example", "table", "figure", "download", "area", "related"}
    assert set(GuidancePage.body.field.stream_block.child_blocks) == allowed


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 70707|add:7 }}"])
def test_titles_and_names_stay_words_on_the_editors_pages(client, editor, markup):
    """CVE-2020-15118 and its kin: HTML built from what somebody typed."""
    page = guidance_page(title=markup, summary=markup, next_check_on=None)
    state = handed_in(page, by=UserFactory(role=StaffRole.CONTENT_EDITOR, first_name=markup[:30]))
    for address in (
        "/cms/",
        "/cms/guidance/",
        f"/cms/pages/{page.pk}/edit/",
        f"/cms/pages/{page.pk}/history/",
        reverse("learning_review", args=[state.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
    ):
        body = client.get(address).content.decode()
        assert "<script>alert(1)" not in body, address
        assert "<img src=x" not in body, address
        assert "70714" not in body, address
