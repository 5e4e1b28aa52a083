"""A reporter's code that is typed in the wrong place is not stored, logged, mailed or shown."""

import json
import logging
import re
import unicodedata
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.code_redaction import CodeRedactionMiddleware
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
from tests.support.leaks import capture_log, dump_database
from tests.support.visits import request_page
from tests.url_register import ADDRESSES
from tests.url_register.expectations import ANONYMOUS

pytestmark = pytest.mark.django_db
CODE = "48210093551726401187"
WAYS = (
    CODE,
    "4821 0093 5517 2640 1187",
    "4821-0093-5517-2640-1187",
    "\uff14\uff18\uff12\uff11\uff10\uff10\uff19\uff13\uff15\uff15\uff11\uff17\uff12\uff16\uff14\uff10\uff11\uff11\uff18\uff17",
    "٤٨٢١ ٠٠٩٣ ٥٥١٧ ٢٦٤٠ ١١٨٧",
    "4821, 0093, 5517, 2640, 1187",
)
TYPED = {"text", "search", "textarea", "email", "url", "tel", "number", "hidden", "date"}
# Where the code belongs.
ITS_PLACES = {"concerns:return", "desk:find", "cases:merge"}


def says_the_code(text: str) -> bool:
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return CODE in re.sub(r"(?<=\d)(?:[\s\-,\u200b]|%20|\+|%2D|%2C){1,3}(?=\d)", "", digits)


def typed_into(form: PageForm) -> Iterator[Pairs]:
    """Yield the form with the code in all fields, and with it in those only that take any words."""
    for kinds, way in ((TYPED, CODE), ({"text", "search", "textarea"}, WAYS[1])):
        pairs, is_changed = fill_form(form), False
        for question in form.questions.values():
            if question.kind in kinds and question.name not in {"lang", "language", "act"}:
                value = way if question.kind in {"email", "url", "number"} else f"I have {way}, see"
                value = f"{CODE}@example.org" if question.kind == "email" else value
                pairs = replace_value(reveal_question(pairs, question), question, *[value] * len(get_names(question)))
                is_changed = True
        if is_changed:
            yield pairs


def leaks(client, form: PageForm, pairs: Pairs) -> Iterator[str]:
    cache.clear()
    counts.clear()
    mail.outbox.clear()
    url, sent = form.request(pairs)
    with CaptureQueriesContext(connection) as queries, capture_log() as log:
        response, body = request_page(client, form.method, url, follow=True, **sent)
    said = {
        "an answer": body,
        "the address": "".join(address for address, _status in response.redirect_chain),
        "a query": "\n".join(query["sql"] for query in queries),
        "a log": log.getvalue(),
        "the cache": repr(getattr(cache, "_cache", {})),
        "a mail": "".join(str(message.message()) for message in mail.outbox),
    }
    yield from (f"{form.address}: {place}" for place, text in said.items() if says_the_code(text))


def forms_for(client, name: str, world) -> Iterator[PageForm]:
    url = reverse(name, kwargs=ADDRESSES[name].kwargs(world)) + ADDRESSES[name].query
    response, body = request_page(client, "get", url)
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        yield from forms_on(parse_page(body), url)


def all_leaks(name: str, world, clients, readers: tuple[str, ...]) -> list[str]:
    seen: set[tuple] = set()
    found = []
    for reader in readers:
        for form in forms_for(clients[reader], name, world):
            if (key := (form.address, form.shape)) not in seen:
                seen.add(key)
                found += [line for pairs in typed_into(form) for line in leaks(clients[reader], form, pairs)]
    return found


OPEN = sorted(name for name, one in ADDRESSES.items() if one.get[ANONYMOUS] == 200 and name not in ITS_PLACES)


@pytest.mark.once
@pytest.mark.parametrize("name", OPEN)
def test_no_form_that_anybody_may_fill_in_keeps_or_shows_a_code(name, shared_world, clients):
    assert all_leaks(name, shared_world, clients, (ANONYMOUS,)) == []


@pytest.mark.once
@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - ITS_PLACES))
def test_nor_does_a_form_of_somebody_who_is_signed_in(name, shared_world, clients):
    readers = ("administrator", "editor", "triage_lead", "site_administrator", "partner")
    assert all_leaks(name, shared_world, clients, readers) == []


