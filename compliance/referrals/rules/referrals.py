"""When an answer to a referral is due, and how known names and numbers are taken out of a text.

See docs/requirements/helpline.md#referral-answers, docs/requirements/helpline.md#reporter-stays-unknown.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from compliance.casework.rules.messages import MIN_NAME_LENGTH
from compliance.casework.rules.priorities import P1, P2
from compliance.concerns.rules.deadlines import Span
from portal.core.text import fold_letters

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
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_WORD = re.compile(r"\S+")


def get_response_due(level: str, sent_at: datetime) -> datetime:
    """Return when an answer is due. sent_at: on the desk's clocks."""
    return RESPONSE_TIMES.get(level, OTHER_RESPONSE_TIME).after(sent_at)


def get_call_back_due(level: str, sent_at: datetime) -> datetime:
    return CALL_BACK_TIMES.get(level, OTHER_CALL_BACK_TIME).after(sent_at)


def withhold(text: str, known: Iterable[str], *, phrases: Iterable[str] = ()) -> str:
    """Return the text without the names, numbers and addresses in known, also where they are part of an account.

    Nothing else goes: words that only describe who told us, like "my neighbour", stay. known: name, phone, e-mail
    address and the like, as we have them. Names go whole and word by word, whatever their accents and case, numbers
    however they are spaced. phrases: what goes only as it stands, since its words say
    nothing alone, like a date of birth.
    """
    folded = fold_letters(text)
    for pattern in _patterns(map(_fold, known), map(_fold, phrases)):
        if spans := [folded.span(match) for match in pattern.finditer(folded.text)]:
            text = _replace(text, spans)
            folded = fold_letters(text)
    return text


def _fold(text: str) -> str:
    return fold_letters(text).text


def _replace(text: str, spans: list[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in spans:
        parts += [text[position:start], WITHHELD]
        position = end
    return "".join([*parts, text[position:]])


def find_numbers(text: str) -> list[str]:
    """Return the phone numbers and email addresses of a text, in its order."""
    found: list[str] = []
    mails = _find_mails(text)
    mail, position = next(mails, None), 0
    while True:
        phone = _PHONE.search(text, position)
        if phone is not None and (mail is None or phone.start() < mail[0]):
            start, position = phone.span()
        elif mail is not None:
            start, position = mail
        else:
            return found
        found.append(text[start:position])
        if mail is not None and mail[0] < position:
            # What is left of the word behind the number may still be an address.
            mails = _find_mails(text, position)
            mail = next(mails, None)


def _find_mails(text: str, position: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where each address begins and ends: from the start of a word to its last letter or digit.

    A pattern for this takes cubic time over a row of @.
    """
    for word in _WORD.finditer(text, position):
        start, end = word.span()
        while end > start and not (text[end - 1].isalnum() or text[end - 1] == "_"):
            end -= 1
        if "@" in text[start + 1 : max(start, end - 2)]:
            yield start, end


def _patterns(known: Iterable[str], phrases: Iterable[str]) -> list[re.Pattern[str]]:
    patterns = [r"\s+".join(re.escape(word) for word in text.split()) for text in phrases if text.strip()]
    for text in known:
        digits = re.sub(r"\D", "", text)
        if len(digits) >= _DIGITS_ENOUGH:
            patterns.append(_PREFIX + r"[\s().-]*".join(_national(digits)))
        if stripped := text.strip():
            patterns.append(r"\s+".join(re.escape(word) for word in stripped.split()))
        if "@" not in text and len(digits) < _DIGITS_ENOUGH:
            patterns += [re.escape(word) for word in re.findall(r"[^\W\d_]+", text) if len(word) >= MIN_NAME_LENGTH]
    # The longest first, so that a whole name goes as one.
    return [re.compile(rf"(?<!\w){pattern}(?!\w)") for pattern in sorted(set(patterns), key=len, reverse=True)]


def _national(digits: str) -> str:
    """The part of a number that is the same with and without the country's code."""
    return digits[-9:] if len(digits) > 9 else digits
