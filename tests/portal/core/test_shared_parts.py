"""A part of a page that is kept is what would be drawn now: for every value, language, role and version."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from compliance.casework.templatetags.desk_frame import MENU, desk_menu
from compliance.organisations.choices import Role
from compliance.organisations.permissions import can_manage_people
from compliance.organisations.templatetags.membership import DOORS as ORGANISATION_DOORS
from compliance.organisations.templatetags.membership import organisation_menu
from portal.core.templatetags import shared_parts
from portal.core.templatetags.navigation import DOORS, menu
from portal.core.templatetags.shared_parts import Slot, include_shared
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory

PARTS = {
    "layouts/parts/icon_and_style.jinja": [{"is_right_to_left": True}, {"is_right_to_left": False}],
    "layouts/parts/body_start.jinja": [{}],
    "layouts/parts/script.jinja": [{}],
    "statements/_editor_script.jinja": [{}],
    "layouts/parts/emergency.html": [{}],
    "layouts/parts/header.jinja": [{"portal_name": "Daylight"}, {"portal_name": "<b>Other</b>"}],
    "layouts/parts/navigation.jinja": [
        {"current": current, "is_current_page": is_page, "is_signed_in": is_signed_in}
        for current in ("", *DOORS)
        for is_page in (True, False)
        for is_signed_in in (True, False)
    ],
    "layouts/parts/bar.jinja": [
        {"is_signed_in": is_signed_in, "portal_name": "Daylight", "is_demo": is_demo} | organisation
        for is_signed_in in (True, False)
        for is_demo in (True, False)
        for organisation in ({}, {"organisation": "Alder"}, {"organisation": "<b>Birch</b>"})
    ],
    "layouts/parts/organisation.jinja": [
        {"name": name, "root": root, "current": current, "is_current_page": is_page, "manages_people": manages_people}
        for name, root in (("<b>Alder</b>", "/o/alder/"), ("Birch", "/o/birch/"))
        for current in ("", *ORGANISATION_DOORS, None)
        for is_page in (True, False)
        for manages_people in (True, False)
    ],
    "layouts/parts/bar_menu.jinja": [{"is_signed_in": True}, {"is_signed_in": False}],
    "layouts/parts/support.html": [
        {"helpline_name": "Helpline", "helpline_number": number} for number in ("08000 121 700", "0300 000 000")
    ],
    "layouts/parts/helpline.html": [
        {"helpline_number": "08000 121 700", "hours": ""},
        {"helpline_number": "08000 121 700", "hours": "Opening hours: 9 to 5."},
        {"helpline_number": "0300 000 000", "hours": ""},
    ],
    "layouts/parts/footer.jinja": [
        {"operator": "Alder", "charity_number": ""},
        {"operator": "Birch", "charity_number": "12345"},
    ],
    "layouts/parts/desk_header.jinja": [
        {"portal_name": "Daylight", "is_demo": is_demo, **whose}
        for is_demo in (True, False)
        for whose in (
            {"is_signed_in": True},
            {"is_signed_in": False},
            {"is_at_desk": True, "csrf_token": Slot("abc")},
            {"is_at_desk": True, "csrf_token": Slot("xyz")},
        )
    ],
    "layouts/parts/desk.jinja": [
        {"current": current, "is_current_page": is_page, "is_lead": is_lead, "is_locked": is_locked}
        for current in ("", *MENU)
        for is_page in (True, False)
        for is_lead in (True, False)
        for is_locked in (True, False)
    ],
    "account/_session_end.jinja": [
        {"time": Slot("09:30"), "seconds": Slot("1800")},
        {"time": Slot("10:30"), "seconds": Slot("1799")},
    ],
    "register/_feed_link.jinja": [{}],
    "statements/_marks.jinja": [{"box": "id_a"}, {"box": "id_b"}],
    "suppliers/_links.html": [
        {"slug": slug, "can_change": can_change, "looks_up_companies": looks_up_companies}
        for slug in ("alder", "birch")
        for can_change in (True, False)
        for looks_up_companies in (True, False)
    ],
}
CASES = [(name, values) for name, all_values in PARTS.items() for values in all_values]


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    shared_parts.clear()
    yield
    shared_parts.clear()


def draw_now(name: str, values: dict) -> str:
    return shared_parts._draw.__wrapped__(name, translation.get_language(), **values)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize(("name", "values"), CASES)
def test_what_is_kept_is_what_would_be_drawn_now(name, values, language):
    for other in PARTS[name]:
        with translation.override("cy" if language == "en-gb" else "en-gb"):
            include_shared(name, **other)
        with translation.override(language):
            include_shared(name, **other)
    with translation.override(language):
        assert include_shared(name, **values) == draw_now(name, values)


def test_every_part_that_is_kept_is_tried_here():
    folder = settings.BASE_DIR / "templates"
    named = set()
    for path in folder.rglob("*.html"):
        for piece in path.read_text().split('{% include_shared "')[1:]:
            named.add(piece.split('"')[0])
    assert named == set(PARTS)


def test_a_part_is_given_nothing_of_the_page():
    page = Template('{% load shared_parts %}{% include_shared "layouts/parts/header.jinja" portal_name=name %}')
    assert "Alder" in page.render(Context({"name": "Alder", "portal_name": "Birch"}))


def test_a_slot_is_escaped_and_no_part_of_what_is_kept():
    page = Template(
        '{% load shared_parts %}{% include_shared "account/_session_end.jinja" time=time|slot seconds=seconds|slot %}'
    )
    drawn = [
        page.render(Context({"time": time, "seconds": seconds}))
        for time, seconds in (("09:30", 1800), ("<b>", 1), ("\ue000seconds\ue000", 2))
    ]
    assert 'data-session-seconds="1800"' in drawn[0] and "signed out at 09:30." in drawn[0]
    assert 'data-session-seconds="1"' in drawn[1] and "signed out at &lt;b&gt;." in drawn[1]
    assert shared_parts._draw.cache_info().currsize == 1


def test_while_a_developer_changes_templates_nothing_is_kept(settings):
    settings.DEBUG = True
    include_shared("layouts/parts/emergency.html")
    assert shared_parts._draw.cache_info().currsize == 0


def test_equal_values_of_two_types_are_kept_apart():
    texts = {include_shared("layouts/parts/footer.jinja", operator=name, charity_number="") for name in (1, True, "1")}
    assert len(texts) == 2


@pytest.mark.parametrize(
    ("path", "current", "is_page"),
    [("/", "", False), ("/services/", "/services/", True), ("/services/alder/", "/services/", False)],
)
def test_the_menu_shows_where_the_reader_is(path, current, is_page):
    request = RequestFactory().get(path)
    values = menu(Context({"request": request, "user": AnonymousUser()}))
    assert values == {"current": current, "is_current_page": is_page, "is_signed_in": False}
    drawn = include_shared("layouts/parts/navigation.jinja", **values)
    assert drawn.count("aria-current") == (1 if current else 0)
    assert ('aria-current="page"' in drawn) == is_page


def test_the_menu_of_somebody_signed_in_is_another():
    request = RequestFactory().get("/dashboard/")
    ours, anybodys = (
        include_shared("layouts/parts/navigation.jinja", **menu(Context({"request": request, "user": user})))
        for user in (UserFactory.build(), AnonymousUser())
    )
    assert "Sign out" in ours and "Sign in" not in ours
    assert "Sign in" in anybodys and "Sign out" not in anybodys


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/o/alder/", 'href="/o/alder/" aria-current="page"'),
        ("/o/alder/suppliers/", 'href="/o/alder/suppliers/" aria-current="page"'),
        ("/o/alder/suppliers/risk/", 'href="/o/alder/suppliers/" aria-current="true"'),
        ("/o/alder/workbooks/", ""),
        ("/o/birch/suppliers/", ""),
        (None, ""),
    ],
)
def test_the_navigation_of_an_organisation_shows_where_its_member_is_and_what_the_role_manages(role, path, current):
    membership = MembershipFactory.build(role=role, organisation__slug="alder", organisation__name="Alder & Birch")
    page = {"membership": membership, "organisation": membership.organisation}
    values = organisation_menu(Context(page | ({"request": RequestFactory().get(path)} if path else {})))
    drawn = include_shared("layouts/parts/organisation.jinja", **values)
    assert current in drawn and drawn.count("aria-current") == bool(current)
    assert ("/o/alder/people/" in drawn) == can_manage_people(membership, membership.organisation)
    assert 'aria-label="Alder &amp; Birch"' in drawn


def test_an_error_page_is_in_no_part_of_the_menu():
    request = RequestFactory().get("/services/")
    assert menu(Context({"request": request, "is_error_page": True}))["current"] == ""
    assert menu(Context({})) == {"current": "", "is_current_page": False, "is_signed_in": False}


@pytest.mark.parametrize(
    ("path", "current", "is_page"),
    [
        ("/desk/", "/desk/", True),
        ("/desk/cases/1/", "", False),
        ("/desk/calls/", "/desk/calls/", True),
        ("/desk/calls/1/", "/desk/calls/", False),
        ("/desk/figures/2026/", "/desk/figures/", False),
        ("/desk/hotspots/", "/desk/figures/", False),
        ("/desk/statistics/", "/desk/figures/", False),
        ("/staff/history/", "", False),
    ],
)
def test_the_menu_of_the_desk_shows_where_the_reader_is(path, current, is_page):
    request = RequestFactory().get(path)
    values = desk_menu(Context({"request": request}))
    assert values == {"current": current, "is_current_page": is_page}
    drawn = include_shared("layouts/parts/desk.jinja", **values, is_lead=True, is_locked=False)
    assert drawn.count("aria-current") == (1 if current else 0)
    assert ('aria-current="page"' in drawn) == is_page
    assert desk_menu(Context({"request": request, "is_error_page": True}))["current"] == ""
