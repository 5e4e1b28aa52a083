"""Whether a statement says that the board, the members or an equal body approved it (s.54(6); guide 4.1, 4.2).

Not by one director, a board member or a committee; "on behalf of the board" counts; a policy is not the statement.
"""

import re
from collections.abc import Iterator

from compliance.statements.rules.text import Sentence
from compliance.statements.text_checker.rules import approval_words as words
from compliance.statements.text_checker.rules.approving_bodies import BODY, NOT_THE_BODY, has_body, is_body
from compliance.statements.text_checker.rules.result import NOTHING, UNCLEAR, CriterionResult, Text, found, get_span

LABEL_WORDS = 16
NEAR, REACH = 90, 400
END = 0.8


def law_approval(text: Text) -> CriterionResult:
    """Return found for the first sentence that says so; unclear where the right body only looked at it."""
    unclear: Sentence | None = None
    for unit, previous in _units(text):
        if _says_so(text, unit, previous):
            return found(get_span(unit))
        if unclear is None and _only_reviewed(unit):
            unclear = unit
    return CriterionResult(UNCLEAR, (get_span(unclear),)) if unclear else NOTHING


def _units(text: Text) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Each sentence; and, where a line ends without a full stop, the line with up to two after it."""
    every = text.sentences
    for index, unit in enumerate(every):
        is_same_paragraph = index > 0 and "\n" not in text.text[every[index - 1].end : unit.start]
        is_headed = index > 0 and words.HEADING.fullmatch(every[index - 1].text)
        previous = every[index - 1] if is_same_paragraph or is_headed else None
        yield unit, previous
        joined = unit
        for last in every[index + 1 : index + 3]:
            if joined.text.endswith((".", "!", "?")) or len(joined.text) > 3 * NEAR:
                break
            statement = text.text[unit.start : last.end]
            joined = Sentence(statement, unit.start, last.end)
            if any(one_of.search(statement) for one_of in (words.VERB, words.BEHALF, words.NOUN)):
                yield Sentence(" ".join(statement.split()), unit.start, last.end), previous


def _says_so(text: Text, sentence: Sentence, previous: Sentence | None) -> bool:
    statement = sentence.text.replace("’", "'")
    before = previous.text if previous else ""
    return (
        any(
            _passive(statement, match, before) or _active(statement, match) or _relative(statement, match)
            for match in words.VERB.finditer(statement)
        )
        or any(_noun(statement, match) for match in words.NOUN.finditer(statement))
        or any(_on_behalf(text, sentence, statement, match) for match in words.BEHALF.finditer(statement))
    )


def _passive(statement: str, verb: re.Match[str], previous: str) -> bool:
    """Approved by the board; adopted at the meeting of the trustees."""
    before, after = _sides(statement, verb)
    if (words.NOT_DONE.search(before) and not _came_to_it(before)) or (words.REQUIRED.search(_own_clause(before))):
        return False
    if not _is_of_statement(before, after, previous):
        return False
    by = words.BY.search(after)
    if by and by.start() < NEAR and not words.OTHER_DEED.search(after[: by.start()]) and _has_body(after[by.end() :]):
        return True
    if words.ITS_MEETING.match(after) and BODY.search(before) and not NOT_THE_BODY.search(before):
        return True
    meeting = words.AT_MEETING.match(after.lstrip(" ,:")) or words.AT_MEETING.search(after[:NEAR])
    if meeting and meeting.start() < NEAR // 2 and not NOT_THE_BODY.search(meeting[0]) and BODY.search(meeting[0]):
        return True
    label = re.match(r"\s*(?:by)?\s*[:–-]\s*", after)
    return label is not None and len(statement) <= REACH and has_body(after[label.end() :])


def _has_body(agent: str) -> bool:
    """A committee that acts for the board is not the board."""
    behalf = words.BEHALF.search(agent)
    return has_body(agent[: behalf.start()] if behalf and words.BY_COMMITTEE.search(agent[: behalf.start()]) else agent)


def _came_to_it(before: str) -> bool:
    """Whether "before" and "prior to" lead to what was done in the end: the sentence tells of the past."""
    lead = words.CAME_BEFORE.search(before)
    if lead is None or words.STILL_TO_COME.search(before):
        return False
    return bool(words.PAST.search(before[: lead.start()]))


def _sides(statement: str, verb: re.Match[str]) -> tuple[str, str]:
    """What stands before and behind, as far as it matters: a sentence may be as long as its writer likes."""
    return statement[max(0, verb.start() - REACH) : verb.start()], statement[verb.end() : verb.end() + REACH]


def _own_clause(before: str) -> str:
    """What stands before the verb, without a clause that begins the sentence: "As required by the Act, this …"."""
    start = re.search(r"\b(?:this|our|the|it)\b[^,]{0,80}$", before, re.IGNORECASE)
    opening = re.match(
        r"\s*(?:as|in (?:accordance|line|compliance)|pursuant|under|to comply)\b[^,]*,", before, re.IGNORECASE
    )
    return before[opening.end() :] if opening and start else before


def _is_of_statement(before: str, after: str, previous: str) -> bool:
    """Whether the thing that was approved is the statement: it is named, or nothing else is."""
    if words.HEAD_IS_OTHER.match(before):
        return False
    if words.HEADING.fullmatch(previous) and re.match(r"\W*this (?:policy|document)\b", before, re.IGNORECASE):
        return True
    if words.STATEMENT.search(before):
        last = list(words.OTHER_THING.finditer(before))
        if not last or words.STATEMENT.search(before[: last[-1].start()]) or not _is_subject(before, last[-1]):
            return True
    if any(_is_subject(before, match) for match in words.OTHER_THING.finditer(before)):
        return False
    bare = words.HELPING.sub("", before)
    if not bare.strip() or words.ISSUED.match(bare):
        is_pronoun = re.match(r"\W*(?:it|this|which|that)\b", before, re.IGNORECASE)
        about = previous.casefold()
        return not (is_pronoun and words.OTHER_THING.search(about) and not words.STATEMENT.search(about))
    is_label = re.search(
        r"(?:[.:;|]|\b(?:control|history|details|status)|\bversion\b.*|\bowner\b.*)\s*$", before, re.IGNORECASE
    )
    names_it = re.match(r"[^.]{0,30}\b(?:statement)\b", after, re.IGNORECASE)
    return bool(is_label or names_it)


def _is_subject(before: str, thing: re.Match[str]) -> bool:
    """Whether only helping words stand between the thing and the verb."""
    return bool(words.BETWEEN.fullmatch(before, thing.end())) or not words.STATEMENT.search(before)


def _active(statement: str, verb: re.Match[str]) -> bool:
    """The Board has approved this statement."""
    before, after = _sides(statement, verb)
    before = words.RESOLVED.sub("", before)
    by_which = words.BY_WHICH.search(before)
    if by_which and words.OBJECT.match(after) and is_body(by_which["agent"]):
        return bool(words.STATEMENT.search(before)) and not words.STILL_TO_COME.search(before)
    if words.NOT_DONE.search(before):
        return False
    if verb[0].endswith("approval"):
        return _is_first(before) and _begins_with_body(before)
    if not words.OBJECT.match(after):
        return False
    thing = re.search(r"statement|disclosure|declaration|report|it\b|document", after, re.IGNORECASE)
    if (
        thing
        and words.OTHER_THING.search(after[: thing.start()])
        and not re.search(r"policy statement", after, re.IGNORECASE)
    ):
        return False
    subject = words.TRAILING.sub("", before)
    if _begins_with_body(subject):
        return True
    pieces = [piece for piece in re.split(r",|\(|\)|;|:", subject) if piece.strip()]
    while (
        pieces
        and re.match(
            r"\s*(?:on|at|in|having|following|after|who|which|through|acting|upon)\b", pieces[-1], re.IGNORECASE
        )
        and len(pieces) > 1
    ):
        pieces.pop()
    if not pieces:
        return False
    last = (
        re.split(r"\bmeeting (?:on|held|of)\b", pieces[-1])[0]
        if not BODY.search(pieces[-1].split("meeting")[-1])
        else pieces[-1]
    )
    return any(is_body(part) for part in re.split(r"\band\b|&", last)[-2:] if part.strip()) and not NOT_THE_BODY.search(
        last
    )


def _is_first(statement: str) -> bool:
    """Whether the statement is named, and nothing else before it."""
    named, other = words.STATEMENT.search(statement), words.OTHER_THING.search(statement)
    return named is not None and (other is None or named.start() < other.start())


def _relative(statement: str, verb: re.Match[str]) -> bool:
    """This statement, which the Board has approved, …"""
    before, _after = _sides(statement, verb)
    found_before = words.RELATIVE.search(before)
    if not found_before or words.NOT_DONE.search(before):
        return False
    return is_body(found_before["agent"]) and not NOT_THE_BODY.search(found_before["agent"])


def _begins_with_body(subject: str) -> bool:
    """The Boards of A plc, B Ltd and C Ltd."""
    opening = re.match(r"\W*(?:the|our|all|both|each of the)\s+(?:[\w'&.]+\s+){0,4}?", subject, re.IGNORECASE)
    body = BODY.search(subject[: NEAR // 2])
    first = re.split(r",|\(", subject, maxsplit=1)[0]
    return bool(opening and body) and is_body(first) and not re.search(r"\b(?:who|which)\b", subject)


def _noun(statement: str, match: re.Match[str]) -> bool:
    """Board approval: 4 May; with the approval of the board."""
    if len(statement) > 2 * REACH:
        return False
    before, after = statement[: match.start()], statement[match.end() :]
    if (words.NOUN_NOT_DONE.search(before) and not _came_to_it(before)) or words.REQUIRED.search(statement):
        return False
    thing = re.match(r"\s+(?:of|to|for)\b(?P<thing>[^.;]*)", after)
    if thing and match["agent"] is None and (words.STILL_TO_COME.search(after) or not _is_first(thing["thing"])):
        return False
    if match["agent"] is not None and not has_body(match["agent"]):
        return False
    if re.match(
        r"\s+(?:is|will be|must|process|polic\w+|strateg\w+|code|plan\w*|matrix|committee)\b", statement[match.end() :]
    ):
        return False
    is_label = (
        len(statement.split()) <= LABEL_WORDS
        and statement.strip() != match[0]
        and not words.OTHER_THING.search(statement)
        and not re.search(r"\b(?:we|our|links?)\b", statement)
    )
    return bool(words.STATEMENT.search(statement)) or is_label


def _on_behalf(text: Text, sentence: Sentence, statement: str, match: re.Match[str]) -> bool:
    """Signed on behalf of the board; by order of the board."""
    if not has_body(match["agent"]) or re.search(r"\bboard(?:'s)? (?:committee|member)", match["agent"], re.IGNORECASE):
        return False
    before = statement[: match.start()]
    if words.BY_COMMITTEE.search(before):
        return False
    if re.search(
        r"\b(?:will|shall|must|should|may|can)\b(?:\s+\w+){0,4}\s*$", before, re.IGNORECASE
    ) or words.REQUIRED.search(before):
        return False
    count = len(statement.split())
    if words.BEHALF_VERBS.search(statement) and not re.search(r"\bpolic(?:y|ies)\b", before, re.IGNORECASE):
        return True
    if match[0].casefold().startswith("by order"):
        return True
    return count <= LABEL_WORDS // 2 or (text.place_of(sentence) >= END and count <= LABEL_WORDS)


def _only_reviewed(sentence: Sentence) -> bool:
    """The statement is reviewed by the board: that is not approval, and a person may have meant it."""
    match = words.REVIEWED.search(sentence.text)
    if not match or not words.STATEMENT.search(sentence.text):
        return False
    by = words.BY.search(sentence.text, match.end())
    return by is not None and has_body(sentence.text[by.end() :])
