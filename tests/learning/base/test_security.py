"""A test for each class of mistake that Wagtail has had: what a page's own address refuses, its
secondary addresses refuse too.

See docs/requirements/security.md#side-doors.
"""

import hashlib
import itertools
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    PagePermissionTester,
    PageViewRestriction,
)

from learning.base.permissions import PagePermissions
from learning.resources.models import AboutPage, GuidancePage
from learning.resources.selectors import find_pages
from learning.resources.selectors import get_page as public_page
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import draft, guidance_page, handed_in, root
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What somebody wrote, and what Wagtail calls a thing in its lists of what one may not do.
CANARY, TITLE = "canary-5e1f", "title-7c2a"
REFUSED = {302, 403, 404, 405}


def outsiders():
    """Nobody, a business, the desk, and somebody who may write the pages about the site but no others."""
    yield "stranger", Client()
    yield "business", sign_in(Client(), MembershipFactory(role="administrator").user)
    yield "handler", sign_in(Client(), UserFactory(role=StaffRole.HANDLER))
    yield "narrow", sign_in(Client(), narrow_editor())


def narrow_editor():
    group = Group.objects.create(name="about")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=AboutPage.objects.get(slug="about"),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    person = UserFactory()
    person.groups.add(group)
    return person


@pytest.fixture
def secret():
    """A page that is not public, with its history and its review; a file and a picture that are not for everybody."""
    author = UserFactory(role=StaffRole.CONTENT_EDITOR)
    page = guidance_page(title=TITLE, slug=TITLE, summary=CANARY, live=False)
    first = draft(page, by=author, title=f"{TITLE}-first", summary=f"{CANARY}-first")
    state = handed_in(page, by=author, title=f"{TITLE}-second", summary=f"{CANARY}-second")
    page.refresh_from_db()
    above = Collection.get_first_root_node().add_child(name=f"{TITLE}-above")
    CollectionViewRestriction.objects.create(collection=above, restriction_type="groups")
    collection = above.add_child(name=f"{TITLE}-collection")
    file = ContentFile(CANARY.encode(), name=f"{TITLE}.txt")
    document = get_document_model().objects.create(title=TITLE, file=file, collection=collection)
    image = get_image_model().objects.create(
        title=TITLE, description=CANARY, file=get_test_image_file(), collection=collection
    )
    return {
        "page": page,
        "author": author,
        "first": first,
        "second": page.get_latest_revision(),
        "state": state,
        "document": document,
        "image": image,
    }


def of_page(name, *more):
    return lambda secret: reverse(
        f"wagtailadmin_pages:{name}", args=[secret["page"].pk, *(getattr(secret.get(key), "pk", key) for key in more)]
    )


def bulk(app_label, model, action, key):
    return lambda secret: reverse("wagtail_bulk_action", args=[app_label, model, action]) + f"?id={secret[key].pk}"


def named(name, key=None, *more, query=""):
    return lambda secret: reverse(name, args=[secret[key].pk, *more] if key else []) + query


class Answers:
    """An address that whoever may enter the editors' pages gets an answer from: a list, or Wagtail's "you may not" with
    the name of the thing. What is in the thing stays out of it."""

    def __init__(self, build):
        self.build = build

    def __call__(self, secret):
        return self.build(secret)


