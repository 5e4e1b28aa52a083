"""Parses the forms of a page as a browser reads them: their fields, what stands in them, and how they are sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import PASSWORD
from tests.factories.files import ONE_PIXEL_PNG

URLENCODED = "application/x-www-form-urlencoded"
TOKEN = "csrfmiddlewaretoken"
PARTS = ("day", "month", "year")
PART_OF_DATE = re.compile(r"(.+)_(day|month|year)$")
Value = str | bytes | SimpleUploadedFile
Pairs = list[tuple[str, Value]]


@dataclass
class Question:
    """One field of a form. kind: what the control is; a date is the name without _day, _month and _year."""

    name: str
    kind: str
    options: list[str] = field(default_factory=list)
    # The control (name, value) under which the field stands, hidden until it is chosen.
    opened_by: tuple[str, str] | None = None


@dataclass
class PageForm:
    address: str
    method: str
    is_multipart: bool
    questions: dict[str, Question]
    # As a browser would send it when nobody typed anything.
    initial: Pairs
    # Name and value of the button that sends it; none where the button has no name.
    button: Pairs
    # Whether it is the first button, which Enter presses.
    is_main: bool

    @property
    def shape(self) -> tuple:
        """Return what tells one form from another: two years' forms of one section are the same."""
        return self.method, tuple(self.button), tuple(sorted((one.name, one.kind) for one in self.questions.values()))

    def request(self, pairs: Pairs) -> tuple[str, dict]:
        """Return address and arguments for a client of Django to send these pairs."""
        pairs = pairs + self.button
        if self.method == "get":
            return f"{self.address.partition('?')[0]}?{urlencode(pairs, errors='surrogatepass')}", {}
        if self.is_multipart:
            data: dict = {}
            for name, value in pairs:
                data.setdefault(name, []).append(value)
            return self.address, {"data": data}
        return self.address, {"data": urlencode(pairs), "content_type": URLENCODED}


def parse_page(body: str) -> lxml.html.HtmlElement:
    """Parse a page; a null character is what browsers make of it."""
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    return lxml.html.fromstring(body.replace("\x00", "\ufffd").encode("utf-8", "replace"), parser=parser)


def forms_on(page: lxml.html.HtmlElement, address: str) -> Iterator[PageForm]:
    """Return the forms of a page that go to ourselves and ask for anything, once for each of their buttons."""
    for form in page.forms:
        action = urldefrag(urljoin(address, form.get("action") or address)).url
        questions = {one.name: one for one in _questions(form)}
        if questions and not urlsplit(action).netloc:
            is_multipart = form.get("enctype") == "multipart/form-data"
            for place, button in enumerate(_buttons(form)):
                initial, is_main = _initial(form), place == 0
                yield PageForm(action, form.method.lower(), is_multipart, questions, initial, button, is_main)


def _buttons(form) -> list[Pairs]:
    found: list[Pairs] = []
    for button in form.xpath(".//button[not(@type) or @type='submit'] | .//input[@type='submit']"):
        pairs: Pairs = [(button.get("name"), button.get("value", ""))] if button.get("name") else []
        if pairs not in found:
            found.append(pairs)
    return found or [[]]


def _initial(form) -> Pairs:
    files = {control.get("name") for control in form.xpath(".//input[@type='file']")}
    # Of a chosen radio whose value is empty, lxml says "on", and a browser nothing.
    empty = {control.get("name") for control in form.xpath(".//input[@type='radio'][@checked][@value='']")}
    given = [(name, "" if name in empty and value == "on" else value) for name, value in form.form_values()]
    return [(name, value) for name, value in given if name not in files | {TOKEN}]


def _questions(form) -> Iterator[Question]:
    found: dict[str, Question] = {}
    names = set(form.xpath(".//input/@name"))
    for control in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name] | .//button[@name]"):
        name, kind = control.get("name"), _kind(control)
        if name == TOKEN or kind in {"submit", "reset", "image"}:
            continue
        if (date := PART_OF_DATE.match(name)) and {f"{date[1]}_{part}" for part in PARTS} <= names:
            name, kind = date[1], "date"
        one = found.setdefault(name, Question(name, kind, opened_by=_opened_by(control)))
        if kind in {"radio", "checkbox"}:
            one.options.append(control.get("value", "on"))
        elif kind == "select":
            one.options += [option.get("value", option.text or "") for option in control.iter("option")]
    yield from found.values()


def _kind(control) -> str:
    if control.tag == "input":
        return control.get("type", "text").lower()
    return {"button": "submit"}.get(control.tag, control.tag)


def _opened_by(control) -> tuple[str, str] | None:
    for around in control.iterancestors():
        if "__conditional" in (around.get("class") or ""):
            opener = around.getroottree().xpath("//*[@data-aria-controls=$id]", id=around.get("id"))
            return (opener[0].get("name"), opener[0].get("value", "on")) if opener else None
    return None


# --- Filling in ----------------------------------------------------------------------------------------------------


def fill_form(form: PageForm) -> Pairs:
    """Return the form as somebody hands it in: what stands there already stays, what is empty gets a likely answer."""
    pairs: Pairs = []
    for question in form.questions.values():
        pairs += standing if (standing := _standing(form, question)) else _likely(question)
    return pairs


def get_names(question: Question) -> list[str]:
    return [f"{question.name}_{part}" for part in PARTS] if question.kind == "date" else [question.name]


def _standing(form: PageForm, question: Question) -> Pairs:
    return [(name, value) for name, value in form.initial if name in get_names(question) and value]


LIKELY = {"email": "somebody@example.org", "url": "https://www.example.org/", "password": PASSWORD, "number": "7"}


def _likely(question: Question) -> Pairs:
    if question.kind == "date":
        return list(zip(get_names(question), ("1", "5", "2025"), strict=True))
    if question.kind in {"radio", "checkbox", "select"}:
        options = [option for option in question.options if option]
        return [(question.name, options[0])] if options else []
    if question.kind == "hidden":
        return [(question.name, "")]
    if question.kind == "file":
        return [(question.name, SimpleUploadedFile("minute.png", ONE_PIXEL_PNG, content_type="image/png"))]
    return [(question.name, LIKELY.get(question.kind, "Some words"))]


def replace_value(pairs: Pairs, question: Question, *values: Value) -> Pairs:
    """Return the pairs with other values for one question; none to leave it out."""
    names = get_names(question)
    kept = [(name, value) for name, value in pairs if name not in names]
    new = zip(names, values, strict=True) if len(names) > 1 and values else [(names[0], value) for value in values]
    return [*kept, *new]


def reveal_question(pairs: Pairs, question: Question) -> Pairs:
    """Return the pairs with the answer chosen under which the question stands."""
    if question.opened_by is None or question.opened_by in pairs:
        return pairs
    return [(name, value) for name, value in pairs if name != question.opened_by[0]] + [question.opened_by]
