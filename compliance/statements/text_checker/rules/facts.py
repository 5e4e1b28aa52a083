"""What last year's statement tells that this year's form asks for: period, approval, signatory, members, figures.

Proposals that a person takes over or not; nothing here is an answer. Pure.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypedDict

from compliance.statements.rubric.rules.signal_words import MONTHS
from compliance.statements.rubric.rules.tense import PLANNED, get_status
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.figures import NOT_A_FIGURE, NUMBER
from compliance.statements.text_checker.rules.financial_year import law_financial_year
from compliance.statements.text_checker.rules.form import COMPANY_NAME
from compliance.statements.text_checker.rules.names import company_words, people
from compliance.statements.text_checker.rules.result import FOUND, Text
from compliance.statements.text_checker.rules.signature import law_signature

# Between two names of companies that follow each other.
BETWEEN = re.compile(r"(?:(?<=Limited)|(?<=LIMITED)|(?<=Ltd)|(?<=LTD)|(?<=plc)|(?<=PLC)|(?<=LLP)) and ")
MAX_MEMBERS, MAX_FIGURES = 40, 12
NEAR = 160
_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS)
DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})[a-z]*\.?,?\s+(\d{{4}})\b|"
    rf"\b({_MONTH})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b|\b(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}})\b",
    re.IGNORECASE,
)
BODIES = (
    ("board_of_directors", re.compile(r"\bboard of directors\b|\bdirectors\b|\bboard\b", re.IGNORECASE)),
    ("members", re.compile(r"\bmembers\b", re.IGNORECASE)),
    ("equivalent_management_body", re.compile(r"\btrustees|governors|council|senate\b", re.IGNORECASE)),
)
# Words that tell what a number counts.
COUNTED = re.compile(
    r"\b(?:suppliers?|sites?|factor(?:y|ies)|audits?|visits?|staff|employees|colleagues|buyers|managers|workers|people|"
    r"questionnaires?|reports?|calls?|cases?|concerns?|training|trained|completed|answered|repaid|interviews?)\b",
    re.IGNORECASE,
)


class Figure(TypedDict):
    name: str
    figure: str


class Facts(TypedDict, total=False):
    """Days in ISO form; body is a code of approving_body. What the text does not tell is left out."""

    period_start: str
    period_end: str
    approved_on: str
    body: str
    first_name: str
    last_name: str
    job_title: str
    signed_on: str
    members: list[str]
    figures: list[Figure]


def find_facts(words: str, *, own_name: str = "", measured: str = "") -> Facts:
    """Return what the text tells.

    own_name: of the organisation itself, which is no member of its group. measured: the part of the text in which
    figures of measures are looked for.
    """
    text = Text(words)
    facts: Facts = {}
    facts.update(_period(text))
    facts.update(_approval(text))
    facts.update(_signatory(text))
    if members := list(_members(words, own_name))[:MAX_MEMBERS]:
        facts["members"] = members
    if figures := list(_figures(Text(measured)))[:MAX_FIGURES]:
        facts["figures"] = figures
    return facts


def find_days(text: str) -> list[date]:
    """Return the days that a text names in full, in order; those that do not exist are passed over."""
    return [day for match in DAY.finditer(text) if (day := _day(match))]


def _day(match: re.Match[str]) -> date | None:
    first, month, year, other, second, later, number, of_year, last = match.groups()
    names = [name[:3] for name in MONTHS]
    if month:
        parts = int(year), names.index(month[:3].casefold()) + 1, int(first)
    elif other:
        parts = int(later), names.index(other[:3].casefold()) + 1, int(second)
    else:
        parts = int(last), int(of_year), int(number)
    try:
        return date(*parts)
    except ValueError:
        return None


def _period(text: Text) -> Facts:
    """The year that its best sentence names, where it gives the last day in full."""
    judgement = text.once(law_financial_year)
    if judgement.result != FOUND:
        return {}
    days = find_days(text.quote(judgement.spans[0]))
    if not days:
        return {}
    begins, ends = (days[0], days[1]) if len(days) > 1 and days[0] < days[1] else (None, days[0])
    if begins is None or not 300 <= (ends - begins).days <= 560:
        before = date(ends.year - 1, ends.month, min(ends.day, 28) if ends.month == 2 else ends.day)
        begins = _month_end(before, ends) + timedelta(days=1)
    return {"period_start": begins.isoformat(), "period_end": ends.isoformat()}


def _month_end(before: date, ends: date) -> date:
    """The day a year before the end; the last of its month where the end is one."""
    if (ends + timedelta(days=1)).day != 1:
        return before
    following = date(before.year + before.month // 12, before.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _approval(text: Text) -> Facts:
    judgement = text.once(law_approval)
    if judgement.result != FOUND:
        return {}
    start, end = judgement.spans[0]
    sentence = text.text[start:end]
    facts: Facts = {}
    if body := next((code for code, pattern in BODIES if pattern.search(sentence)), ""):
        facts["body"] = body
    if days := find_days(text.text[start : end + NEAR // 2]):
        facts["approved_on"] = days[0].isoformat()
    return facts


def _signatory(text: Text) -> Facts:
    judgement = text.once(law_signature)
    if judgement.result != FOUND:
        return {}
    start, end = judgement.spans[0]
    around = text.text[start:end]
    person = next(iter(people(around, company_words(text.text))), None)
    if person is None:
        return {}
    names = person.name.replace("\n", " ").split()
    facts: Facts = {"first_name": names[0], "last_name": " ".join(names[1:])}
    title = around[around.find(person.title) :] if person.is_name_first else person.title
    facts["job_title"] = " ".join(title.split("\n")[0].split(",")[0].split())[:50]
    if days := find_days(text.text[end : end + NEAR]):
        facts["signed_on"] = days[0].isoformat()
    return facts


def _members(words: str, own_name: str) -> Iterator[str]:
    """Names of companies, each once, without the organisation's own."""
    seen = {_fold(own_name)}
    for match in COMPANY_NAME.finditer(words):
        for part in BETWEEN.split(match[0]):
            name = " ".join(part.split())
            if _fold(name) not in seen:
                seen.add(_fold(name))
                yield name


def _fold(name: str) -> str:
    short = {"limited": "ltd", "ltd.": "ltd", "plc.": "plc"}
    return " ".join(short.get(word, word) for word in name.casefold().replace(",", " ").split())


def _figures(text: Text) -> Iterator[Figure]:
    """A number of something that a statement counts, with its sentence."""
    seen = set()
    for sentence in text.sentences:
        bare = NOT_A_FIGURE.sub(lambda match: " " * len(match[0]), sentence.text)
        number = NUMBER.search(bare)
        if not number or not number[0][0].isdigit() or not COUNTED.search(sentence.text):
            continue
        if get_status(sentence.text) == PLANNED or len(sentence.text) > 200 or sentence.text in seen:
            continue
        seen.add(sentence.text)
        yield {"name": sentence.text, "figure": " ".join(number[0].strip(" .,;").split())}
