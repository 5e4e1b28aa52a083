"""Sends forms with hostile values, and checks what must hold of the answer.

It is a page of ours with a message at the field and everything that was typed still in it, and nothing saved; or the
form is accepted, and the next page opens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from django.core.cache import cache
from django.db import connection
from django.urls import resolve

from portal.core.visitor_counts import counts
from tests.support.forms import (
    PageForm,
    Pairs,
    fill_form,
    forms_on,
    get_names,
    parse_page,
    replace_value,
    reveal_question,
)
from tests.support.hostile_values import get_hostile_values, must_be_refused
from tests.support.visits import request_page
from tests.test_pages import problems

# Times that every field of a form is tried with other values in an ordinary run; a soak tries each value of each.
ROUNDS = 2
# Written whatever becomes of the form: the web session, and that the desk is in use.
MAY_WRITE = {"django_session", "vault_unlock"}
# By status: a page that is not there for somebody is a line of history; a conflict keeps what was typed aside.
ASIDE = {404: {"history_entry", "history_head"}, 409: {"statements_sectiondraft", "statements_section"}}
LINES = ("cases", "contacts", "find", "unlock", "interpreters", "partner", "requests")
LEAVES_LINES = tuple(f"/desk/{part}/" for part in LINES)
# What opens a conversation is treated as a password is (docs/requirements/security.md#receipt-guessing).
NOT_SHOWN_AGAIN = {"code"}
# What is ticked for a button beside the form's own is no answer to a question of it.
TICKED_FOR_A_BUTTON = {"block"}
# A name typed beside the list begins an item of it.
BESIDE = "group_member_manual_name"
# A name is shown once, as the answer itself; that it was, and why, is a note of the case.
SHOWN_AT_ONCE = "/reveal/"
# A workbook is looked at by a job, which says on the upload's own page what it is not.
READ_LATER = ("/suppliers/uploads/new/", "/workbook/")
# Asked, and judged, only after an answer to another question that does not hide it.
ASKED_AFTER = {"remediations": "indicators"}
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Whose case it is has seen it, and with it that others acted: nothing else of the row.
SEEN = re.compile(r'^UPDATE "casework_case" SET "has_news" = \S+ WHERE ')


@dataclass
class Answer:
    """The response, and what is wrong with it."""

    form: PageForm
    sent: Pairs
    response: object
    body: str
    written: set[str]
    known: set[str]
    page: object = field(init=False)

    def __post_init__(self) -> None:
        self.page = parse_page(self.body) if self.body.strip() else None

    @property
    def is_accepted(self) -> bool:
        return bool(self.response.redirect_chain)

    @property
    def wrong_names(self) -> set[str]:
        """Return the names of the fields that the error summary leads to; an id that is not there is its own name."""
        found = set()
        for link in self.page.xpath("//div[contains(@class, 'govuk-error-summary')]//a/@href"):
            target = self.page.xpath("//*[@id=$id]", id=link[1:])
            found |= {target[0].get("name")} if target and target[0].get("name") else {link}
        return found

    @property
    def loose(self) -> set[str]:
        """Return what the error summary says of no field."""
        lines = self.page.xpath("//div[contains(@class, 'govuk-error-summary')]//li[not(.//a)]")
        return {" ".join(line.itertext()) for line in lines}

    def problems(self) -> Iterator[str]:
        status = self.response.status_code
        if status >= 500 or status not in {200, 404, 409, 422}:
            exception = getattr(self.response, "exc_info", None)
            yield f"answers {status} {exception[1] if exception else ''}"
            return
        if self.response.get("Content-Disposition", "").startswith("attachment"):
            return
        if "govuk-template" not in self.body:
            yield f"answers {status} with a page that is not ours"
            return
        yield from problems(self.body)
        if not self.is_accepted and self.form.method == "post":
            yield from self._refused()

    def _refused(self) -> Iterator[str]:
        if written := self.written - MAY_WRITE - self._lines() - ASIDE.get(self.response.status_code, set()):
            yield f"is refused and writes to {written}"
        if self.response.status_code != 422:
            yield from self._lost() if self.form.button[:1] and self.form.button[0][0] == "add" else ()
            return
        lines = self.page.xpath("//div[contains(@class, 'govuk-error-summary')]//li")
        if not lines:
            yield "is refused without an error summary"
        # What is wrong with no field in particular stands alone, or is said of the form as it was.
        loose = self.loose - self.known
        yield from (f"says at no field: {line}" for line in loose if len(loose) < len(lines))
        yield from (f"the summary leads to {name}, which is not there" for name in self.wrong_names if name[:1] == "#")
        yield from self._lost()

    def _lines(self) -> set[str]:
        """That somebody opened a case, looked for words or entered a wrong passphrase, is a line of history."""
        lines = {"history_entry", "history_head"} if self.form.address.startswith(LEAVES_LINES) else set()
        return lines | ({"casework_note"} if SHOWN_AT_ONCE in self.form.address else set())

    def _lost(self) -> Iterator[str]:
        """What was typed and is no longer in the page."""
        typed = normalise_values(self.sent)
        forms = [(form, set(normalise_values(form.initial))) for form in forms_on(self.page, self.form.address)]
        if not forms:
            yield "the form is gone"
            return
        _, kept = max(forms, key=lambda form: self._likeness(*form, typed))
        everywhere, adds = {value for name, value in kept}, bool(self.form.button) and self.form.button[0][0] == "add"
        for question in self.form.questions.values():
            if question.kind in {"file", "password", "hidden"} or question.name in NOT_SHOWN_AGAIN:
                continue
            names = get_names(question)
            for (name, value), (_, text) in zip(self.sent, typed, strict=True):
                if name not in names or (question.options and value not in question.options):
                    continue
                moved = everywhere if adds or name == BESIDE else set()
                if (name, text) not in kept and text not in moved | {""}:
                    yield f"{name} loses what was typed: {value[:40]!r}"

    def _likeness(self, other: PageForm, kept: set[tuple[str, str]], typed: list[tuple[str, str]]) -> int:
        return len(self.form.questions.keys() & other.questions.keys()) * 1000 + len(kept.intersection(typed))


def normalise_values(pairs: Pairs) -> list[tuple[str, str]]:
    """Return pairs with their values as normalise_value gives them."""
    return [(name, normalise_value(value)) for name, value in pairs]


def normalise_value(value) -> str:
    """Return a value without what a page cannot carry or a browser changes."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return " ".join(re.sub("[\x00-\x08\x0b-\x1f\ufffd]", " ", text).split())