# The classes of docs/requirements/security.md#side-doors, each with the addresses that hold it here.
CLASSES = {
    "preview (CVE-2026-25517)": [
        of_page("view_draft"),
        of_page("preview_on_edit"),
        of_page("revisions_view", "first"),
        lambda secret: reverse(
            "wagtailadmin_pages:workflow_preview", args=[secret["page"].pk, secret["state"].task_id]
        ),
    ],
    "compare (CVE-2026-44197)": [
        of_page("revisions_compare", "first", "second"),
        of_page("revisions_compare", "earliest", "latest"),
    ],
    "history (CVE-2026-44198)": [
        of_page("history"),
        of_page("history_results"),
        Answers(of_page("revisions_index")),
        of_page("workflow_history"),
        lambda secret: reverse(
            "wagtailadmin_pages:workflow_history_detail", args=[secret["page"].pk, secret["state"].workflow_state_id]
        ),
        Answers(named("wagtailadmin_reports:site_history")),
    ],
    "delete (CVE-2026-44199)": [of_page("delete"), of_page("unpublish"), of_page("convert_alias")],
    "copy (CVE-2026-44200)": [of_page("copy")],
    "move": [
        of_page("move"),
        lambda secret: reverse("wagtailadmin_pages:move_confirm", args=[secret["page"].pk, root().pk]),
    ],
    "revert": [of_page("revisions_revert", "first"), of_page("edit")],
    "usage (CVE-2023-45809)": [
        of_page("usage"),
        Answers(lambda secret: reverse("wagtailadmin_pages:type_use", args=["resources", "guidancepage"])),
        named("wagtaildocs:document_usage", "document"),
        named("wagtailimages:image_usage", "image"),
    ],
    "documents (CVE-2026-44201, CVE-2026-54259)": [
        named("wagtaildocs:edit", "document"),
        named("wagtaildocs:delete", "document"),
        named("wagtaildocs:edit_multiple", "document"),
        named("wagtaildocs:delete_multiple", "document"),
        named("wagtaildocs:index", query=f"?q={TITLE}"),
    ],
    "images (CVE-2026-44201)": [
        named("wagtailimages:edit", "image"),
        named("wagtailimages:delete", "image"),
        named("wagtailimages:edit_multiple", "image"),
        named("wagtailimages:index", query=f"?q={TITLE}"),
    ],
    "image preview (CVE-2026-54261)": [
        named("wagtailimages:preview", "image", "max-100x100"),
        named("wagtailimages:url_generator", "image"),
        named("wagtailimages:url_generator_output", "image"),
    ],
    "chosen": [
        named("wagtaildocs_chooser:chosen", "document"),
        named("wagtailimages_chooser:chosen", "image"),
        named("wagtailimages_chooser:select_format", "image"),
        Answers(lambda secret: reverse("wagtaildocs_chooser:chosen_multiple") + f"?id={secret['document'].pk}"),
        Answers(lambda secret: reverse("wagtailimages_chooser:chosen_multiple") + f"?id={secret['image'].pk}"),
        Answers(lambda secret: reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={secret['page'].pk}"),
        Answers(named("wagtailadmin_choose_page_search", query=f"?q={TITLE}&page_type=wagtailcore.page")),
    ],
    "bulk (CVE-2024-35228)": [
        *(Answers(bulk("wagtailcore", "page", act, "page")) for act in ("publish", "unpublish", "move", "delete")),
        *(
            Answers(bulk("base", "portaldocument", act, "document"))
            for act in ("delete", "add_tags", "add_to_collection")
        ),
        *(Answers(bulk("base", "portalimage", act, "image")) for act in ("delete", "add_tags", "add_to_collection")),
    ],
    "settings, locks and privacy (CVE-2024-32882)": [of_page("set_privacy"), of_page("lock"), of_page("unlock")],
    "review": [named("learning_review", "state"), of_page("workflow_action", "approve", "state")],
    "API of the editors' pages": [
        Answers(lambda secret: f"/cms/api/main/pages/?search={TITLE}&fields=*"),
        lambda secret: f"/cms/api/main/pages/{secret['page'].pk}/",
        lambda secret: f"/cms/api/main/documents/{secret['document'].pk}/",
        lambda secret: f"/cms/api/main/images/{secret['image'].pk}/",
        lambda secret: f"/cms/api/main/pages/{secret['page'].pk}/action/publish/",
    ],
    "lists and search": [
        Answers(named("wagtailadmin_pages:search", query=f"?q={TITLE}")),
        Answers(named("guidance_list:index")),
        Answers(named("guidance_list:index_results")),
        Answers(lambda secret: reverse("wagtailadmin_explore", args=[root().pk])),
        Answers(named("wagtailadmin_home")),
    ],
}


def told(secret, kind, visitors):
    """What was given away, and where somebody without a right to the thing was not sent away."""
    away, wrong = reverse("wagtailadmin_home"), []
    for (name, browser), build, method in itertools.product(visitors, CLASSES[kind], ("get", "post")):
        address = build(secret)
        answer = getattr(browser, method)(address)
        body = re.sub(rf'q={TITLE}|value="{TITLE}"', "", answer.content.decode(errors="replace"))
        is_inside = name == "narrow"
        is_told = CANARY in body or (TITLE in body and not (is_inside and isinstance(build, Answers)))
        if is_inside and isinstance(build, Answers):
            is_refused = answer.status_code < 500
        elif is_inside and answer.status_code == 302:
            # Elsewhere than home is where Wagtail leads after it has done what was asked.
            is_refused = answer.headers["Location"] == away
        else:
            is_refused = answer.status_code in REFUSED
        if is_told or not is_refused:
            wrong.append(f"{name} {method.upper()} {address}: {answer.status_code}{', told' if is_told else ''}")
    return wrong


@pytest.mark.parametrize("kind", CLASSES)
def test_who_has_no_right_to_a_page_gets_nothing_of_it_by_a_side_door(secret, kind):
    """Wagtail names a thing to whoever may enter the editors' pages and may not touch it; ours may all touch all."""
    before = GuidancePage.objects.get(pk=secret["page"].pk)
    wrong = told(secret, kind, list(outsiders()))
    assert not wrong, "\n".join(wrong)
    after = GuidancePage.objects.get(pk=secret["page"].pk)
    assert (after.live, after.path, after.latest_revision_id) == (before.live, before.path, before.latest_revision_id)
    assert get_document_model().objects.filter(pk=secret["document"].pk).exists()
    assert get_image_model().objects.filter(pk=secret["image"].pk).exists()


# Those whose addresses ask what somebody may do with the page.
ABOUT_A_PAGE = (
    "preview (CVE-2026-25517)",
    "compare (CVE-2026-44197)",
    "history (CVE-2026-44198)",
    "delete (CVE-2026-44199)",
    "copy (CVE-2026-44200)",
    "move",
    "revert",
    "usage (CVE-2023-45809)",
    "settings, locks and privacy (CVE-2024-32882)",
)


@pytest.mark.parametrize("kind", ABOUT_A_PAGE)
def test_the_test_before_would_see_it_if_nobody_asked(secret, kind, monkeypatch):
    for asked in (PagePermissionTester, PagePermissions):
        for name in vars(asked):
            if name.startswith("can_"):
                monkeypatch.setattr(asked, name, lambda *args, **kwargs: True)
    assert told(secret, kind, [("narrow", sign_in(Client(raise_request_exception=False), narrow_editor()))])


@pytest.mark.parametrize(
    "name",
    ["simple_translation:submit_page_translation", "wagtailapi:pages:listing", "wagtailapi_v3:pages", "wagtailapi_v2"],
)
def test_translation_and_the_public_apis_are_not_there(name):
    """CVE-2026-54262; API v2 and v3 are off."""
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["/api/v2/pages/", "/api/v3/pages/", "/api/main/pages/", "/cms/api/v3/pages/"])
def test_no_api_gives_pages_to_strangers(client, secret, address):
    answer = client.get(address)
    assert answer.status_code in {302, 404}
    assert CANARY not in answer.content.decode()


