"""Whether training on modern slavery was given, not only planned, offered for some day or praised.

WikiRate's rule: "available to staff" is not training given; training on a policy counts where the text ties the policy
to slavery. Training of other kinds, such as first aid, does not count.

See docs/requirements/statements.md#training-given.
"""

import re
from collections.abc import Iterator

from compliance.statements.rules.text import Sentence
from compliance.statements.text_checker.rules import training_words as words
from compliance.statements.text_checker.rules.result import (
    HEADING_WORDS,
    NOTHING,
    UNCLEAR,
    CriterionResult,
    Text,
    found,
    get_span,
    is_heading,
)

# Training is on slavery where one of so many sentences before or behind it speaks of slavery.
BEFORE, AFTER = 3, 2


def g_area_training(text: Text) -> CriterionResult:
    """Return found for the first sentence that tells of training given; unclear where it speaks of it otherwise."""
    unclear: Sentence | None = None
    is_other = is_headed = False
    near = _Nearness(text)
    for index, (sentence, is_planned) in enumerate(_with_plans(text)):
        if is_other and _tells_more(sentence.text):
            return found(get_span(sentence))
        is_other = _is_on_other(sentence.text, is_other)
        if is_heading(sentence.text):
            is_headed = bool(words.ABOUT_TRAINING.search(sentence.text))
        if is_other or not words.TRAINING.search(sentence.text) or not (is_headed or _is_plain(sentence.text)):
            continue
        if not (is_headed or near.is_on_slavery(index)):
            continue
        if _is_given(sentence.text) and (
            not is_planned or (words.PERFECT.search(sentence.text) and not is_heading(sentence.text))
        ):
            return found(get_span(sentence))
        if unclear is None and len(sentence.text.split()) > HEADING_WORDS and _is_on_slavery(sentence.text):
            unclear = sentence
    return CriterionResult(UNCLEAR, (get_span(unclear),)) if unclear else NOTHING


class _Nearness:
    """Whether the sentences about one speak of slavery; they count as such in a text that never names it."""

    def __init__(self, text: Text) -> None:
        self.marks = [
            _is_on_slavery(sentence.text) or bool(words.SIGNS.search(sentence.text)) for sentence in text.sentences
        ]
        self.is_silent = not any(self.marks)

    def is_on_slavery(self, index: int) -> bool:
        return self.is_silent or any(self.marks[max(0, index - BEFORE) : index + AFTER + 1])


def _with_plans(text: Text) -> Iterator[tuple[Sentence, bool]]:
    """Each sentence, and whether the heading or the lead-in above it speaks of plans."""
    heading = lead = is_led = False
    for sentence in text.sentences:
        if sentence.text.endswith(":"):
            lead, is_led = bool(words.NOT_GIVEN.search(sentence.text) or words.PLANS.search(sentence.text)), True
            yield sentence, heading
        elif is_heading(sentence.text) and not words.TO_DO.match(sentence.text):
            # It may be an item too, and then those behind it still hang on the lead-in.
            heading = bool(words.PLANS.search(sentence.text))
            yield sentence, heading
        else:
            if words.FINITE.search(sentence.text) and not words.ITEM.match(sentence.text):
                lead = is_led = False
            yield sentence, heading or lead or (bool(words.TO_DO.match(sentence.text)) and not is_led)


def _is_on_other(text: str, was_other: bool) -> bool:
    """In a statement on slavery, training is on slavery unless it says otherwise.

    was_other: of the sentence before, which "this course" speaks of.

    See docs/requirements/statements.md#training-given.
    """
    if was_other and words.SAME.match(text):
        return not words.BEYOND_DOUBT.search(text)
    if words.SLAVERY.search(text):
        return False
    if words.OTHER_TRAINING.search(text) or (words.OTHER_SUBJECT.search(text) and not words.POLICY.search(text)):
        return bool(words.TRAINING.search(text))
    return False


def _is_on_slavery(text: str) -> bool:
    return bool(words.SLAVERY.search(text) or words.POLICY.search(text))


def _tells_more(text: str) -> bool:
    """Of training on something else: it covers modern slavery too."""
    if not words.SAME_COVERS.match(text) or not words.BEYOND_DOUBT.search(text):
        return False
    return not words.NOT_GIVEN.search(words.HARMLESS.sub(" ", text))


def _is_plain(text: str) -> bool:
    return any(words_of.search(text) for words_of in (words.PLAIN, words.SLAVERY, words.POLICY, words.SIGNS))


def _is_given(text: str) -> bool:
    if text.endswith("?") or words.PLACEHOLDER.search(text) or _is_measure(text):
        return False
    if words.MEASURED.search(text) and not words.TARGET.search(text):
        return True
    if _is_title(text):
        return False
    if words.BARE.search(text) and not any(
        no.search(text) for no in (words.FULL_VERB, words.NOT_GIVEN, words.OTHERS_TRAIN)
    ):
        return True
    head, colon, items = text.rpartition(":")
    if (colon and words.NOT_GIVEN.search(words.HARMLESS.sub(" ", head))) or _is_plan(head, items):
        text = head
    if words.COUNTED.search(text) and not words.FUTURE.search(text):
        return True
    parts = [text, *words.CLAUSES.split(text)] if words.CLAUSES.search(text) else [text]
    return any(part and words.TRAINING.search(part) and _gives(part) for part in parts)


def _is_plan(head: str, items: str) -> bool:
    """Next steps: train all buyers."""
    return bool(head) and is_heading(head) and bool(words.PLANS.search(head)) and not words.PERFECT.search(items)


def _is_measure(text: str) -> bool:
    return bool(words.INDICATOR.search(text)) and not re.search(r"\d", text)


def _is_title(text: str) -> bool:
    """A heading that tells of no deed."""
    if not is_heading(text) or words.DONE.search(text) or words.CONTENT.search(text):
        return False
    return not words.GERUND.search(text) or len(text.split()) <= words.MIN_WORDS


def _gives(part: str) -> bool:
    is_on_slavery = _is_on_slavery(part)
    if words.OTHERS_TRAIN.search(part) or (words.SKILLED.search(part) and not is_on_slavery):
        return False
    if words.NOT_GIVEN.search(words.HARMLESS.sub(" ", part)):
        return False
    if (is_on_slavery or words.SIGNS.search(part)) and words.ON_SLAVERY.search(part):
        return True
    return any(way.search(part) for way in (words.ACTIVE, words.PASSIVE, words.CONTENT, words.TRAINED, words.GERUND))
