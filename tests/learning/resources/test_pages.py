"""A page of guidance as its readers get it."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from learning.resources.models import GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import guidance_page, root, source, text

pytestmark = pytest.mark.django_db

EVERY_BLOCK = [
    text("<h2>Who pays</h2><p>An employer pays for recruitment. [1]</p><h2>When</h2><p>At once.</p>"),
    ("steps", {"heading": "What to do", "steps": ["<p>Ask.</p>", "<p>Write it down.</p>"]}),
    ("do_and_dont", {"heading": "", "do": ["Call the helpline [1]"], "dont": ["Warn the site"]}),
    ("care_card", {"kind": "emergency", "heading": "Somebody is in danger", "text": "<p>Call 999.</p>"}),
    ("example", {"heading": "A packer finds a note", "text": "<p>She calls.</p>"}),
    (
        "table",
        {
            "caption": "Who signs",
            "columns": [{"type": "text", "heading": "Form"}, {"type": "rich_text", "heading": "Signs"}],
            "rows": [{"values": ["Company", "<p>A <b>director</b></p>"]}],
        },
    ),
    ("area", {"area": "due_diligence"}),
]


def shown(client, page):
    return client.get(page.url).content.decode()


def test_each_kind_of_block_is_drawn(client):
    page = guidance_page(sources=[source(place="section 54(4)")])
    page.body = EVERY_BLOCK
    page.save()
    body = shown(client, page)
    for words in (
        "An employer pays",
        "Write it down.",
        "Warn the site",
        "Call 999.",
        "A packer finds a note",
        "director",
    ):
        assert words in body
    assert "section 54(5)(c)" in body
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Who signs</caption>' in body


def test_claims_lead_to_their_sources_in_text_and_in_lists(client):
    page = guidance_page(body=[EVERY_BLOCK[0]], sources=[source(place="section 54(4)")])
    body = shown(client, page)
    assert 'href="#source-1"' in body
    assert '<li id="source-1">Modern Slavery Act 2015, section 54(4). Law. Read on 24 November 2026.' in body


def test_contents_list_the_headings_of_every_block_but_those_of_care_cards(client):
    page = guidance_page(body=[])
    page.body = EVERY_BLOCK
    page.save()
    contents = shown(client, page).split('class="portal-contents"')[1].split("</nav>")[0]
    for words in ("Who pays", "When", "What to do", "Do and do not", "A packer finds a note"):
        assert f">{words}</a>" in contents
    assert "Somebody is in danger" not in contents


def test_a_reader_is_told_for_whom_it_is_and_when_it_was_checked(client, clock_at):
    clock_at(datetime(2026, 11, 26, tzinfo=UTC))
    page = guidance_page(audience="business", checked_on=date(2026, 11, 1), next_check_on=date(2027, 11, 1))
    body = " ".join(shown(client, page).split())
    assert "For: Businesses. Last checked on 1 November 2026. Next check by 1 November 2027." in body


def test_a_page_in_another_language_says_so_to_the_browser(client):
    page = guidance_page(language="ur")
    assert '<article lang="ur" dir="rtl">' in shown(client, page)


def test_typed_marks_are_text_and_no_tags(client):
    page = guidance_page(title="<script>alert(1)</script>", summary="<b>x</b>")
    page.body = [
        ("do_and_dont", {"heading": "<i>h</i>", "do": ["<script>alert(2)</script>"], "dont": ["<img src=x>"]}),
        ("care_card", {"kind": "urgent", "heading": "<svg onload=x>", "text": "<p>x</p>"}),
    ]
    page.save()
    body = shown(client, page)
    for tag in ("<script>alert", "<b>x</b>", "<i>h</i>", "<img src=x>", "<svg onload"):
        assert tag not in body


def test_a_file_is_named_with_its_kind_and_size(client):
    from django.core.files.base import ContentFile

    document = get_document_model().objects.create(title="x", file=ContentFile(b"x" * 2048, name="poster.pdf"))
    page = guidance_page()
    page.body = [("download", {"document": document, "title": "Poster for a canteen"})]
    page.save()
    assert f'<a class="govuk-link" href="{document.url}">Poster for a canteen</a> (PDF, 2.0' in shown(client, page)


def test_other_pages_on_the_topic_stand_beside_and_no_drafts_and_no_private_ones(client):
    page, other = guidance_page(topic="law"), guidance_page(topic="law")
    draft, private = guidance_page(topic="law", live=False), guidance_page(topic="law")
    elsewhere, polish = guidance_page(topic="help"), guidance_page(topic="law", language="pl")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    beside = shown(client, page).split('id="beside"')[1].split("</nav>")[0]
    assert other.title in beside
    assert not [each.title for each in (page, draft, private, elsewhere, polish) if f">{each.title}<" in beside]


def test_a_page_to_read_next_is_not_named_again_beside(client):
    page, named, other = guidance_page(topic="law"), guidance_page(topic="law"), guidance_page(topic="law")
    page.body = [("related", [named])]
    page.save()
    body = shown(client, page)
    assert body.count(f'href="{named.url}"') == 1
    assert other.title in body.split('id="beside"')[1].split("</nav>")[0]


def test_related_pages_that_editors_chose_are_linked_unless_they_are_drafts(client):
    there, draft = guidance_page(), guidance_page(live=False)
    page = guidance_page(topic="law")
    page.body = [("related", [there, draft])]
    page.save()
    related = shown(client, page).split('id="read-next"')[1].split("</nav>")[0]
    assert f'href="{there.url}">{there.title}' in related
    assert draft.title not in related


def test_the_list_shows_pages_by_topic_with_their_summary(client):
    first = guidance_page(topic="signs", summary="Cars and water.")
    guidance_page(topic="law", title="A new law")
    hidden = guidance_page(topic="law", live=False, title="Not yet a law")
    body = client.get("/guidance/").content.decode()
    assert "Cars and water." in body
    assert body.index(first.title) < body.index("Changes in law and guidance") < body.index("A new law")
    assert hidden.title not in body


def test_a_draft_and_what_lies_below_it_are_not_there(client):
    draft = guidance_page(live=False)
    below = guidance_page(parent=draft)
    assert client.get(draft.url).status_code == 404
    assert client.get(below.url).status_code == 200
    assert client.get(f"{below.url}nothing/").status_code == 404


def test_a_private_page_opens_to_those_it_is_for(client):
    page = guidance_page()
    group = Group.objects.get(name="content_editor")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(group)
    assert client.get(page.url).status_code == 302
    sign_in(client, UserFactory(role=StaffRole.HANDLER))
    assert client.get(page.url).status_code == 302
    sign_in(client, UserFactory(role=StaffRole.CONTENT_EDITOR))
    assert client.get(page.url).status_code == 200


def test_the_way_back_leads_through_the_pages_above(client):
    section = guidance_page(title="Spotting the signs", slug="signs")
    page = guidance_page(parent=section)
    trail = shown(client, page).split('aria-label="Breadcrumb"')[1].split("</nav>")[0]
    assert [part.split('"')[0] for part in trail.split('href="')[1:]] == ["/", "/guidance/", "/guidance/signs/"]


def many(count):
    """Make a page, and copies of its rows: to make each as an editor does takes 20 ms."""
    first = guidance_page(parent=root(), topic="signs")
    kept = {field.attname: getattr(first, field.attname) for field in Page._meta.concrete_fields if field.name != "id"}
    above, step = first.path[: -Page.steplen], Page._str2int(first.path[-Page.steplen :])
    copies = Page.objects.bulk_create(
        Page(**kept | {"path": Page._get_path(above, first.depth, step + number), "translation_key": uuid4()}
             | {"slug": f"{first.slug}-{number}", "url_path": f"{first.url_path.rstrip('/')}-{number}/"})
        for number in range(1, count)
    )  # fmt: skip
    Page.objects.filter(pk=root().pk).update(numchild=F("numchild") + len(copies))
    own = ", ".join(
        f.column for f in GuidancePage._meta.local_concrete_fields if not f.primary_key and f.name != "topic"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO resources_guidancepage (page_ptr_id, topic, {own}) SELECT %s, %s, {own}"
            " FROM resources_guidancepage WHERE page_ptr_id = %s",
            [(page.pk, ("signs", "law", "help")[n % 3], first.pk) for n, page in enumerate(copies, 1)],
        )
    assert GuidancePage.objects.live().child_of(root()).count() >= count
    assert {page.topic for page in GuidancePage.objects.child_of(root())} >= {"signs", "law", "help"}


@pytest.mark.parametrize(
    ("address", "pages"),
    [
        ("/guidance/", 40),
        ("/guidance/what-a-statement-is/", 40),
        ("/guidance/what-a-statement-is/", 1000),
        ("/", 40),
    ],
)
def test_a_page_costs_at_most_eight_queries_and_no_more_with_many_pages(
    client, address, pages, django_assert_max_num_queries
):
    client.get(address)
    with django_assert_max_num_queries(8) as few:
        client.get(address)
    many(pages)
    with django_assert_max_num_queries(8) as more:
        client.get(address)
    assert len(more) == len(few)