def send_form(client, form: PageForm, pairs: Pairs, known: frozenset[str] = frozenset()) -> Answer:
    cache.clear()  # no form is held back for the many that came before it
    counts.clear()
    url, sent = form.request(pairs)
    written: set[str] = set()

    def note_write(execute, sql, params, many, context):
        if (found := WRITES.match(str(sql))) and not SEEN.match(str(sql)):
            written.add(found[1])
        return execute(sql, params, many, context)

    # Django's own record of queries would have the database quote each value of each query.
    with connection.execute_wrapper(note_write):
        response, body = request_page(client, form.method, url, follow=True, **sent)
    return Answer(form, pairs, response, body, written, known)


def try_value(client, form: PageForm, changes: dict[str, str], known: frozenset[str]) -> Iterator[str]:
    """Send the form with the named hostile value in each of the fields."""
    pairs = fill_form(form)
    for name in changes:
        if form.questions[name].opened_by and form.questions[name].opened_by[0] not in changes:
            pairs = reveal_question(pairs, form.questions[name])
    for name, value in changes.items():
        pairs = replace_value(pairs, form.questions[name], *get_hostile_values(form.questions[name])[value])
    answer = send_form(client, form, pairs, known)
    yield from answer.problems()
    if form.method != "post" or answer.response.status_code >= 500 or answer.response.status_code == 404:
        return
    if not answer.is_accepted and answer.response.status_code != 422:
        return
    wrong = set() if answer.is_accepted else answer.wrong_names
    for name, value in changes.items():
        question = form.questions[name]
        is_asked = name not in TICKED_FOR_A_BUTTON and ASKED_AFTER.get(name) not in changes
        is_asked = is_asked and (question.opened_by is None or question.opened_by in pairs)
        # A file is looked at last: it cannot be kept, so that it has to be chosen again in any case.
        is_asked = is_asked and (question.kind != "file" or not wrong)
        is_asked = is_asked and not (answer.is_accepted and form.address.endswith(READ_LATER))
        if is_asked and must_be_refused(question, value) and not wrong & set(get_names(question)):
            yield f"says nothing at {name} about {value!r}; says it at {sorted(wrong)}"


def rotate_values(form: PageForm, turn: int) -> dict[str, str]:
    """Return a value for each field, so that all kinds of value occur, and one or two of a megabyte at most."""
    changes, big, start = {}, 0, crc32(resolve(form.address.partition("?")[0]).view_name.encode())
    for place, question in enumerate(form.questions.values()):
        values = [name for name in get_hostile_values(question) if name != "megabyte" or big < 2]
        changes[question.name] = values[(start + place * 5 + turn * 7) % len(values)]
        big += changes[question.name] == "megabyte"
    return changes


def fill_all(form: PageForm, value: str, *kinds: str) -> dict[str, str]:
    return {
        question.name: value
        for question in form.questions.values()
        if value in get_hostile_values(question) and question.kind in kinds
    }


def list_trials(form: PageForm) -> Iterator[dict[str, str]]:
    """Return what is sent in an ordinary run."""
    yield {}
    if not form.is_main:
        yield rotate_values(form, 0)
        return
    yield fill_all(form, "script", "text", "textarea", "search")
    yield fill_all(form, "empty", "text", "textarea", "search", "date", "radio", "checkbox", "select", "email", "url")
    for value in ("missing", "gigantic"):
        if changes := fill_all(form, value, "hidden"):
            yield changes
    for turn in range(ROUNDS):
        yield rotate_values(form, turn)


def find_mistakes(client, form: PageForm, *, every: bool = False) -> list[str]:
    """Return what is wrong with the answers to a form; every: each hostile value in each field, one at a time."""
    singly = [{question.name: value} for question in form.questions.values() for value in get_hostile_values(question)]
    tried = singly if every and form.is_main else list_trials(form)
    as_it_was = send_form(client, form, fill_form(form))
    known = frozenset() if as_it_was.page is None else frozenset(as_it_was.loose)
    return [
        f"{form.address} with {changes}: {problem}"
        for changes in tried
        for problem in try_value(client, form, changes, known)
    ]
