"""Our own texts come into the tree once, and never over what an editor did."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page

from learning.resources.models import GuidancePage, LoadedPage
from learning.resources.services import loading
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.guidance import root

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
PAGE = """title: {title}
summary: It depends.
audience: business
topic: statement
order: {order}

Body. {{act}}
{more}"""


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "who-signs", order=20, more="\n:::related groups")
    write(tmp_path, "groups", order=10)
    return tmp_path


def write(folder, slug, *, order=10, title=None, more=""):
    (folder / f"{slug}.md").write_text(PAGE.format(title=title or slug.capitalize(), order=order, more=more))


def load(folder):
    return loading.load_guidance(at=NOW, folder=folder)


def page(slug):
    return GuidancePage.objects.get(slug=slug)


def test_pages_are_made_published_and_in_order(folder, client):
    loaded = load(folder)
    assert loaded.made == ["groups", "who-signs"]
    assert page("groups").path < page("who-signs").path
    assert client.get("/guidance/who-signs/").status_code == 200
    assert [related.slug for related in page("who-signs").body[1].value] == ["groups"]
    assert (page("groups").topic, page("groups").checked_on, page("groups").next_check_on.year) == (
        *("statement", loading.CHECKED_ON),
        2027,
    )


def test_a_second_time_nothing_happens(folder):
    load(folder)
    before = page("groups").latest_revision_id
    loaded = load(folder)
    assert (loaded.made, loaded.renewed, loaded.left) == ([], [], [])
    assert page("groups").latest_revision_id == before


def test_a_newer_edition_of_a_text_renews_its_page_and_no_other(folder):
    load(folder)
    write(folder, "groups", title="Groups of companies")
    assert load(folder).renewed == ["groups"]
    assert page("groups").title == page("groups").draft_title == "Groups of companies"
    assert not page("groups").has_unpublished_changes


def test_a_page_of_which_somebody_saved_a_draft_is_left(folder):
    load(folder)
    changed = page("groups")
    changed.title = "Ours"
    changed.save_revision(user=UserFactory(role=StaffRole.CONTENT_EDITOR))
    write(folder, "groups", title="Theirs")
    assert load(folder).left == ["groups"]
    assert page("groups").get_latest_revision_as_object().title == "Ours"
    assert page("groups").title == "Groups"


def test_a_page_that_somebody_took_down_stays_down(folder):
    load(folder)
    page("groups").unpublish(user=UserFactory(is_superuser=True))
    write(folder, "groups", title="Theirs")
    assert load(folder).left == ["groups"]
    assert not page("groups").live


def test_a_page_that_somebody_deleted_does_not_come_back(folder):
    load(folder)
    page("groups").delete()
    write(folder, "groups", title="Theirs")
    assert load(folder).left == ["groups"]
    assert not Page.objects.filter(slug="groups").exists()
    assert LoadedPage.objects.get(slug="groups").page is None


def test_a_page_that_was_moved_is_found_where_it_is(folder):
    load(folder)
    page("groups").move(page("who-signs"), pos="last-child")
    write(folder, "groups", title="Groups of companies")
    assert load(folder).renewed == ["groups"]
    assert page("groups").url_path == "/home/guidance/who-signs/groups/"


def test_a_page_of_an_editor_with_the_same_slug_is_left(folder):
    own = GuidancePage(title="Ours", slug="groups", summary="x")
    root().add_child(instance=own)
    own.save_revision(user=UserFactory())
    assert load(folder).left == ["groups"]
    assert page("groups").title == "Ours"


def test_the_first_pages_of_an_installation_get_our_texts_unless_somebody_touched_them():
    touched = page("signs-at-a-supplier")
    touched.save_revision(user=UserFactory())
    loaded = loading.load_guidance(at=NOW)
    assert {"what-a-statement-is", "your-first-statement"} <= set(loaded.renewed)
    assert loaded.left == ["signs-at-a-supplier"]
    assert len(page("what-a-statement-is").body) > 3
    assert len(page("signs-at-a-supplier").body) == 1


def test_the_command_says_what_it_did_and_may_run_again():
    for said in ("43 made, 3 renewed, 0 left", "0 made, 0 renewed, 0 left"):
        out = StringIO()
        call_command("load_guidance", stdout=out)
        assert said in out.getvalue()


def test_every_page_of_ours_is_drawn(client):
    loading.load_guidance(at=NOW)
    for slug in loading.read_texts():
        body = client.get(f"/guidance/{slug}/").content.decode()
        assert 'id="sources"' in body
        assert not any(mark in body for mark in (":::", "{act", "[1]", "**"))
