"""IN01: a script in every text field of every form, kept, and then every page around it as others see it."""

import html
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.factories.canaries import HOSTILE
from tests.support.forms import PageForm, Pairs, fill_form, forms_on, parse_page, replace_value, reveal_question
from tests.support.hostile_forms import Answer
from tests.support.visits import address_url, request_page
from tests.test_every_form import places, shared_world  # noqa: F401
from tests.test_pages import problems
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("_pdfs_are_text")]
TEXTS = {"text", "textarea", "search", "tel"}
# Who has the form, and who else sees what came of it.
WRITERS = ("administrator", "approver", "site_administrator", "triage_lead", "partner", "outsider", "anonymous")
# Longest text that a field is given: what is cut elsewhere is still a script.
LINE = HOSTILE[:60]
SPACES = sorted({name.partition(":")[0] for name in ADDRESSES})


# What a field gets where it takes no script, one after another.
INSTEAD = ("", "Some words", "7")


def hostile(form: PageForm, refused: Mapping[str, int] = MappingProxyType({})) -> Pairs:
    """The form with a script in each text field. refused: how often it was, by field."""
    pairs = fill_form(form)
    for question in form.questions.values():
        if question.kind in TEXTS:
            times = refused.get(question.name, 0)
            value = INSTEAD[times - 1] if times else LINE
            pairs = replace_value(reveal_question(pairs, question) if value else pairs, question, value)
    return pairs


def accepted(client: Client, form: PageForm) -> bool:
    """Send it so; fields that take words of a certain form only get other words until they are content."""
    refused: Counter[str] = Counter()
    for _ in range(len(INSTEAD) + 1):
        pairs = hostile(form, refused)
        url, sent = form.request(pairs)
        response = client.post(url, **sent, follow=True)
        assert response.status_code < 500, f"{form.address}: {response.status_code}"
        answer = Answer(form, pairs, response, response.text, set(), set())
        assert not problems(answer.body), f"{form.address}: {problems(answer.body)}"
        if answer.is_accepted:
            return True
        refused.update(answer.wrong_names if answer.page is not None else ())
    return False


def forms_of(name: str, world, clients) -> Iterator[tuple[str, PageForm]]:
    """Those with text fields that anybody finds at an address, each once; of a text, those of every section."""
    kwargs, seen = ADDRESSES[name].kwargs(world), set()
    urls = places(name, world) if {"section", "question"} & kwargs.keys() else [reverse(name, kwargs=kwargs)]
    for url in urls:
        for writer in (one for one in WRITERS if ADDRESSES[name].get[one] == 200):
            response, body = request_page(clients[writer], "get", url)
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            for form in forms_on(parse_page(body), url):
                key = (form.address, form.shape)
                has_text = TEXTS & {question.kind for question in form.questions.values()}
                if form.method == "post" and has_text and key not in seen:
                    seen.add(key)
                    yield writer, form


# What ends something comes last, so that everything before it is accepted.
ENDS = (
    "close",
    "merge",
    "restrict",
    "discard",
    "withdraw",
    "decline",
    "end",
    "leave",
    "take_down",
    "unconfirm",
    "remove",
)


def pages(space: str, reader: str, world) -> list[str]:
    """Of one part of the portal, those that somebody may see."""
    names = [name for name in ADDRESSES if name.partition(":")[0] == space and ADDRESSES[name].get[reader] == 200]
    return [address_url(ADDRESSES[name], name, world) for name in names]


def wrong_on(client: Client, urls: list[str]) -> Iterator[str]:
    for url in urls:
        response = client.get(url)
        assert response.status_code < 500 or response.status_code == 501, url
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            yield from (f"{url}: {problem}" for problem in problems(response.text))


@pytest.mark.parametrize("space", SPACES)
def test_in01_a_script_in_every_field_is_words_on_every_page(space, shared_world, clients):  # noqa: F811
    """All forms of one part of the portal one after another, what they save kept; then all its pages."""
    names = sorted(name for name in ADDRESSES if name.partition(":")[0] == space)
    found = [one for name in names for one in forms_of(name, shared_world, clients)]
    before = {name: client.cookies.output() for name, client in clients.items()}
    with transaction.atomic():
        for writer, form in sorted(found, key=lambda one: resolve(one[1].address).url_name.endswith(ENDS)):
            with transaction.atomic():
                if not accepted(clients[writer], form):
                    transaction.set_rollback(True)
        for writer in sorted({writer for writer, _form in found}):
            urls = [*pages(space, writer, shared_world), *(form.address for _writer, form in found)]
            assert not list(wrong_on(clients[writer], urls))
        transaction.set_rollback(True)
    for name, cookies in before.items():
        clients[name].cookies.load(cookies.replace("Set-Cookie:", ""))


def test_in01_what_is_swept_keeps_what_it_is_given(shared_world, clients):  # noqa: F811
    """A sweep of forms that refuse everything would prove nothing."""
    for name in ("suppliers:edit", "cases:note", "cases:summarise", "cases:describe"):
        for writer, form in forms_of(name, shared_world, clients):
            with transaction.atomic():
                assert accepted(clients[writer], form), form.address
                seen_at = SEEN_AT.get(name, form.address).format(case=shared_world.desk["case"].pk)
                shown = clients[writer].get(seen_at).text
                assert html.escape(LINE) in shown
                transaction.set_rollback(True)


# Where what was saved is shown, seen from its form; the others show it again themselves.
SEEN_AT = {"cases:note": "/desk/cases/{case}/timeline/", "cases:describe": "/desk/cases/{case}/places/"}
