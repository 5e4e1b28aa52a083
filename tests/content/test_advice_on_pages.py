"""Advice as people read it: every kind of page, sheet and mail is rendered once, for a person of each nation.

`test_advice_facts.py` reads the sources. Here names, numbers and choices are filled in, and what a nation does not have
is not shown to its people: a Scot who is told of section 45 or of the Salvation Army is sent to nobody.

See docs/requirements/experience.md#advice-facts.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from compliance.casework.models import Case, CaseLocation
from compliance.concerns.forms import submission
from compliance.referrals.services import dispatch as referrals
from compliance.referrals.services import drafts
from compliance.referrals.services.nrm import packs
from compliance.referrals.services.nrm import render as nrm_render
from learning.directory.models import Service
from learning.directory.services import loading as directory
from learning.resources.models import GuidancePage
from learning.resources.services import loading as guidance
from learning.resources.services import printing as sheets
from learning.training.models import Lesson
from learning.training.services import loading as training
from portal.core import pdf
from portal.core.context_processors import portal
from portal.reference.emergency_numbers import get_contacts
from portal.reference.tables import read_table
from tests.compliance.referrals.services.test_recipients import case_at
from tests.content.test_advice_facts import DENIES, MUST_NOT_SAY
from tests.factories.concerns import Reporter
from tests.factories.packs import begin as begin_pack
from tests.factories.packs import fill
from tests.factories.referrals import begin as begin_referral
from tests.factories.referrals import choose
from tests.factories.sharing import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]
ROOT = Path(settings.BASE_DIR)
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PLACES = {"england": "Chesterfield", "wales": "Cardiff", "scotland": "Kilmarnock", "northern-ireland": "Belfast"}
AREAS = {"england": "E92000001", "wales": "W92000004", "scotland": "S92000003", "northern-ireland": "N92000002"}
COUNCILS = {"england": "South Holland", "wales": "Cardiff", "scotland": "East Ayrshire", "northern-ireland": "Belfast"}
# A sentence ends where one of these begins or ends.
BLOCK = r"</?(?:p|li|ul|ol|h\d|t[dhr]|d[td]|div|section|br|option|label|legend|summary|button|title)\b[^>]*>"
PHONE = re.compile(r"(?<![\d-])0[\d ]{8,12}\d(?![\d-])")
ENGLISH_LAW = r"\bsections? (?:45|48|52)\b|\bcare act\b|\bsection 42\b"
ENGLISH_HELP = (
    r"salvation army|0800 808 3733|independent child trafficking guardian|\bictg\b|0800 043 4303|barnardo.s\b"
)
NORTHERN_IRISH = r"labour relations agency|03300 555 300|028 9244 ?8449|028 9066 ?2385|health and social care trust"
SCOTTISH = r"\btara\b|guardianship scotland|0141 276 7724|0141 884 7900|police scotland"
# What a page for somebody in the nation never names.
NOT_IN_NATION = {
    "england": rf"{SCOTTISH}|{NORTHERN_IRISH}|live fear free|0808 80 10 800",
    "wales": rf"{SCOTTISH}|{NORTHERN_IRISH}|\bcare act\b|\bsection 42\b|0808 2000 247",
    "scotland": rf"{ENGLISH_LAW}|{ENGLISH_HELP}|{NORTHERN_IRISH}|0808 2000 247|bawso|\bmash\b",
    "northern-ireland": rf"{ENGLISH_LAW}|{ENGLISH_HELP}|{SCOTTISH}|0808 2000 247|bawso|\bmash\b|\bacas\b|0300 123 1100"
    r"|\bhse\b|0300 003 1647|61016|british transport police|employment agency standards",
}


@dataclass(frozen=True)
class Page:
    """text: the words it shows, one sentence a line. nation: where its reader is, empty where that does not matter."""

    where: str
    nation: str
    text: str


def text_of(body: str) -> str:
    main = re.split(r"<main\b[^>]*>", body)[-1].split("</main>")[0] if "<main" in body else body
    main = re.sub(r"<(script|style|svg|head)\b.*?</\1>", "", main, flags=re.S)
    words = html.unescape(re.sub(r"<[^>]+>", "", re.sub(BLOCK, "\n", re.sub(r"\s+", " ", main))))
    return "\n".join(line for line in (" ".join(line.split()) for line in words.split("\n")) if line)


def published() -> Iterator[Page]:
    """Guidance, courses, the public pages and the printed sheets."""
    guidance.load_guidance(at=NOW)
    training.load_courses(at=NOW)
    client = Client()
    addresses = [page.url for page in GuidancePage.objects.live()]
    for lesson in Lesson.objects.select_related("version__course"):
        addresses.append(reverse("training:lesson", args=[lesson.version.course.slug, lesson.slug]))
    addresses += ["/", "/for-business/", "/about/contact/", "/about/privacy/", "/about/how-we-protect-you/"]
    for address in addresses:
        yield Page(address, "", _opened(client, address))
    for sheet in sheets.SHEETS.values():
        yield Page(f"sheet {sheet.name}", "", text_of(sheets._html(sheet)))


def _opened(client: Client, address: str, **sent: str) -> str:
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return text_of(answer.content.decode())


def found_in_the_directory() -> Iterator[Page]:
    directory.load_services(directory.get_shipped_file(), at=NOW)
    client = Client()
    for nation, place in PLACES.items():
        for asked in ({}, {"need": "stay"}, {"need": "work"}, {"audience": "child_victims"}, {"need": "talk"}):
            yield Page(f"/services/ {asked}", nation, _opened(client, "/services/", place=place, **asked))
    for service in Service.objects.filter(status="active", visibility="public"):
        areas = set(service.areas)
        nation = next((name for name, code in AREAS.items() if areas == {code}), "")
        answer = client.get(reverse("directory:service", args=[service.slug]))
        if answer.status_code == 200:
            yield Page(f"/services/{service.slug}/", nation, text_of(answer.content.decode()))


TELLERS = {
    "an adult": ("seeking_help_self", "adult", "not_immediate"),
    "an adult in danger": ("seeking_help_self", "adult", "happening_now"),
    "a child in danger": ("seeking_help_self", "under_18", "happening_now"),
    "a friend": ("seeking_help_other", "not_sure", "not_immediate"),
    "a professional": ("professional_advice", "adult", "not_immediate"),
    "a business": ("business_concern", "adult", "not_immediate"),
}


def told_to_reporters() -> Iterator[Page]:
    for nation, place in PLACES.items():
        for teller, (purpose, age, danger) in TELLERS.items():
            reporter, pages = Reporter(), {}
            reporter.begins(purpose)
            pages["/r/1"] = reporter.opens("/r/1")
            following = [reporter.sends("/r/1", danger_level=danger), reporter.sends("/r/2", age_of_person=age)]
            pages |= {address: reporter.opens(address) for address in following if not re.search(r"/r/\d", address)}
            if age != "adult":
                pages["the council"] = reporter.sends(following[1], 200, place=place)
            reporter.sends("/r/3", account="They work all night and cannot leave the yard.")
            reporter.sends("/r/4", town=place)
            pages["/r/5"] = reporter.opens("/r/5")
            reporter.sends("/r/5", identity_mode="anonymous")
            pages["/r/6"] = reporter.opens("/r/6")
            if nation == "england":
                reporter.submits()
                pages["/r/7"] = reporter.opens("/r/7")
            for address, body in pages.items():
                yield Page(f"{teller} at {address}", nation, text_of(body))


def read_at_the_desk() -> Iterator[Page]:
    at = desk()
    client = at.client()
    began = client.post(reverse("desk:call_begin"))
    yield Page("call", "", _opened(client, began["Location"]))
    for nation, place in PLACES.items():
        for age in ("adult", "under_18"):
            pack = begin_pack(at, age=age, consents="given" if age == "adult" else "")
            CaseLocation.objects.filter(case=pack.case_id).delete()
            yield from _of_case(at, client, pack, nation, place)
            yield from _of_referrals(at, client, nation, age)


def _of_case(at, client, pack, nation: str, place: str) -> Iterator[Page]:
    Case.objects.filter(pk=pack.case_id).update(nation=nation)
    case = Case.objects.select_related("data_key", "owner").get(pk=pack.case_id)
    who = f"{case.age_of_person} in {place}"
    for name in ("refer", "actions", "signpost", *(["child"] if case.concerns_child else [])):
        yield Page(f"{name} for {who}", nation, _opened(client, reverse(f"cases:{name}", args=[case.pk])))
    for name in ("nrm_preview", "nrm_hand_over"):
        yield Page(f"{name} for {who}", nation, _opened(client, reverse(f"cases:{name}", args=[case.pk, pack.pk])))
    pack = fill(at, packs.find_pack(case, pack.pk))
    made = nrm_render.build_content(packs.find_pack(case, pack.pk), at.keys, on=at.now.date())
    yield Page(f"pack for {who}", nation, text_of(nrm_render.render_pdf(made).decode()))


def _of_referrals(at, client, nation: str, age: str) -> Iterator[Page]:
    """To the police and to the body with the duty: whom to choose, what to check, and what the recipient gets."""
    case = case_at(at, COUNCILS[nation], age=age)
    yield Page(f"refer for {age}", nation, _opened(client, reverse("cases:refer", args=[case.pk])))
    for key in ("police:", "hsc_trust:" if nation == "northern-ireland" else "la_"):
        row = choose(at, begin_referral(at, case, key), "account", "place")
        check = reverse("cases:refer_check", args=[case.pk, row.pk])
        yield Page(f"refer_check to {key} for {age}", nation, _opened(client, check))
        package = drafts.build_package(row, at.keys, on=at.now.date())
        yield Page(f"package to {key} for {age}", nation, text_of(referrals.render_plain_pdf(package).decode()))


class Something(str):
    """What a mail is about: a word that is an address too, and that has every part that a mail asks for but a date."""

    def __new__(cls) -> "Something":
        return super().__new__(cls, "00000000-0000-4000-8000-000000000000")

    def __getattr__(self, name: str) -> "Something":
        if name.startswith("__") or name in {"year", "month", "day", "hour", "minute", "second"}:
            raise AttributeError(name)
        return Something()

    def __iter__(self) -> Iterator["Something"]:
        return iter([Something(), Something()])

    def __len__(self) -> int:
        return 2


class Everything(dict):
    """A context in which no name is missing; how many there are is a number."""

    def __contains__(self, name: object) -> bool:
        return name not in {"True", "False", "None"}

    def __missing__(self, name: str) -> Something | int:
        return 2 if name in {"count", "more"} else Something()


def mails() -> Iterator[Page]:
    templates = ROOT / "templates"
    for path in sorted((templates / "email").rglob("*.txt")):
        name = str(path.relative_to(templates))
        yield Page(name, "", get_template(name).render(Everything(portal(None))))


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> list[Page]:
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(submission, "MIN_FILL_TIME", timedelta(0))
        # The words of a PDF are those of the document that it is drawn from.
        patched.setattr(pdf, "render_pdf", lambda html, **options: html.encode())
        patched.setattr(pdf, "render_pdf_in_sandbox", lambda html, **options: html.encode())
        rendered = [*read_at_the_desk(), *told_to_reporters(), *found_in_the_directory(), *published(), *mails()]
        transaction.set_rollback(True)
    return rendered


def said(pages: list[Page], pattern: str) -> list[str]:
    """Sentences that match and do not say that something is not so, with the page that each is on."""
    return [
        f"{page.where} ({page.nation or 'anybody'}): {sentence[:200]}"
        for page in pages
        # Most pages hold nothing like it, and need not be divided.
        if re.search(pattern, page.text, re.I)
        for sentence in re.split(r"(?<=[.!?])\s|\n", page.text)
        if re.search(pattern, sentence, re.I) and not DENIES.search(sentence)
    ]


def test_every_kind_of_page_is_read_for_every_nation(pages):
    assert len(pages) > 300
    assert all(page.text for page in pages)
    for nation in PLACES:
        read = {page.where.partition(" ")[0] for page in pages if page.nation == nation}
        assert read >= {"/services/", "a", "an", "refer", "child", "signpost", "nrm_preview", "nrm_hand_over", "pack"}
        assert read >= {"refer_check", "package"}


@pytest.mark.parametrize("topic", sorted(MUST_NOT_SAY))
def test_no_page_says_what_must_not_be_said(pages, topic):
    assert not said(pages, MUST_NOT_SAY[topic])


@pytest.mark.parametrize("nation", PLACES)
def test_nobody_reads_of_a_law_or_a_service_that_their_nation_does_not_have(pages, nation):
    own = [page for page in pages if page.nation == nation]
    wrong = [
        f"{page.where}: {line[:200]}"
        for page in own
        for line in page.text.split("\n")
        if re.search(NOT_IN_NATION[nation], line, re.I)
    ]
    assert not wrong


def test_each_phone_number_that_a_page_gives_has_a_source_in_our_data(pages):
    services = json.loads((ROOT / "learning/directory/data/services.json").read_text())["services"]
    sourced = [
        phone["number"] for row in services if row["status"] == "active" and row["sources"] for phone in row["phones"]
    ]
    sourced += [number.number for contact in get_contacts().values() if contact.sources for number in contact.numbers]
    sourced += [settings.HELPLINE_NUMBER, *(fact["sentence"] for fact in read_table("advice")["facts"])]
    known = {re.sub(r"\D", "", one) for one in sourced}
    given = {(page.where, number) for page in pages for number in PHONE.findall(page.text)}
    given = {(where, number) for where, number in given if len(re.sub(r"\D", "", number)) in {10, 11}}
    assert len({number for _where, number in given}) > 10
    assert not {(where, number) for where, number in given if re.sub(r"\D", "", number) not in known}


@pytest.mark.parametrize(
    ("nation", "sentence"),
    [
        ("scotland", "Section 45 may protect you."),
        ("scotland", "The Salvation Army, support for adults, 0800 808 3733"),
        ("northern-ireland", "Acas, rights at work"),
        ("northern-ireland", "Independent Child Trafficking Guardianship service"),
        ("wales", "The Care Act 2014 asks the council to look into it."),
        ("england", "TARA, for women in Scotland"),
    ],
)
def test_the_patterns_of_a_nation_find_what_they_are_for(nation, sentence):
    assert re.search(NOT_IN_NATION[nation], sentence, re.I)
