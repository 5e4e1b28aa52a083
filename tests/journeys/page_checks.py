"""Doing something on a page and looking at what comes: axe, the width, the heading and the title."""

import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD, sign_in


class Looker:
    """Does, and looks: axe and the width of each page that is seen; what is wrong is told at the end.

    widths: those that each page is looked at in; without them, the one that it has.
    """

    def __init__(self, page: Page, axe, *, base: str = "", widths: tuple[int, ...] = ()) -> None:
        self.page, self.axe, self.base = page, axe, base
        self.widths = widths or (page.viewport_size["width"],)
        self.wrong: list[str] = []

    def opens(self, address: str, heading: str | re.Pattern) -> None:
        self.page.goto(address)
        self.sees(heading)

    def sends(self, button: str, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(value)
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()

    def sees(self, heading: str | re.Pattern, *, error: str = "") -> None:
        # Without its styles a page is wide.
        self.page.wait_for_load_state("load")
        # A form that was sent may still ask whether the portal can be reached (frontend/js/connection.js).
        expect(self.page.locator("form[aria-busy]")).to_have_count(0)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        if error:
            expect(self.page.locator(".govuk-error-summary")).to_contain_text(error)
            expect(self.page).to_have_title(re.compile("^Error: "))
        state = f"{heading} {error}".strip()
        for width in self.widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.wrong += [f"{state} at {width} px: {finding}" for finding in self.axe(self.page)]
            if self.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
                self.wrong.append(f"{state} at {width} px: scrolls sideways")

    def signs_in(self, person, *, ends: str = "Your organisations") -> None:
        self.page.context.clear_cookies()
        self.page.goto("/accounts/login/")
        self.sends("Sign in", login=person.email, password=PASSWORD)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(ends)

    def becomes(self, person) -> None:
        """Signed in without the form, as somebody who showed just now who they are."""
        cookie = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])
