"""The check that the ranked evidence replaced, to measure against: the first sentence with a word of a list.

An area was found in a paragraph with two of its signals, or under a heading with one; a criterion of practice in the
first sentence with a signal of its own. Approval, signature and training have the same rules as ever.
"""

from compliance.statements.rubric.rules.countries import find_country
from compliance.statements.rubric.rules.criteria.practice import RULES_AS_DATA
from compliance.statements.rubric.rules.signal_words import count_signals, get_area_pattern, get_pattern
from compliance.statements.rules.text import Sentence, word_count
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.result import FOUND, Text, first, is_heading
from compliance.statements.text_checker.rules.signature import law_signature
from compliance.statements.text_checker.rules.training import g_area_training
from compliance.statements.vocabulary import criterion_signals
from tests.compliance.statements.text_checker.labelled import EVIDENCE, Statement

MIN_SIGNALS, MIN_WORDS = 2, 12
SAME = {"law_approval": law_approval, "law_signature": law_signature, "g_area_training": g_area_training}


def check(statement: Statement) -> dict[str, str | None]:
    """Return the sentence that each criterion of EVIDENCE would have shown."""
    text = Text(from_text(statement.text))
    return {code: _get_sentence(code, text) for code in EVIDENCE}


def _get_sentence(code: str, text: Text) -> str | None:
    if code in SAME:
        judged = SAME[code](text)
        return text.quote(judged.spans[0]) if judged.result == FOUND else None
    if code.startswith("g_area_"):
        found = _find_area(code.removeprefix("g_area_"), text)
        return found.text if found else None
    pattern = get_pattern(criterion_signals(code))
    if code == "p_supply_chain_places":
        hits = (one.text for one in text.sentences if pattern.search(one.text) and find_country(one.text))
        return next(hits, None)
    judged = first(text, pattern, beside=RULES_AS_DATA[code].beside)
    return text.quote(judged.spans[0]) if judged.result == FOUND else None


def _find_area(area: str, text: Text) -> Sentence | None:
    heading = ""
    for words, inside in text.paragraphs:
        if is_heading(words):
            heading = words
            continue
        if word_count(words) < MIN_WORDS:
            continue
        hit = next((sentence for sentence in inside if get_area_pattern(area).search(sentence.text)), None)
        if hit and (count_signals(area, words) >= MIN_SIGNALS or count_signals(area, heading)):
            return hit
        if inside and not hit and heading and count_signals(area, heading) >= MIN_SIGNALS:
            return inside[0]
    return None
