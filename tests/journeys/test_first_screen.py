"""What the first screen shows: the frame is small, and the first row or question of the busiest pages is in sight.

See docs/requirements/experience.md#first-screen.
"""

import pytest
from django.urls import reverse

from compliance.audits.models import Finding
from tests.factories.published_figures import publish_figures
from tests.factories.vault import begin_vault
from tests.journeys.test_every_page import Looker, address_of
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

FOLD = 900
# Most pixels of a row of one line.
ROW_HEIGHT = 40
# (width, most pixels of the frame of a signed-in page).
FRAMES = [(1280, 110), (360, 96)]
ROW = (
    "main tbody tr, main .portal-list > li, main .govuk-summary-list__row, main .govuk-task-list__item,"
    " main .govuk-summary-card, main .portal-tile"
)
FIELD = (
    "main .govuk-radios__item, main .govuk-checkboxes__item, main input:not([type=hidden]), main select, main textarea,"
    " main .portal-editor, main [contenteditable]"
)
# Visitor, name of the address, and what comes first on the page. A table needs a row in the world of the tests.
PAGES = [
    ("administrator", "dashboard:home", ROW),
    ("administrator", "organisations:home", ROW),
    ("administrator", "statements:list", ROW),
    ("editor", "statements:tasks", ROW),
    ("editor", "statements:section", FIELD),
    ("editor", "statements:check", "main h2, main h3"),
    ("approver", "statements:preview", "main h2"),
    ("administrator", "suppliers:index", "main tbody tr"),
    ("administrator", "suppliers:supplier", ROW),
    ("administrator", "suppliers:add", FIELD),
    ("administrator", "suppliers:risk", "main tbody tr, main p"),
    ("administrator", "audits:list", "main tbody tr"),
    ("administrator", "audits:findings", "main tbody tr"),
    ("administrator", "actions:list", "main tbody tr"),
    ("administrator", "alerts:list", "main tbody tr"),
    ("administrator", "workbooks:list", ROW),
    ("administrator", "concern_notes:list", "main tbody tr, main .govuk-button"),
    ("administrator", "organisations:training", "main tbody tr, main .govuk-button"),
    ("administrator", "organisations:people", ROW),
    ("administrator", "organisations:activity", "main tbody tr"),
    ("administrator", "organisations:settings", ROW),
    ("administrator", "people:account", ROW),
    ("handler", "desk:queue", "main .portal-queue tbody tr"),
    ("handler", "cases:case", "main .portal-identity, main h2"),
    ("handler", "cases:referrals", ROW + ", main h2"),
    ("handler", "desk:call", FIELD),
    ("anonymous", "for_business", "main .portal-card"),
    ("anonymous", "directory:index", FIELD),
    ("anonymous", "directory:apply", FIELD),
    ("anonymous", "guidance:search", "main .portal-list > li, main input"),
    ("anonymous", "statistics:index", "main .portal-figures, main tbody tr, main h2"),
    ("handler", "hotspots:index", "main tbody tr, main h2"),
    ("triage_lead", "release_desk:index", "main tbody tr, main h2"),
    ("anonymous", "register:index", "main .portal-results > *, main tbody tr, main .portal-list > li, main article"),
    ("anonymous", "training:index", "main .portal-card, main .portal-list > li, main h2"),
    ("anonymous", "organisations:scope_question", FIELD),
    ("anonymous", "existing:check", FIELD),
    ("anonymous", "api:docs", "main tbody tr, main h2"),
    ("anonymous", "concerns:start", "main .govuk-button:not(.govuk-button--warning)"),
    ("anonymous", "site_search:search", FIELD),
]
# Where the first part of the page that is seen begins to be of use: its lower end, or a line of a large field.
BOTTOM = """selector => {
  const shown = e => { const box = e.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  const first = [...document.querySelectorAll(selector)].find(shown);
  if (!first) return null;
  const box = first.getBoundingClientRect();
  return Math.min(box.bottom, box.top + 60);
}"""


@pytest.fixture
def looker(visitor, axe, live_server) -> Looker:
    return Looker(visitor, axe, live_server.url)


def test_the_first_row_or_question_is_above_the_fold(looker, world):
    low: list[str] = []
    looker.page.set_viewport_size({"width": 1280, "height": FOLD})
    for who, name, first in PAGES:
        looker.become(who, world)
        looker.page.goto(address_of(name, ADDRESSES[name], world))
        bottom = looker.page.evaluate(BOTTOM, first)
        if bottom is None or bottom > FOLD:
            low.append(f"{name}: {bottom}")
    assert not low, "\n".join(low)


@pytest.mark.parametrize(("width", "most"), FRAMES)
def test_the_frame_of_a_signed_in_page_is_two_lines(looker, width, most, world):
    looker.page.set_viewport_size({"width": width, "height": FOLD})
    looker.become("administrator", world)
    for name in ("organisations:home", "statements:tasks", "suppliers:index", "dashboard:home", "people:account"):
        looker.page.goto(address_of(name, ADDRESSES[name], world))
        header = looker.page.locator(".govuk-template__header").bounding_box()
        assert header["y"] + header["height"] <= most, name
        main = looker.page.locator("main").bounding_box()
        assert main["y"] <= most + 40, f"{name}: nothing but a way back stands between the frame and the page"


