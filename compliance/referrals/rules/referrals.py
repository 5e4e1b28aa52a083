"""When an answer to a referral is due, and which words of the reporter's never leave.

See docs/requirements/helpline.md#referral-answers, docs/requirements/helpline.md#reporter-stays-unknown.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from compliance.casework.rules.messages import MIN_NAME_LENGTH
from compliance.casework.rules.priorities import P1, P2, Span

# Until a partner answers. Those of p3 hold for p4 too.
RESPONSE_TIMES: dict[str, Span] = {P1: Span(minutes=60), P2: Span(minutes=24 * 60)}
OTHER_RESPONSE_TIME = Span(working_days=10)
# Until somebody rings to hear what became of it, where the other side promised no time.
CALL_BACK_TIMES: dict[str, Span] = {P1: Span(minutes=30), P2: Span(minutes=4 * 60)}
OTHER_CALL_BACK_TIME = Span(working_days=3)
PACKAGE_TTL = timedelta(days=30)
WITHHELD = "[withheld]"
_DIGITS_ENOUGH = 7
# The country's code, or the nought in its place.
_PREFIX = r"(?:\+?\d[\s().-]*){0,4}"


def get_response_due(level: str, sent_at: datetime) -> datetime:
    """sent_at: on the desk's clocks."""
    return RESPONSE_TIMES.get(level, OTHER_RESPONSE_TIME).after(sent_at)


def get_call_back_due(level: str, sent_at: datetime) -> datetime:
    return CALL_BACK_TIMES.get(level, OTHER_CALL_BACK_TIME).after(sent_at)


def withhold(text: str, known: Iterable[str], *, whole: Iterable[str] = ()) -> str:
    """The text without what would say who told us, also where they wrote it into their own account.

    known: name, phone, e-mail address and the like, as we have them. Names go whole and word by word, numbers however
    they are spaced. whole: what goes only as it stands, since its words say nothing alone, like a date of birth.
    """
    for pattern in _patterns(known, whole):
        text = pattern.sub(WITHHELD, text)
    return text


def find_numbers(text: str) -> list[str]:
    """Phone numbers and e-mail addresses that stand in a sentence."""
    return re.findall(r"\S+@\S+\w|\+?\d[\d\s().-]{5,}\d", text)


def _patterns(known: Iterable[str], whole_only: Iterable[str]) -> list[re.Pattern[str]]:
    patterns = [r"\s+".join(re.escape(word) for word in said.split()) for said in whole_only if said.strip()]
    for said in known:
        digits = re.sub(r"\D", "", said)
        if len(digits) >= _DIGITS_ENOUGH:
            patterns.append(_PREFIX + r"[\s().-]*".join(_national(digits)))
        if whole := said.strip():
            patterns.append(r"\s+".join(re.escape(word) for word in whole.split()))
        if "@" not in said and len(digits) < _DIGITS_ENOUGH:
            patterns += [re.escape(word) for word in re.findall(r"[^\W\d_]+", said) if len(word) >= MIN_NAME_LENGTH]
    # The longest first, so that a whole name goes as one.
    return [re.compile(rf"(?<!\w){one}(?!\w)", re.IGNORECASE) for one in sorted(set(patterns), key=len, reverse=True)]


def _national(digits: str) -> str:
    """The part of a number that is the same with and without the country's code."""
    return digits[-9:] if len(digits) > 9 else digits
