"""Every page of the register, as the visitor with the most to see: each link, button, field and image has a name.

No two links of a page that are called the same lead to different places: a screen reader lists them without the words
around them. Pages of the editor's own admin are left to Wagtail.

See docs/requirements/experience.md#accessible-names.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.casework.models import Approval, Attachment
from compliance.referrals.models import Referral
from learning.resources.models import AboutPage, GuidancePage
from learning.resources.services.loading import load_guidance
from tests.support.accessible_names import list_double_meanings, list_nameless
from tests.support.visits import address_url, request_page, who_sees
from tests.url_register import ADDRESSES
from tests.url_register.expectations import HANDLED

pytestmark = [
    pytest.mark.once,
    pytest.mark.thorough,
    pytest.mark.usefixtures("_pdfs_are_text"),
    pytest.mark.django_db,
]


@pytest.fixture(scope="module", autouse=True)
def _minutes_apart(shared_world, django_db_blocker) -> None:
    """Set what the world made in one instant minutes apart: lists tell rows that are alike by the time."""
    now = timezone.now()
    fields = {Approval: ("asked_at",), Referral: ("made_at", "sent_at"), Attachment: ("added_at",)}
    with django_db_blocker.unblock():
        for model, names in fields.items():
            # One minute a row for all its times: one that was made may not share a minute with one that was sent.
            for minutes, row in enumerate(model.objects.order_by("pk")):
                times = dict.fromkeys((name for name in names if getattr(row, name)), now - timedelta(minutes=minutes))
                model.objects.filter(pk=row.pk).update(**times)


def list_faults(url: str, response, body: str) -> list[str]:
    is_page = response.get("Content-Type", "").startswith("text/html")
    if not is_page or "attachment" in response.get("Content-Disposition", ""):
        return []
    nameless = [f"{url}: no name: {part}" for part in list_nameless(body)]
    return nameless + [f"{url}: one name, two places: {pair}" for pair in list_double_meanings(body, url)]


@pytest.mark.parametrize(
    ("body", "nameless"),
    [
        ("<a href='/x'><svg aria-hidden='true'></svg></a>", 1),
        ("<a href='/x'><span class='govuk-visually-hidden'>Home</span></a>", 0),
        ("<button><span aria-hidden='true'>×</span></button>", 1),
        ("<input id='a'><label for='b'>Name</label>", 1),
        ("<label for='a'>Name</label><input id='a'>", 0),
        ("<label>Name <input></label>", 0),
        ("<input type='hidden' name='token'>", 0),
        ("<img src='/x.png'>", 1),
        ("<img src='/x.png' alt=''>", 0),
        ("<svg role='img' aria-labelledby='t'><title id='t'>Contacts</title></svg>", 0),
        ("<select aria-label='Month'></select>", 0),
        ("<textarea></textarea>", 1),
    ],
)
def test_what_has_no_name_is_found(body, nameless):
    assert len(list_nameless(body)) == nameless


def test_links_of_one_name_to_two_places_are_found():
    same = "<a href='/a'>Change</a><a href='/a'>Change</a>"
    assert not list_double_meanings(same, "/")
    assert list_double_meanings(same + "<a href='/b'>change</a>", "/") == ["'change': /a, /b"]
    hidden = "<a href='/a'>Change</a><a href='/b'>Change <span class='govuk-visually-hidden'>the date</span></a>"
    assert not list_double_meanings(hidden, "/")


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_what_can_be_used_has_a_name_of_its_own(name, shared_world, clients):
    address = ADDRESSES[name]
    url = address_url(address, name, shared_world)
    faults: list[str] = []
    if who := who_sees(address.get, wanted=200):
        faults += list_faults(url, *request_page(clients[who], "get", url))
    if who := who_sees(address.post, wanted=HANDLED):
        faults += list_faults(f"{url} (refused)", *request_page(clients[who], "post", url))
    assert not faults, "\n".join(faults)


def test_guidance_names_its_links(clients, shared_world):
    load_guidance(at=datetime(2026, 11, 26, tzinfo=UTC))
    pages = [*GuidancePage.objects.live(), *AboutPage.objects.live()]
    assert len(pages) > 40
    faults: list[str] = []
    for url in ["/", *(page.url for page in pages)]:
        faults += list_faults(url, *request_page(clients["anonymous"], "get", url))
    assert not faults, "\n".join(faults)