def test_the_two_questions_of_a_reporter_are_above_the_fold(visitor):
    begin_vault()
    page = visitor(javascript=False)
    page.goto(reverse("concerns:start"))
    page.get_by_label("I need help for myself").check()
    page.get_by_role("button", name="Continue").click()
    for address in ("/r/1", "/r/2"):
        assert page.url.endswith(address)
        assert page.evaluate("window.scrollY") == 0
        assert page.evaluate(BOTTOM, "main .govuk-radios__item") <= FOLD, address
        page.get_by_label("No", exact=True).check()
        page.get_by_role("button", name="Continue").click()


def test_home_says_within_one_screen_what_is_here_for_a_business(visitor):
    for address in ("/", "/for-business/"):
        page = visitor(height=FOLD)
        page.goto(address)
        for words in ("statement", "suppliers", "audits", "helpline"):
            shown = page.locator("main").get_by_text(words).first.bounding_box()
            assert shown["y"] + shown["height"] <= FOLD, f"{address}: {words}"
        for link in ("/report/", "/check-a-statement/", "/statistics/", "/search/"):
            box = page.locator(f"a[href='{link}']").first.bounding_box()
            assert box["y"] + box["height"] <= FOLD, f"{address}: {link}"


def test_a_finding_is_one_line_and_its_title_is_cut_before_it_wraps(looker, world):
    looker.page.set_viewport_size({"width": 1280, "height": FOLD})
    title = "Workers pay back fees for recruitment, travel and lodging "
    Finding.objects.filter(pk=world.a.rows["finding"].pk).update(title=title * 2)
    looker.become("administrator", world)
    looker.page.goto(address_of("audits:findings", ADDRESSES["audits:findings"], world))
    line = looker.page.locator("main .portal-lines tbody th", has_text=title.strip()).first
    assert line.evaluate("cell => cell.offsetHeight") <= ROW_HEIGHT
    assert line.evaluate("cell => cell.scrollWidth > cell.clientWidth")
    looker.page.set_viewport_size({"width": 360, "height": FOLD})
    assert line.evaluate("cell => cell.scrollWidth <= cell.clientWidth")


def test_the_latest_published_figures_are_above_the_fold(visitor):
    publish_figures("2026-01")
    page = visitor(height=FOLD)
    page.goto("/statistics/")
    row = page.locator("main tbody tr").first.bounding_box()
    assert row["y"] + row["height"] <= FOLD


# The greatest number of characters in a line of what is read, with some room for narrow letters.
MAX_LINE = 85
# The most characters in one line of each paragraph and item that is seen.
LONGEST_LINE = """() => Math.max(...[...document.querySelectorAll('main p, main li')].map(e => {
  const range = document.createRange(), lines = {};
  const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) for (let i = 0; i < node.length; i++) {
    range.setStart(node, i); range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    if (box.width) lines[Math.round(box.bottom / 8)] = (lines[Math.round(box.bottom / 8)] || 0) + 1;
  }
  return Math.max(0, ...Object.values(lines));
}))"""
ONE_LINE = "items => new Set(items.filter(e => e.offsetWidth).map(e => e.offsetTop)).size"


def test_the_menu_and_the_footer_are_one_line_for_somebody_who_is_signed_in_too(looker, world):
    looker.page.set_viewport_size({"width": 1280, "height": FOLD})
    looker.become("administrator", world)
    looker.page.goto(reverse("account_logout"))
    assert looker.page.locator("#navigation").get_by_role("link", name="Sign out").is_visible()
    assert looker.page.locator("#navigation > li").evaluate_all(ONE_LINE) == 1
    assert looker.page.locator(".portal-footer__list > li").evaluate_all(ONE_LINE) == 1


def test_the_name_of_an_organisation_of_thirty_letters_is_not_cut(looker, world):
    world.a.organisation.name = "Harbour and Vale Foods Limited"
    world.a.organisation.save(update_fields=["name"])
    looker.page.set_viewport_size({"width": 1280, "height": FOLD})
    looker.become("administrator", world)
    looker.page.goto(reverse("organisations:home", args=[world.a.organisation.slug]))
    assert looker.page.locator(".portal-bar__title").evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("name", ["oruk:docs", "api:docs", "developers", "for_business", "training:index"])
def test_what_is_read_keeps_a_readable_line_on_a_wide_screen(visitor, name):
    page = visitor(width=1920)
    page.goto(reverse(name))
    assert page.evaluate(LONGEST_LINE) <= MAX_LINE


def test_a_question_of_a_working_page_is_as_large_as_its_headings(looker, world):
    looker.page.set_viewport_size({"width": 1280, "height": FOLD})
    looker.become("administrator", world)
    looker.page.goto(
        address_of("organisations:own_scope_question", ADDRESSES["organisations:own_scope_question"], world)
    )
    size = looker.page.locator("main h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size <= 27
