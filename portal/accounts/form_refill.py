"""Putting values back into the form of a page, as a browser would after an error: HTML in, HTML out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

# What a browser sends and nobody typed, or what is never put back.
NOT_TYPED = ("hidden", "submit", "button", "image", "reset")
NEVER_REFILLED = ("file", "password")


@dataclass
class RefilledPage:
    """A page with a form that was filled again.

    soup: the page; was_typed: whether a person could see any of it; left: values the page has no field for.
    """

    soup: BeautifulSoup
    was_typed: bool
    left: list[str]


def refill(
    page: str,
    fields: Iterable[tuple[str, str]],
    *,
    forms: str = "main form[method=post i]",
    address: str = "",
    sent_to: str = "",
) -> RefilledPage:
    """Put the fields into the form of the page that they came from.

    That is one that goes where they were sent; of several, the one that knows most of their names; of several alike,
    the one that has most of their hidden values.

    forms: a selector of the forms that may get them. address, sent_to: the paths of the page and of where they went.
    Hidden fields come back too: a form that says which version it began from goes on saying it.
    """
    values = defaultdict(list)
    for name, value in fields:
        values[name].append(value)

    def likeness(form: Tag) -> tuple[bool, int, int]:
        goes_there = urlsplit(urljoin(address, str(form.get("action", "")))).path == sent_to
        hidden = form.select("input[type=hidden][name]")
        same = sum(str(field.get("value", "")) in values.get(str(field["name"]), ()) for field in hidden)
        return goes_there, len(_names(form) & values.keys()), same

    soup = BeautifulSoup(page, "html.parser")
    form = max(soup.select(forms), key=likeness, default=None)
    known = _names(form) & values.keys() if form else set()
    if form and known:
        for field in form.select("input[name], textarea[name], select[name]"):
            _put(field, values)
    remaining = [value for name in values.keys() - known for value in values[name] if value.strip()]
    return RefilledPage(soup, was_typed=bool(remaining) or _any_typed(form, known), left=remaining)


def _names(form: Tag) -> set[str]:
    return {str(field["name"]) for field in form.select("[name]")}


def _any_typed(form: Tag | None, known: set[str]) -> bool:
    fields = form.select("input[name], textarea[name], select[name]") if form else []
    return any(field["name"] in known and field.get("type") not in NOT_TYPED for field in fields)


def _put(field: Tag, values: dict[str, list[str]]) -> None:
    name, kind = str(field["name"]), str(field.get("type", "text"))
    if name == "csrfmiddlewaretoken" or kind in NEVER_REFILLED:
        return
    if kind in {"checkbox", "radio"}:
        _mark(field, "checked", field.get("value", "on") in values.get(name, ()))
    elif field.name == "select":
        for option in field.select("option"):
            _mark(option, "selected", option.get("value", option.text) in values.get(name, ()))
    elif values.get(name) and kind not in NOT_TYPED[1:]:
        # Several fields of one name: each takes the next value.
        texts = values[name]
        value = texts.pop(0) if len(texts) > 1 else texts[0]
        if field.name == "textarea":
            field.string = "\n" + value
        else:
            field["value"] = value


def _mark(tag: Tag, attribute: str, is_set: bool) -> None:
    if is_set:
        tag[attribute] = ""
    elif attribute in tag.attrs:
        del tag[attribute]
