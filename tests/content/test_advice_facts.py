"""Advice is checked against the table of facts: nothing that must not be said is said, in any nation.

The table lies beside the checkout. What a pattern cannot judge is in READ_BY_A_PERSON.

See docs/requirements/experience.md#advice-facts.
"""
# ruff: noqa: E501 — a pattern is read best in one line

import ast
import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from portal.reference.tables import read_table
from tests.factories.domain import SHARED

ROOT = Path(settings.BASE_DIR)
TABLE = SHARED / "data" / "advice_facts.tsv"
NATIONS = {"england", "wales", "scotland", "northern-ireland"}
ELSEWHERE = r"scotland|scottish|northern ireland|northern irish"
# By topic of the table: what no sentence may hold.
MUST_NOT_SAY = {
    "999 silent solution, mobile": r"(?:dial|call|text|ring) (?:<strong>)?(?:99 ?9,? ?)?55\b|99955|press 55 before",
    "999 silent solution, location": r"55 (?:sends|shares|gives|tells|unlocks)|55 (?:so|to let) [^.]*(?:find|where) you",
    "999 silent solution, landline": r"landline[^.]*\b55\b|45 seconds",
    "112": r"\b112\b[^.]*(?:faster|no network|finds you)",
    "Text 999 (emergencySMS)": r"(?:send|try) a test|\btext (?:<strong>)?999(?:</strong>)?\s*(?:now|\.|$)",
    "999 BSL": r"bsl[^.]*(?:must|need to|have to) register|deaf[^.]*only text",
    "Relay UK 18000": r"18001 ?999|18000 ?101|call (?:<strong>)?18000",
    "101": r"101[^.]*(?:pence|15p|costs)|(?:danger now|in danger)[^.]*(?:call|ring) 101",
    "British Transport Police 61016": r"61016",
    "Welsh in emergencies": r"999 in welsh|welsh-speaking 999",
    "Modern Slavery & Exploitation Helpline number": r"(?:police|government)(?:’s|'s)? (?:modern slavery )?helpline",
    "Modern Slavery & Exploitation Helpline hours": r"helpline[^.]*(?:24/7|24 hours a day|day and night|at any time)",
    "Helpline languages": r"(?:200|every|all) languages?[^.]*(?:at once|immediately)",
    "Helpline other channels": r"whatsapp us|text us|web ?chat with",
    "Helpline confidentiality": r"completely confidential|we never share|totally confidential|fully confidential",
    "Helpline and support": r"helpline (?:enters|puts|refers) you (?:in|into|to) the nrm|books? (?:you )?a safe house",
    "Crimestoppers": r"crimestoppers[^.]*(?:danger now|emergency)",
    "NSPCC number": r"nspcc[^.|]*(?:for children to|if you are a child)",
    "NSPCC hours": r"88858|nspcc[^.]*(?:24/7|24 hours|8am|10am)",
    "Childline": r"childline[^.]*(?:keeps? (?:it|everything) secret|confidential|24/7|24 hours|day and night)",
    "Report Remove": r"report remove[^.]*(?:will (?:be )?(?:remove|take)|whatsapp|adults)",
    "CEOP": r"ceop[^.]*(?:24|emergency|bullying)",
    "Independent Child Trafficking Guardians": rf"child trafficking guardian[^.|]*(?:{ELSEWHERE}|every child)",
    "Guardianship Scotland": r"scottish guardianship service|guardianship scotland[^.|]*barnardo",
    "Independent Guardian Service NI": r"hscb|ictg[^.]*northern ireland|guardian[^.]*only for asylum",
    "Child: first route": r"\bmash\b[^.]*(?:scotland|northern)|northern ireland[^.]*social services",
    "Salvation Army referral line": r"0300 ?303 ?8151",
    "Victim Care Contract holder": rf"salvation army[^.]*(?:{ELSEWHERE}|every nation|across the uk)",
    "Wales specialist bodies": r"welsh nrm|new pathways holds",
    "Scotland adult support": r"tara[^.]*(?:\bmen\b|labour exploitation)",
    "Scotland support period": r"scotland[^.]*(?:30|45) days",
    "NI adult support": r"northern ireland[^.]*(?:call|ring) the salvation army",
    "Migrant Help asylum line": r"(?:emergenc|nrm|traffick)[^.]*0808 ?8010 ?503|0808 ?8010 ?503[^.]*(?:emergenc|nrm|traffick)",
    "NRM: who can refer": r"refer yourself (?:to|into) the nrm|anyone can refer|you can refer yourself",
    "First responders England and Wales": r"(?:hospitals|gps|schools|jobcentres|cps|prosecutors)[^.]*are first responders",
    "First responders Scotland": r"nhs boards? (?:is|are) (?:a )?first responder",
    "First responders Northern Ireland": r"district councils? (?:is|are) (?:a )?first responder",
    "Not first responders": r"(?:fire service|employers|nhs)[^.]*(?:is|are) (?:a )?first responders?",
    "Charity first responders' limits": r"(?:salvation army|kalayaan|migrant help)[^.]*will refer you",
    "NRM consent: adults": r"consent is (?:optional|implied)|only if you (?:join|enter) the nrm",
    "NRM consent: children": r"(?:parents?|child)(?:’s|'s)? (?:must|has to|have to) (?:consent|agree) to the nrm",
    "Reasonable grounds": r"decision (?:in|within) (?:5|five) (?:working )?days|suspect but cannot prove|objective factors",
    "Recovery period": r"45 (?:calendar )?days|help (?:stops|ends) (?:at|on|after) (?:day )?30",
    "Conclusive grounds": r"conclusive grounds[^.]*(?:gives you (?:status|leave)|within \d+ days)",
    "NRM decision maker": r"(?:nca|ukhtc|the police|courts?) decides? who is a victim",
    "Reconsideration": r"appeal[^.]*(?:nrm|conclusive|reasonable grounds)[^.]*tribunal|cannot be challenged",
    "Child decisions pilot": r"home office decides all",
    "Public order disqualification": r"a conviction means no help|everyone (?:who is )?referred is protected",
    "Illegal Migration Act repeals": r"arriv\w+ illegally[^.]*(?:barred|cannot)",
    "Immigration and Asylum Bill 2026": r"immigration and asylum act 2026",
    "Leave to remain after NRM": r"you will (?:get|be given) (?:a visa|leave to remain)|you will not be removed",
    "NRM online form": r"paper (?:nrm )?form",
    "Duty to notify s.52": r"(?:charit(?:y|ies)|nhs|schools?|employers?) (?:must|have a duty to|has a duty to) (?:notify|tell the home office)",
    "Duty to notify Scotland": r"section 38|scottish (?:councils|bodies)[^.]*section 52",
    "Duty to notify NI": r"section 13\b[^.]*notify|section 52[^.]*applies in northern ireland",
    "Law by nation": rf"(?:{ELSEWHERE})[^.{{]*\{{act section (?:1|2|45|48)\}}",
    "s.45 adults": r"victims cannot be prosecuted|cannot be prosecuted",
    "s.45 children": r"child[^.]*must have been compelled",
    "s.45 excluded offences": r"section 45[^.]*any offence",
    "Scotland: Lord Advocate's Instructions": r"scotland[^.]*section 45|section 45[^.]*scotland",
    "NI s.22": r"northern ireland[^.]*(?:section 45|schedule 4)",
    "New exploitation offences": r"cuckooing is (?:a crime|an offence) (?:in|across) (?:the uk|scotland)",
    "Adult safeguarding England": rf"(?:{ELSEWHERE}|wales)[^.]*section 42",
    "Adult safeguarding Wales": r"wales[^.]*care act",
    "Adult protection Scotland": r"scotland[^.]*care act",
    "Adult safeguarding NI": r"northern ireland[^.]*(?:care act|adult protection bill)",
    "Child protection law": rf"(?:{ELSEWHERE})[^.]*section 47",
    "NI duty to report offences": r"northern ireland[^.]*(?:stays with us|tell nobody)",
    "Mandatory reporting of child sexual abuse": r"(?:all staff|everybody|the public) (?:has|have) a (?:criminal|legal) duty to report",
    "Fair Work Agency replaces GLAA": r"fair work ombudsman|call the glaa|(?:glaa|gangmasters and labour abuse authority) (?:licenses|investigates|inspects)",
    "FWA / GLAA phone": r"0800 432 0804|gla\.gov\.uk",
    "Labour licensing sectors": r"(?:car wash|nail bar|care home|building site)[^.]*gangmaster(?:’s|'s)? licence",
    "Labour investigation powers": r"fair work agency[^.]*slavery[^.]*(?:across the uk|scotland)",
    "Minimum wage and agencies": r"northern ireland[^.]*employment agency standards",
    "Acas and LRA": r"northern ireland[^.]*\bacas\b",
    "HSE and HSENI": r"northern ireland[^.]*\bhse\b",
    "Employment tribunal deadline": r"tribunal[^.]*(?:three|six|3|6) months",
    "Sharing without consent: basis": r"gdpr (?:forbids|stops|prevents)",
    "Data complaints": r"complain only to the (?:ico|information commissioner)",
    "Confidentiality charities may promise": r"absolute(?:ly)? (?:secret|secrecy|confidential)|(?<!- That )nobody will ever know",
    "NRM and Home Office data": r"nrm is independent",
    "Immigration advice is regulated": r"\boisc\b",
    "Independent Anti-Slavery Commissioner": r"eleanor lyons|sara thornton",
    "Domestic abuse England": rf"(?:{ELSEWHERE}|wales)[^.]*0808 ?2000 ?247",
    "Domestic abuse Wales": r"wales[^.]*0808 ?2000 ?247",
    "Domestic abuse Scotland": r"scotland[^.]*0808 ?2000 ?247",
    "Domestic abuse Northern Ireland": r"northern ireland[^.]*0808 ?2000 ?247",
    "Forced Marriage Unit": r"fmu@fco\.gov\.uk|forced marriage[^.]*(?:mediation|24/7)",
    "Karma Nirvana": r"karma nirvana[^.]*24",
    "Galop": r"galop[^.]*(?:24/7|\d ?[ap]m)",
    "Men's Advice Line": r"men['’]s advice line[^.]*(?:24/7|\d ?[ap]m)",
    "Samaritans": r"samaritans[^.]*(?:emergency|safeguarding)|0808 164 0123[^.]*(?:24|day and night)",
    "s.54 who": r"all (?:companies|businesses) must publish|only listed companies",
    "s.54 contents": r"six areas are (?:mandatory|required by law|compulsory)",
    "s.54 six months": r"legal deadline of six months|six months[^.]*(?:fine|is the legal deadline)",
    "Statement registry": r"(?:must|legal duty to) (?:upload|add) (?:it|your statement) to the registry",
    "s.54 2025 guidance": r"guidance of 2025 changed the law",
    "s.54 penalties and 2026 Bill": r"you (?:can|will) be fined (?:up to )?£1",
}  # fmt: skip
# Promises about immigration are held against the rules of sharing, in every route.
READ_BY_A_PERSON = {"Police and Home Office data"}
# Sentences that say that something is not so.
DENIES = re.compile(
    r"does not tell|is not law|cannot refer yourself|no such duty|not our words|must not|do not|never", re.I
)


