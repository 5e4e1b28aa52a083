"""Somebody at a browser: with a mouse or by keyboard alone, with JavaScript or without."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page, expect

MAX_TABS = 250
HAS_FOCUS = "e => e === document.activeElement"
# How many presses of the Tab key are expected from the focus to an element: what can have the focus, in the order of
# the page, and of each set of radio buttons one.
COUNT_TABS = """target => {
  const stop = e => e.type === "radio" && e.name ? e.form?.querySelector(`[name="${CSS.escape(e.name)}"]:checked`) ||
    e.form?.querySelector(`[type=radio][name="${CSS.escape(e.name)}"]`) || e : e;
  const places = "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true]";
  const stops = [...document.querySelectorAll(places)].filter(e =>
    e.tabIndex >= 0 && !e.matches(":disabled") && e.checkVisibility({visibilityProperty: true}) && stop(e) === e);
  const last = stops.indexOf(stop(target)), focus = document.activeElement;
  const before = focus && focus !== document.body ? stops.findLastIndex(e => e === stop(focus) ||
    e.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING) : -1;
  return last > before ? last - before : last < 0 ? 0 : stops.length - before + last;
}"""


class Person:
    """Acts by what is written on the page, as people do; each page that opens is checked by `on_page`.

    seen: the path of each address that the window was at, in order.
    """

    def __init__(self, page: Page, *, by_keyboard: bool = False, on_page: Callable[[Page], None] | None = None) -> None:
        self.page = page
        self.by_keyboard = by_keyboard
        self.on_page = on_page or (lambda page: None)
        self.seen: list[str] = []
        page.on("framenavigated", self._note)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.on_page(self.page)

    def sees(self, text: str | re.Pattern) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def heading(self, text: str | re.Pattern) -> None:
        expect(self.page.locator("h1")).to_contain_text(text)

    # --- Acting ---------------------------------------------------------------------------------------------------

    def follow(self, name: str | re.Pattern, *, exact: bool = False) -> None:
        self._go(self._main("link", name, exact=exact))

    def press(self, name: str | re.Pattern, *, exact: bool = False) -> None:
        self._go(self._main("button", name, exact=exact))

    def write(self, label: str | re.Pattern, text: str, *, within: Locator | None = None) -> None:
        field = (within or self.page.locator("main")).get_by_label(label, exact=isinstance(label, str)).first
        if self.by_keyboard:
            self._tab_to(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        else:
            field.fill(text)

    def write_date(self, legend: str | re.Pattern, day: int, month: int, year: int) -> None:
        group = self.page.get_by_role("group", name=legend)
        for label, part in (("Day", day), ("Month", month), ("Year", year)):
            self.write(label, str(part), within=group)

    def choose(self, option: str | re.Pattern, *, of: str | re.Pattern | None = None, exact: bool = True) -> None:
        """A radio button, or a tick box: by its own words, and by those of its group where they stand twice."""
        place = self.page.get_by_role("group", name=of).first if of else self.page.locator("main")
        target = place.get_by_label(option, exact=exact and isinstance(option, str)).first
        if not self.by_keyboard:
            target.check(force=True)
            return
        self._tab_to(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def select(self, label: str | re.Pattern, option: str) -> None:
        field = self.page.locator("main").get_by_label(label, exact=isinstance(label, str)).first
        if self.by_keyboard:
            self._tab_to(field)
            self.page.keyboard.type(option[:20])
            expect(field.locator("option:checked")).to_have_text(option)
        else:
            field.select_option(label=option)

    def attach(self, file: Path) -> None:
        """The file chooser itself belongs to the browser."""
        self.page.locator("main input[type=file]").first.set_input_files(file)

    def download(self, name: str | re.Pattern, to: Path) -> Path:
        """Follow a link to a file, and keep it in a folder under the name that it comes with."""
        target = self._main("link", name, exact=False).or_(self._main("button", name, exact=False))
        with self.page.expect_download() as coming:
            if self.by_keyboard:
                self._tab_to(target)
                self.page.keyboard.press("Enter")
            else:
                target.click()
        path = to / coming.value.suggested_filename
        coming.value.save_as(path)
        return path

    def _note(self, frame: Frame) -> None:
        if frame.parent_frame is None:
            self.seen.append(urlsplit(frame.url).path)

    # --- How ------------------------------------------------------------------------------------------------------

    def _main(self, role: str, name: str | re.Pattern, *, exact: bool) -> Locator:
        return self.page.locator("main").get_by_role(role, name=name, exact=exact).first

    def _go(self, target: Locator) -> None:
        with self.page.expect_navigation():
            if self.by_keyboard:
                self._tab_to(target)
                self.page.keyboard.press("Enter")
            else:
                target.click()
        self.on_page(self.page)

    def _tab_to(self, target: Locator) -> None:
        """Tab until it has the focus, as somebody without a mouse would; arrows move inside a set of radio buttons."""
        expect(target).to_be_attached()
        element = target.element_handle()
        if element.evaluate(HAS_FOCUS):
            return
        radio = element.get_attribute("type") == "radio"
        # To ask after each key where the focus is takes longer than the key: ask near the target only.
        presses = min(element.evaluate(COUNT_TABS), MAX_TABS - 1)
        for _ in range(presses):
            self.page.keyboard.press("Tab")
        for _ in range(MAX_TABS - presses):
            if element.evaluate(HAS_FOCUS):
                self._sees_focus()
                return
            if radio and element.evaluate("e => e.name === document.activeElement.name"):
                for _ in range(40):
                    self.page.keyboard.press("ArrowDown")
                    if element.evaluate(HAS_FOCUS):
                        return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"No way to {target} with the Tab key on {self.page.url}")

    def _sees_focus(self) -> None:
        """What has the focus stands in the window."""
        inside = self.page.evaluate(
            "() => { const box = document.activeElement.getBoundingClientRect();"
            " return box.bottom > 0 && box.top < window.innerHeight; }"
        )
        assert inside, f"The focus is out of sight on {self.page.url}"
