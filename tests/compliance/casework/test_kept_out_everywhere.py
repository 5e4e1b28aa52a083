"""Every address that somebody at the desk may open reads the same with and without the cases they are kept out of."""

import re
from difflib import unified_diff
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from compliance.casework import permissions
from compliance.casework.models import Case
from compliance.casework.services import merging
from tests.factories.casework import ADULT, keys_of, taken_by, tell
from tests.factories.kept_out import KeptOut, add_colleagues, add_kept_out_cases
from tests.factories.world import World
from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES
from tests.url_register.expectations import HANDLER, TRIAGE_LEAD

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]
VISITORS = (HANDLER, TRIAGE_LEAD)
DESK = ("desk:", "cases:", "duties:", "interpreters:", "partners:", "agency:", "sharing:", "hotspots:")
# A file of a row of the world: drawn anew each time, which takes a second.
DRAWN = {"duties:letter_pdf"}
CHANGING = re.compile(
    r"nonce=\"[^\"]*\"|name=\"csrfmiddlewaretoken\" value=\"[^\"]*\"|\d{1,2}:\d\d(:\d\d)?|data-mark=\"[^\"]*\""
    r"|name=\"form_draft\" value=\"[^\"]*\""
    r"|seconds=\"\d+\"|\d+ (minutes?|seconds?|hours?|days?)|value=\"[0-9a-f-]{36}\""
)
QUERIES = {
    "desk:queue": ("show=mine", "show=waiting", "show=unassigned", "level=p1", "region=london", "page=2"),
}


def addresses(visitor: str, world: World) -> dict[str, str]:
    """Return all that the visitor may open and strangers may not, by a name, with the filters of the queue."""
    urls = {}
    for name, address in ADDRESSES.items():
        if name not in DRAWN and address.get[visitor] == 200 and address.get["outsider"] != 200:
            urls[name] = url = address_url(address, name, world)
            urls |= {f"{name}?{query}": f"{url}?{query}" for query in QUERIES.get(name, ())}
    return urls


def steady(body: bytes | str) -> list[str]:
    text = body if isinstance(body, str) else body.decode(errors="replace")
    return CHANGING.sub("", text).splitlines()


def cells(content: bytes) -> list[str]:
    book = load_workbook(BytesIO(content))
    rows = [repr((sheet.title, row)) for sheet in book for row in sheet.iter_rows(values_only=True)]
    return steady("\n".join(rows))


def read(client, urls: dict[str, str]) -> dict[str, list[str]]:
    pages = {}
    for name, url in urls.items():
        response, body = request_page(client, "get", url)
        is_workbook = "spreadsheet" in response.headers["Content-Type"]
        pages[name] = [str(response.status_code), *(cells(response.content) if is_workbook else steady(body))]
    return pages


def posts(world: World) -> dict[str, tuple[str, dict]]:
    """Return searches, which are sent by POST: by words, for a request about personal data."""
    look = reverse("duties:request_look", args=[world.desk["asked"].pk])
    return {
        "words at the desk": (reverse("desk:find"), {"act": "words", "words": "Quillfeather"}),
        "words that both share": (reverse("desk:find"), {"act": "words", "words": "Chesterfield"}),
        "words of a request": (look, {"words": "Quillfeather"}),
        "shared words of a request": (look, {"words": "Chesterfield"}),
    }


def sent(client, world: World) -> dict[str, list[str]]:
    return {name: steady(request_page(client, "post", url, data=data)[1]) for name, (url, data) in posts(world).items()}


@pytest.fixture(autouse=True)
def _many_downloads(settings):
    """More than a person may take away in an hour."""
    settings.LIMITS = settings.LIMITS | {"export": (1000, 60)}


@pytest.fixture
def colleagues(shared_world):
    return add_colleagues()


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_reads_the_same_with_and_without_the_cases(shared_world, clients, colleagues, visitor):
    client, urls = clients[visitor], addresses(visitor, shared_world)
    assert len(urls) > 60
    before = read(client, urls) | sent(client, shared_world)
    hidden = add_kept_out_cases(shared_world, colleagues)
    after = read(client, urls) | sent(client, shared_world)
    wrong = [
        "\n".join(unified_diff(lines, after[name], name, "with the cases", n=0, lineterm=""))
        for name, lines in before.items()
        if lines != after[name]
    ]
    assert not wrong, "\n\n".join(wrong)
    text = "\n".join(line for lines in after.values() for line in lines)
    assert not [case.reference for case in hidden.cases if case.reference in text]