# --- What is public tells nothing of what is private ------------------------------------------------------------------


@pytest.fixture(params=["login", "groups", "password"])
def private(request):
    """A public page in a part of the tree that is not for everybody."""
    section = guidance_page(title=f"{CANARY}-section", slug="section")
    PageViewRestriction.objects.create(page=section, restriction_type=request.param, password="x")
    return guidance_page(title=f"{CANARY}-below", slug="below", summary=CANARY, parent=section, search_words=CANARY)


def test_no_list_search_or_link_shows_a_private_page(client, private):
    other = guidance_page(slug="open", body=[("related", [private, root()])])
    for address in ("/", "/guidance/", "/guidance/open/", f"/guidance/search/?q={CANARY}", "/about/", "/sitemap.xml"):
        body = client.get(address).content.decode().replace(f'value="{CANARY}"', "")
        assert f"{CANARY}-" not in body, address
    assert find_pages(CANARY) == []
    assert public_page(private.pk) is None
    assert public_page(other.pk) is not None


def test_a_private_page_itself_shows_nothing(client, private):
    for address in ("/guidance/section/below/", "/guidance/section/below", "/guidance/section/"):
        assert f"{CANARY}-" not in client.get(address, follow=True).content.decode()


def test_private_files_and_pictures_are_for_nobody_else(client, secret):
    document, made = secret["document"], secret["image"].get_rendition("width-100")
    sign_in(client, MembershipFactory(role="administrator").user)
    for browser in (Client(), client):
        for address in (document.url, made.url, document.file.url, secret["image"].file.url):
            answer = browser.get(address)
            assert answer.status_code in REFUSED, address


def test_a_private_file_is_not_found_by_what_is_in_it(client, secret):
    """Whoever has the same file, and so its SHA-1, does not learn that it is here."""
    document = secret["document"]
    sign_in(client, MembershipFactory(role="administrator").user)
    digest = hashlib.sha1(CANARY.encode(), usedforsecurity=False).hexdigest()
    assert document.get_file_hash() == digest
    for tag in (digest, "0" * 40, "*"):
        for header in ("if-none-match", "if-match"):
            answer = client.get(document.url, headers={header: f'"{tag}"' if tag != "*" else tag})
            assert answer.status_code in REFUSED, (header, tag)
            assert "ETag" not in answer


def test_what_lies_in_a_part_of_a_private_collection_is_private(client, secret):
    """The files of secret lie one level below the collection that is not for everybody."""
    assert not secret["document"].collection.view_restrictions.exists()
    assert client.get(secret["document"].url).status_code in REFUSED
    CollectionViewRestriction.objects.all().delete()
    sign_in(client, UserFactory(role=StaffRole.CONTENT_EDITOR))
    assert client.get(secret["document"].url).status_code == 200
