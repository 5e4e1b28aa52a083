"""Each sentence of a statement with what stands around it: its heading, its lead-in, its tense, and its scores.

Headings and boilerplate are no sentences here. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compliance.statements.rubric.rules.tense import PLAN, PLAN_HEADING, find_deed, get_status
from compliance.statements.rules.text import Sentence
from compliance.statements.text_checker.rules.boilerplate import find_boilerplate
from compliance.statements.text_checker.rules.dehyphenate import is_of_contents
from compliance.statements.text_checker.rules.features import get_features
from compliance.statements.text_checker.rules.result import Text, is_heading
from compliance.statements.text_checker.rules.sentence_model import Scores, load_model

# What a whole sentence begins with; an item under a lead-in begins with its verb or its thing.
WHOLE = re.compile(
    r"(?:We|It|They|This|These|There|The [A-Z]?\w+(?: \w+)? (?:is|are|has|have|was|were|will)|"
    r"Our (?:\w+ ){1,4}(?:is|are|has|have|"
    r"was|were|will)|In (?:the|our|20\d\d|addition|order)|During|As (?:a|an|part)|If|Where|Following)\b"
)
# What is done now and goes on is no mere plan.
GOES_ON = re.compile(r"\b(?:currently|continue to|already|have)\b", re.IGNORECASE)
# A line that ends in a colon leads in to a list where it says that somebody does something.
LEAD = re.compile(
    r"\b(?:we|us|it|will|is|are|have|has|includes?|following|to|must|can|they|should|by|that)\b", re.IGNORECASE
)
MAX_ITEMS, MAX_CAPITALS = 14, 16


@dataclass(frozen=True, slots=True)
class Context:
    """heading: the nearest above, "" without one. lead: the lead-in that it is an item of. status: of tense.

    before: the sentence before it in the same paragraph, or the line before it, "" without one.
    """

    sentence: Sentence
    heading: str
    lead: str
    status: str
    scores: Scores
    before: str

    @property
    def window(self) -> str:
        """Return the sentence with what it may speak of without naming it."""
        return f"{self.heading}\n{self.lead}\n{self.before}\n{self.sentence.text}"

    @property
    def text(self) -> str:
        return self.sentence.text


def read_contexts(text: Text) -> list[Context]:
    model = load_model()
    contexts = []
    before: Context | None = None
    for sentence, heading, lead in _walk(text):
        is_planned = bool(
            (PLAN_HEADING.search(heading) and find_deed(sentence.text) is None)
            or (lead and PLAN.search(lead) and not GOES_ON.search(lead))
        )
        before = Context(
            sentence,
            heading,
            lead,
            get_status(sentence.text, is_planned=is_planned),
            model.score(get_features(sentence.text)),
            before.text if before and before.heading == heading else "",
        )
        contexts.append(before)
    return contexts


def _walk(text: Text) -> Iterator[tuple[Sentence, str, str]]:
    """Yield the sentences with their heading and lead-in."""
    lines = [line for line, _ in text.paragraphs]
    marks = find_boilerplate(lines)
    heading = lead = ""
    items = 0
    for (line, inside), is_boilerplate in zip(text.paragraphs, marks, strict=True):
        if is_boilerplate or is_of_contents(line) or not inside:
            continue
        if lead and (items >= MAX_ITEMS or WHOLE.match(line)):
            lead = ""
        if (
            (is_heading(line) or (line.isupper() and len(line.split()) <= MAX_CAPITALS))
            and not lead
            and not (line.endswith(":") and LEAD.search(line))
        ):
            heading = line
            continue
        items += 1
        for sentence in inside:
            yield sentence, heading, lead
        if inside[-1].text.endswith(":"):
            lead, items = f"{lead} {inside[-1].text}".strip(), 0
