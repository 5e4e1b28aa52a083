"""The frame's own pages in a browser: accessible at both widths, with and without JavaScript, nothing off our site."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/for-business/",
    "/guidance/",
    "/guidance/what-a-statement-is/",
    "/about/",
    "/about/privacy/",
    "/about/accessibility/",
    "/about/cookies/",
    "/about/contact/",
    "/about/how-we-protect-you/",
    "/about/source-code/",
    "/report/",
    "/services/",
    "/statistics/",
    "/nothing-here/",
]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_frame_are_accessible_and_fit(visitor, axe, width):
    page = visitor(width=width)
    wrong = []
    for url in PAGES:
        page.goto(url)
        wrong += [f"{url}: {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{url}: wider than the screen")
        if page.locator("h1").count() != 1:
            wrong.append(f"{url}: not one h1")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_read_without_their_script(visitor, axe, width):
    page = visitor(width=width)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    wrong = []
    for url in PAGES:
        page.goto(url)
        wrong += [f"{url}: {line}" for line in axe(page)]
        if url == "/report/":
            continue
        sign_in = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Sign in")
        if width == 360:
            assert not sign_in.is_visible()
            page.get_by_role("link", name="Menu", exact=True).click()
        assert sign_in.is_visible()
    assert not wrong, "\n".join(wrong)


@pytest.mark.urls("tests.portal.core.widget_form")
@pytest.mark.parametrize("width", [360, 1280])
def test_every_widget_is_accessible_with_and_without_errors(visitor, axe, width):
    page = visitor(width=width)
    page.goto("/tests/every-widget/")
    assert axe(page) == []
    page.get_by_label("Another body").check()
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert axe(page) == []
    page.get_by_role("link", name="Enter the name of the body that approved it").click()
    assert page.evaluate("document.activeElement.id") == "id_approved_by_other"


@pytest.mark.urls("tests.portal.core.widget_form")
def test_rows_on_the_desk_are_accessible(visitor, axe):
    page = visitor()
    page.goto("/tests/rows/")
    page.get_by_role("button", name="Save").click()
    assert axe(page) == []


def test_the_menu_and_the_skip_link_work_by_keyboard(visitor):
    page = visitor(width=360)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Find a statement").is_visible()


def test_a_reporter_can_leave_by_one_link_without_javascript(visitor):
    page = visitor(javascript=False, width=360)
    page.goto("/report/")
    link = page.get_by_role("button", name="Exit this page")
    assert link.get_attribute("href") == "/r/exit"
    assert "noreferrer" in link.get_attribute("rel")
