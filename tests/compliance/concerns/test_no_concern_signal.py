"""A business cannot tell from any of its pages whether anybody told the helpline of it or of its supplier.

Nor whether a case was made of it, referred and closed: every page that a business and the public may open answers the
same, byte for byte, by the same queries.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from difflib import unified_diff

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.concerns.forms import submission
from compliance.concerns.models import Concern
from compliance.suppliers.models import Supplier
from tests.factories.concerns import Reporter
from tests.factories.world import MEMBERS, World
from tests.support.desk_handler import DeskHandler, close, read_case, refer, work_on
from tests.support.visits import address_url, draw_pdfs_as_text, request_page
from tests.url_register import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
NAME, PHONE = "Robin Marker", "07700 900123"
# The administrator sees most; a page that is not theirs is looked at by the first whose it is.
READERS = ("administrator", *MEMBERS, "outsider", "anonymous")
DESKS = ("desk:", "cases:", "duties:", "interpreters:", "partners:", "agency:")
# Who is there alone differs: pages of the door itself, how many seconds are left, whether the server is well.
NOT_OF_A_BUSINESS = (*DESKS, "concerns:", "healthz", "readyz")
type Look = dict[str, tuple[int, str, list[str]]]


def business_pages() -> list[tuple[str, str]]:
    """Who looks, and at what; what is open to all is looked at signed out as well."""
    found = []
    for name, address in ADDRESSES.items():
        if not name.startswith(NOT_OF_A_BUSINESS):
            readers = [reader for reader in READERS if address.get[reader] in {200, 303, 410}]
            found += [(reader, name) for reader in {*readers[:1], *readers[-1:]}]
    return sorted(found)


def steady(html: str) -> str:
    """Without nonces, tokens, and how many seconds are left of the web session."""
    return re.sub(
        r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|name="token" value="[^"]*"|'
        r"<section [^>]*portal-session.*?</section>",
        "",
        html,
        flags=re.DOTALL,
    )


def looked_at(clients: dict[str, Client], world: World) -> Look:
    """What each of them gets at every page, without what differs between two requests; and the queries of it."""
    found = {}
    for reader, name in business_pages():
        url = address_url(ADDRESSES[name], name, world)
        cache.clear()
        # The log keeps 9,000 queries and forgets the oldest.
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            response, body = request_page(clients[reader], "get", url)
        is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/json", "application/pdf"))
        asked = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        found[f"{reader} {url}"] = response.status_code, steady(body) if is_text else "", asked
    return found


def differences(one: Look, other: Look) -> list[str]:
    """Return each page that differs, with the lines and queries that one look has and the other has not."""
    found = []
    for page, (status, body, queries) in one.items():
        if (status, body, queries) != other[page]:
            lines = [*unified_diff(body.splitlines(), other[page][1].splitlines(), lineterm="", n=0)]
            lines += unified_diff(queries, other[page][2], lineterm="", n=0)
            found.append("\n".join([f"{page}: {status}, then {other[page][0]}", *lines]))
    return found


def tell(world: World) -> Concern:
    """A concern about a supplier of the business and the business itself, from somebody who names both."""
    reporter, known = Reporter(), set(Concern.objects.values_list("pk", flat=True))
    reporter.begins("business_concern")
    named = f"{world.a.organisation.name} and {world.a.rows['supplier'].name}"
    reporter.answers(
        r3={"account": f"{named} keep our passports."},
        r4={"premises_name": world.a.rows["site"].name, "local_authority": "Chesterfield"},
        r5={"identity_mode": "named_share", "consent": ["police"]},
    )
    reporter.sends("/r/8", name=NAME, contact_method="phone", phone=PHONE)
    reporter.sends("/r/17", subject_organisation=world.a.rows["supplier"].name, organisation_name=named)
    reporter.confirms(reporter.submits())
    return Concern.objects.exclude(pk__in=known).get()


@pytest.fixture(scope="module")
def look(shared_world, clients, django_db_blocker) -> Callable[[], Look]:
    """A look at every page at one moment of the clock; what a process keeps from its first requests is kept already."""
    now = timezone.now()

    def look() -> Look:
        with pytest.MonkeyPatch.context() as patched:
            limits = dict.fromkeys(
                ("search", "register_search", "api", "api_search", "export", "supplier_downloads"), (10**6, 60)
            )
            patched.setattr(settings, "LIMITS", settings.LIMITS | limits)
            # Pages say how long ago something was.
            patched.setattr(timezone, "now", lambda: now)
            draw_pdfs_as_text(patched)
            return looked_at(clients, shared_world)

    with django_db_blocker.unblock():
        look()
    return look


@pytest.fixture(scope="module")
def before(look, django_db_blocker) -> Look:
    """What everybody sees before anything happens; each test begins there again."""
    with django_db_blocker.unblock():
        return look()


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))


def test_business_pages_identical_with_and_without_concern(shared_world, look, before):
    """Not a byte, and not a query more or less.

    See docs/requirements/helpline.md#wall.
    """
    assert sum(status == 200 for status, _body, _queries in before.values()) > 150
    tell(shared_world)
    assert not differences(before, look())


def test_business_pages_identical_once_a_case_of_the_concern_was_closed(shared_world, look, before):
    concern = tell(shared_world)
    handler = DeskHandler(shared_world.staff["handler"])
    handler.unlock()
    case = handler.claim(concern)
    work_on(handler, case, concern, name=NAME, phone=PHONE)
    refer(handler, case)
    close(handler, case)
    read_case(handler, case)
    assert not differences(before, look())


def test_what_is_of_the_business_itself_shows_at_once(shared_world, look, before):
    Supplier.objects.filter(pk=shared_world.a.rows["supplier"].pk).update(name="Another name")
    assert differences(before, look())


def test_what_is_compared_is_every_page_of_a_business():
    pages = {name for _reader, name in business_pages()}
    shown = {name for name, address in ADDRESSES.items() if 200 in address.get.values()}
    assert {name for name in shown if ADDRESSES[name].is_inside} <= pages
    assert {"dashboard:home", "register:index", "register:statement", "plan:home", "api:organisations"} <= pages