# --- By hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ["/services/", "/guidance/", "/statements/", "/check-a-statement/", "/r/return/"])
def test_a_code_in_a_query_leaves_the_address_bar(client, address, way):
    with capture_log() as log:
        answer = client.get(address, {"q": f"where is {way}?", "next": f"/o/{way}/"})
        assert answer.status_code == 302
        assert answer["Cache-Control"] == "no-store"
        assert not says_the_code(answer["Location"])
        shown = client.get(answer["Location"])
    assert not says_the_code(shown.content.decode())
    assert not says_the_code(log.getvalue())


@pytest.mark.parametrize("query", ["4821&0093&5517&2640&1187", "_=4821&_=0093&_=5517&_=2640&_=1187"])
def test_a_code_that_is_spread_over_a_query_goes_with_the_query(client, query):
    answer = client.get(f"/services/?{query}")
    assert (answer.status_code, answer["Location"]) == (302, "/services/")


@pytest.mark.parametrize("way", WAYS[:3])
@pytest.mark.parametrize("address", ["/{}/", "//{}/", "/r/{}/", "/o/{}/statements/", "/statements/{}/", "/media/{}"])
def test_a_code_in_a_path_is_not_there_and_not_repeated(client, address, way):
    with capture_log() as log:
        answer = client.get("/", PATH_INFO=address.format(way))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith("//")
        ends = client.get(answer["Location"], follow=True)
        sent = client.post("/", {"a": "b"}, PATH_INFO=address.format(way))
    for one in (answer, ends, sent):
        assert not says_the_code(one.content.decode())
    assert ends.status_code in {200, 404}
    assert not says_the_code(log.getvalue())


def test_the_page_before_and_the_name_of_a_file_are_redacted(client, settings):
    kept = {}

    def view(request):
        kept.update(request.META)
        kept["file"] = request.FILES["file"].name
        raise RuntimeError(request.POST["words"])

    request = RequestFactory().post(
        "/x/",
        {"words": WAYS[1], "password": CODE, "file": SimpleUploadedFile(f"{CODE}.png", b"x")},
        headers={"referer": f"https://a.example/?code={CODE}", "user-agent": CODE},
    )
    with pytest.raises(RuntimeError, match=re.escape("[code removed]")):
        CodeRedactionMiddleware(view)(request)
    assert kept["file"] == "[code removed].png"
    assert not says_the_code(kept["HTTP_REFERER"] + kept["HTTP_USER_AGENT"])
    # Changed, every password of 20 digits would be the same one.
    assert request.POST["password"] == CODE


def test_the_code_still_opens_what_it_belongs_to(client):
    """The field of the return page reaches the view as it was typed."""
    answer = client.post(reverse("concerns:return"), {"code": WAYS[1]})
    assert b"[code removed]" not in answer.content
    answer = client.post(reverse("concerns:return"), {"code": "1" * 3, "other": CODE})
    assert not says_the_code(answer.content.decode())


def test_a_log_line_of_any_logger_is_redacted():
    with capture_log() as log:
        logging.getLogger("anything").warning("somebody typed %s", WAYS[1])
        try:
            int(f"x{CODE}")
        except ValueError:
            logging.getLogger("anything").exception("it broke")
    assert "somebody typed [code removed]" in log.getvalue()
    assert not says_the_code(log.getvalue())


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\t", '", "', "\\", "'), ('"])
def test_what_json_writes_another_way_hides_no_code_in_a_log_line(mark):
    typed = mark.join(WAYS[1].split())
    with capture_log() as log:
        logging.getLogger("anything").warning("somebody typed %s.", typed, extra={"facts": {"more": typed}})
    line = json.loads(log.getvalue())
    assert (line["message"], line["more"]) == ("somebody typed [code removed].", "[code removed]")


def test_no_table_holds_a_code_after_an_anonymous_round(client):
    for address in ("/services/", "/guidance/", "/statements/"):
        client.get(address, {"q": CODE}, follow=True)
    client.post("/accounts/login/", {"login": f"{CODE}@example.org", "password": "x"})
    client.post("/accounts/signup/", {"email": f"a{CODE}@example.org", "name": WAYS[1]})
    assert not says_the_code(dump_database())