def strings_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy", "ngettext"}:
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Every sentence of guidance, courses, pages, mails, phrases and contacts, with the file it is in."""
    texts = [
        (path, path.read_text())
        for pattern in ("templates/**/*.html", "templates/**/*.txt", "learning/**/content/**/*.md")
        for path in ROOT.glob(pattern)
    ]
    texts += [(path, text) for path in ROOT.glob("compliance/**/*.py") for text in strings_of(path)]
    texts += [
        (ROOT / "contacts.json", json.dumps(one, ensure_ascii=False)) for one in read_table("contacts")["contacts"]
    ]
    found = []
    for path, text in texts:
        # Words that people look for a page by are not said by it.
        said_here = re.sub(r"^search:.*$", "", text, flags=re.M)
        found += [(path.name, one.strip()) for one in re.split(r"(?<=[.!?])\s|\n|\" %\}", said_here) if one.strip()]
    return tuple(found)


def said(pattern: str) -> list[str]:
    return [
        f"{name}: {sentence[:200]}"
        for name, sentence in sentences()
        if re.search(pattern, sentence, re.I) and not DENIES.search(sentence)
    ]


@pytest.mark.skipif(not TABLE.exists(), reason="the table of advice facts is not beside this checkout")
def test_every_line_of_the_table_has_its_pattern():
    with TABLE.open(encoding="utf-8", newline="") as file:
        topics = {row["topic"] for row in csv.DictReader(file, delimiter="\t")}
    assert topics == set(MUST_NOT_SAY) | READ_BY_A_PERSON


@pytest.mark.parametrize("topic", sorted(MUST_NOT_SAY))
def test_nothing_is_said_that_must_not_be_said(topic):
    assert not said(MUST_NOT_SAY[topic])


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("999 silent solution, location", "55 tells the police where you are."),
        ("Salvation Army referral line", "Call 0300 303 8151."),
        ("Duty to notify s.52", "Charities must notify the Home Office."),
        ("Recovery period", "You get 45 days of support."),
        (
            "Independent Child Trafficking Guardians",
            "An Independent Child Trafficking Guardian for every child in Scotland",
        ),
        ("Text 999 (emergencySMS)", "Or text 999."),
    ],
)
def test_the_patterns_find_what_they_are_for(topic, sentence):
    assert re.search(MUST_NOT_SAY[topic], sentence, re.I)


# --- Facts that the portal gives have a source and a day to look again ----------------------------------------------


def test_each_fact_has_a_nation_a_source_and_a_review_date():
    facts = read_table("advice")["facts"]
    assert {nation for fact in facts for nation in fact["nations"]} == NATIONS
    for fact in facts:
        checked, review_by = date.fromisoformat(fact["checked"]), date.fromisoformat(fact["review_by"])
        assert fact["sources"] and set(fact["nations"]) <= NATIONS, fact["code"]
        assert 0 < (review_by - checked).days <= 366, fact["code"]


def test_each_fact_is_printed_as_it_was_checked():
    for fact in read_table("advice")["facts"]:
        assert fact["printed_in"], fact["code"]
        for place in fact["printed_in"]:
            assert fact["sentence"] in (ROOT / place).read_text(), f"{fact['code']} in {place}"


# Stated alike by every source, without a day.
SURE_HOURS = {"acas", "labour_relations_agency", "emergency"}
# For businesses with suppliers there; no advice of the table is about it.
ABROAD = "us-national-human-trafficking-hotline"


def test_hours_of_other_services_are_given_only_with_a_day_on_which_they_were_read():
    undated = [one["code"] for one in read_table("contacts")["contacts"] if one["hours"] and not one["checked"]]
    assert set(undated) <= SURE_HOURS
    services = json.loads((ROOT / "learning/directory/data/services.json").read_text())
    rows = services if isinstance(services, list) else services["services"]
    always = [row for row in rows if any(span.get("closes") == "23:59:59" for span in row["hours"])]
    assert {row["slug"] for row in always if not row["checked"]} <= {"police-emergency", ABROAD}


@pytest.mark.parametrize(
    "page", ["learning/resources/content/for-police.md", "learning/resources/content/for-councils.md"]
)
def test_pages_for_officials_say_in_which_nations_the_duty_to_notify_is_law(page):
    lines = [
        one
        for one in re.split(r"(?<=[.}])\s", (ROOT / page).read_text())
        if "Home Office" in one and "without a name" in one
    ]
    assert lines
    assert all("England" in one and "Wales" in one for one in lines), lines