SAID = {
    "find a case": ("desk:find", {"said": "{case}"}),
    "find a contact": ("desk:find", {"said": "{contact}"}),
    "find by a code": ("desk:find", {"said": "{code}"}),
    "merge into it": ("cases:merge", {"into": "{case}", "reason": "The same situation"}),
    "put on hold": ("duties:hold", {"reference": "{case}", "reason": "A court case"}),
}


@pytest.mark.parametrize("visitor", VISITORS)
def test_what_is_asked_for_by_its_reference_or_code_is_as_what_is_not_there(shared_world, clients, colleagues, visitor):
    """Nor does the visitor's own log say what they were refused."""
    hidden = add_kept_out_cases(shared_world, colleagues)
    theirs = {"case": hidden["case"].reference, "contact": hidden["contact"].reference, "code": hidden.digits}
    nobody = {"case": "MSH-22222222", "contact": "C-222222", "code": "1357" * 5}
    log = reverse("history:log")
    for name, (address, form) in SAID.items():
        url, answers = address_url(ADDRESSES[address], address, shared_world), []
        # The first time one's own case is opened by it, which is a line of the log.
        for said in (nobody, theirs, nobody):
            with transaction.atomic():
                sent = {key: value.format(**said) for key, value in form.items()}
                response = clients[visitor].post(url, sent)
                page = steady(response.content) + steady(clients[visitor].get(log).content)
                transaction.set_rollback(True)
            answers.append((response.status_code, "\n".join(page).replace(next(iter(sent.values())), "")))
        assert answers[1] == answers[2], name


def own_addresses(hidden: KeptOut, world: World) -> dict[str, tuple[str, str]]:
    """Return by a name the address of each row of the cases, and the same address of a row that is not there.

    Of the cases that are closed, merged or share everything, their first page.
    """
    mine = {str(row.pk): hidden.rows.get(name) for name, row in world.desk.rows.items() if hasattr(row, "pk")}
    pairs = {}
    for name, address in ADDRESSES.items():
        kwargs = address.kwargs(world) if name.startswith(DESK) else {}
        theirs = {key: row.pk for key, value in kwargs.items() if (row := mine.get(str(value))) is not None}
        if theirs:
            nobody = {key: uuid4() for key in theirs}
            pairs[name] = reverse(name, kwargs=kwargs | theirs), reverse(name, kwargs=kwargs | nobody)
    for case in ("closed", "merged", "shared"):
        pairs[case] = reverse("cases:case", args=[hidden[case].pk]), reverse("cases:case", args=[uuid4()])
    for name in ("desk:untaken", "desk:take"):
        pairs[name] = reverse(name, args=[hidden["concern_of_case"].pk]), reverse(name, args=[uuid4()])
    return pairs


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_address_of_the_cases_answers_as_one_that_is_not_there(shared_world, clients, colleagues, visitor):
    hidden = add_kept_out_cases(shared_world, colleagues)
    client, pairs = clients[visitor], own_addresses(hidden, shared_world)
    assert len(pairs) > 70
    wrong = []
    for name, (theirs, nobody) in pairs.items():
        for method in ("get", "post"):
            status = request_page(client, method, theirs)[0].status_code
            if status != 404 and status != (expected := request_page(client, method, nobody)[0].status_code):
                wrong.append(f"{name} {method} {theirs}: {status}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_who_is_kept_out_of_a_case_is_kept_out_of_what_was_merged_into_it(shared_world, colleagues):
    """The merged case stays a row of its own, which opens, is searched and is counted."""
    hidden = add_kept_out_cases(shared_world, colleagues)
    merged, handler = hidden["merged"], shared_world.staff[HANDLER]
    assert permissions.can_open_case(colleagues.handler, merged)
    assert not permissions.can_open_case(handler, merged)
    assert merged.pk not in permissions.openable_cases(Case.objects.all(), handler).values_list("pk", flat=True)


def test_who_is_kept_out_of_a_case_is_kept_out_of_what_is_merged_into_it_later(shared_world, colleagues):
    hidden = add_kept_out_cases(shared_world, colleagues)
    case = taken_by(colleagues.handler, tell(ADULT | {"purpose": "report_concern"}).concern)
    who = {"actor": colleagues.lead, "keys": keys_of(colleagues.lead), "at": timezone.now()}
    merging.merge_cases(case=case, into=hidden["shared"], reason="One situation", **who)
    assert not permissions.can_open_case(shared_world.staff[HANDLER], Case.objects.get(pk=case.pk))
