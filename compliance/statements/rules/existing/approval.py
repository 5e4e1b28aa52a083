"""Whether a statement says that the board, the members or an equal body approved it (s.54(6); guide 4.1, 4.2).

Not by one director, a board member or a committee; "on behalf of the board" counts; a policy is not the statement.
"""

import re
from collections.abc import Iterator

from compliance.statements.rules.existing.bodies import BODY, NOT_THE_BODY, has_body, is_body
from compliance.statements.rules.existing.told import NOTHING, UNCLEAR, Text, Told, found, span_of
from compliance.statements.rules.text import Sentence

APPROVING = (
    r"(?:approv(?:ing (?:body|authority)|er)|approv(?:ed|es|e|ing)|"
    r"adopt(?:ed|s)?|ratif(?:ied|ies|y)|endors(?:ed|es|e)|authori[sz](?:ed|es)|sanctioned|"
    r"signed[- ]off|agreed|accepted|passed|g[ai]ve[sn]? (?:its |their |full |formal ){0,2}approval (?:to|of|for))"
)
VERB = re.compile(rf"\b{APPROVING}\b", re.IGNORECASE)
STATEMENT = re.compile(
    r"(?<!appetite )(?<!financial )(?<!mission )(?<!vision )(?<!tax )(?<!strategy )\bstatements?\b|"
    r"\b(?:this|the (?:above|foregoing)|slavery(?: act)?|trafficking|transparency) (?:documents?|reports?|"
    r"disclosures?|declarations?)\b",
    re.IGNORECASE,
)
# "The policies listed in this statement": they are what was approved.
HEAD_IS_OTHER = re.compile(
    r"^\W*(?:the|our|all|these|its|each of the|those)\s+(?:[\w'’-]+\s+){0,3}?(?:polic(?:y|ies)|codes?|steps|"
    r"measures|plans?|targets?|"
    r"procedures?|standards|goals|actions|commitments)\s+(?:listed|described|set out|referred|mentioned|contained|"
    r"in|which|that|"
    r"named|outlined|above|below)\b",
    re.IGNORECASE,
)
OTHER_THING = re.compile(
    r"\b(?:polic(?:y|ies)|codes?|charters?|budgets?|accounts|plans?|strateg(?:y|ies)|programmes?|frameworks?|"
    r"procedures?|"
    r"standards?|training|suppliers?|contracts?|targets?|objectives?|goals?|roadmap|dividend|terms|investments?|"
    r"proposals?|processes|appointments?|vendors?|measures?)\b",
    re.IGNORECASE,
)
# What stands between the verb and "by", and speaks of something else that is done.
OTHER_DEED = re.compile(
    r"\b(?:monitored|overseen|led|prepared|developed|presented|submitted|managed|supported|drafted|written|produced|"
    r"owned|sponsored|championed|implemented|communicated|followed|read|used|created|compiled)\b",
    re.IGNORECASE,
)
BY = re.compile(r"\b(?:by|from)\b:?", re.IGNORECASE)
# "will be", "must be", "to be", "once", "not": nothing was approved.
NOT_DONE = re.compile(
    r"(?:\b(?:will|shall|would|must|should|may|might|can|could|to|cannot)\b(?:\s+(?:also|then|first|always|only|"
    r"next|both))?\s+(?:be|have)\b|"
    r"\b(?:not|never|yet to be|until|once|when|unless|if|before|awaiting|pending|will|shall|must|should|may|"
    r"would|can|cannot)\b|\bto\b(?=(?:\s+(?:also|formally|fully|(?:consider|review|discuss)\s+(?:and|&)))?\s*$))"
    r"(?:\s+(?:it|is|has|have|been|being|be|yet|also|formally|fully|annually|duly|review(?:ed)?|consider(?:ed)?|"
    r"updated?|discuss(?:ed)?|and|&|"
    r"signed|agreed|approved|published|presented|regularly|then|again|both|seek|continue|submit|re))*\s*-?$",
    re.IGNORECASE,
)
REQUIRED = re.compile(
    r"\b(?:(?<!as )(?<!where )requir(?:es?|ed|ing|ements?)|obliges?|obligation|stipulates?|recommends?|guidance|"
    r"in order to comply)\b(?! approval)",
    re.IGNORECASE,
)
UNDER_THE_ACT = re.compile(r"\b(?:section 54|the Act|requirements?|regulations?)\b.*", re.IGNORECASE)
AT_MEETING = re.compile(r"\b(?:at|in|during|following|through)\b[^.;]{0,80}?\bmeetings?\b[^.;]{0,80}", re.IGNORECASE)
# What stands before the verb and changes nothing about who did it.
TRAILING = re.compile(
    r"(?:[\s,]|\b(?:has|have|had|also|formally|duly|considered|reviewed|discussed|read|and|fully|unanimously|hereby|"
    r"therefore|each|collectively|jointly|carefully|subsequently|recently|then|all|did|does|endorsed|adopted|approved|"
    r"supports?|fully|annually|reviews|considers|noted|received|confirm(?:s|ed)? that (?:it|they)(?: has| have)?|"
    r"who))+$",
    re.IGNORECASE,
)
# "It has also been fully", "Version 3.1", "Date": words before the verb that name nothing.
HELPING = re.compile(
    r"^(?:\W|\d|\b(?:as|this|it|which|that|then|and|the above|has|have|had|been|was|were|is|are|being|also|formally|"
    r"duly|fully|reviewed|considered|discussed|by|version|v|date|dated|both|signed|agreed|updated|prepared|first|last|"
    r"policy statement|annually|unanimously|approval|(?:jan|febr)uary|march|april|may|june|july|august|"
    r"(?:sept|nov|dec)ember|october)\b)*",
    re.IGNORECASE,
)
# "It has been issued on behalf of the group, approved by": only a text is.
ISSUED = re.compile(r"(?:issued|published|made|produced|drawn up|written)\b[^,]*,\s*(?:and\s*)?$", re.IGNORECASE)
BETWEEN = re.compile(
    r"(?:\W|\b(?:which|that|has|have|had|been|was|were|is|are|being|also|formally|duly|fully|reviewed|and|"
    r"considered|updated|"
    r"signed|both|all|first|recently|as)\b)*",
    re.IGNORECASE,
)
# "This statement, which the Board has approved": what was approved stands before who did it.
RELATIVE = re.compile(
    r"\b(?:statement|disclosure|declaration)\b[^.;]{0,60}?,?\s(?:which|that)\s(?P<agent>[^.;,]{1,80}?)"
    r"(?:\s(?:has|have|formally|duly|fully|reviewed|considered|and))*\s*$",
    re.IGNORECASE,
)
RESOLVED = re.compile(r"\b(?:resolved|agreed|voted|decided|pleased|happy|proud)(?: unanimously)? to\s*$", re.IGNORECASE)
OBJECT = re.compile(
    r"^\W*(?:(?:and|signed|endorsed|adopted|approved|authori[sz]ed|reviewed|supports?|the|of|publication|issue|"
    r"release|contents?|"
    r"content|for|both)\W+)*(?:[\w'’&-]+\W+){0,9}?(?:statement|disclosure|declaration|report)\b|^\W*(?:(?:and|"
    r"signed)\W+)?(?:it|this document|the above)\b",
    re.IGNORECASE,
)
# Under it "this policy" is the text itself.
HEADING = re.compile(
    r"[\d.\s]*(?:(?:board|director|trustee|council|governor|final)\w*['’]?s?['’]? )?(?:approval|sign[- ]?off)"
    r"(?: (?:of|for|by)(?: \w+){1,5})?[\s:]*",
    re.IGNORECASE,
)
# "Board approval" over a sentence is a heading, and the sentence speaks for itself.
NO_HEADING = r"(?!\s+(?-i:This|The|Our|We|It)\b)"
NOUN = re.compile(
    r"\b(?:board(?: of (?:directors|trustees|governors))?|trustees?['’]?|council|governing body|directors['’]|"
    r"members['’]|"
    r"partners['’])(?:[- ]approval|-approved|[ ]approved(?=\s*(?:[:–-]|on\b|\d|$)))\b"
    rf"{NO_HEADING}|\b(?:approval|adoption|authori[sz]ation|endorsement|agreement|"
    rf"resolution)\b{NO_HEADING}[^.;]{{0,40}}?\b(?:by|of|"
    r"from)\b(?P<agent>[^.;\n]{0,90})",
    re.IGNORECASE,
)
NOUN_NOT_DONE = re.compile(
    r"\b(?:subject to|pending|awaiting|seek(?:s|ing)?|requir(?:es?|ing)|for|will|shall|before|prior to|obtain|until|"
    r"needs?|without)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
BEHALF = re.compile(
    r"\b(?:(?:on|in|for and) (?:the )?behalf(?: of)?|by (?:order|authority|resolution) of|(?:with|"
    r"under) the (?:full )?authority of)(?P<agent>[^.;,\n]{0,90})",
    re.IGNORECASE,
)
BEHALF_VERBS = re.compile(
    r"\b(?:sign(?:ed|s|ing)|signature|approv\w+|authori[sz]ed|issued|endorsed|statement|published|made|yours|"
    r"executed|for and(?: on)?)\b",
    re.IGNORECASE,
)
REVIEWED = re.compile(r"\b(?:reviewed|considered|scrutinised|noted|discussed|supported|overseen)\b", re.IGNORECASE)
LABEL_WORDS = 16
NEAR, REACH = 90, 400
END = 0.8


def law_approval(text: Text) -> Told:
    """Found for the first sentence that says so; unclear where the right body only looked at it."""
    unclear: Sentence | None = None
    for one, previous in _units(text):
        if _says_so(text, one, previous):
            return found(span_of(one))
        if unclear is None and _only_reviewed(one):
            unclear = one
    return Told(UNCLEAR, (span_of(unclear),)) if unclear else NOTHING


def _units(text: Text) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Each sentence; and, where a line ends without a full stop, the line with up to two after it."""
    every = text.sentences
    for place, one in enumerate(every):
        is_same_paragraph = place > 0 and "\n" not in text.text[every[place - 1].end : one.start]
        is_headed = place > 0 and HEADING.fullmatch(every[place - 1].text)
        previous = every[place - 1] if is_same_paragraph or is_headed else None
        yield one, previous
        whole = one
        for last in every[place + 1 : place + 3]:
            if whole.text.endswith((".", "!", "?")) or len(whole.text) > 3 * NEAR:
                break
            words = text.text[one.start : last.end]
            whole = Sentence(words, one.start, last.end)
            if VERB.search(words) or BEHALF.search(words) or NOUN.search(words):
                yield Sentence(" ".join(words.split()), one.start, last.end), previous


def _says_so(text: Text, one: Sentence, previous: Sentence | None) -> bool:
    said = one.text.replace("’", "'")
    before = previous.text if previous else ""
    return (
        any(
            _passive(said, match, before) or _active(said, match) or _relative(said, match)
            for match in VERB.finditer(said)
        )
        or any(_noun(said, match) for match in NOUN.finditer(said))
        or any(_on_behalf(text, one, said, match) for match in BEHALF.finditer(said))
    )


def _passive(said: str, verb: re.Match[str], previous: str) -> bool:
    """Approved by the board; adopted at the meeting of the trustees."""
    before, after = _sides(said, verb)
    if NOT_DONE.search(before) or (REQUIRED.search(_own_clause(before))):
        return False
    if not _is_of_statement(before, after, previous):
        return False
    by = BY.search(after)
    if by and by.start() < NEAR and not OTHER_DEED.search(after[: by.start()]) and has_body(after[by.end() :]):
        return True
    meeting = AT_MEETING.match(after.lstrip(" ,:")) or AT_MEETING.search(after[:NEAR])
    if meeting and meeting.start() < NEAR // 2 and not NOT_THE_BODY.search(meeting[0]) and BODY.search(meeting[0]):
        return True
    label = re.match(r"\s*(?:by)?\s*[:–-]\s*", after)
    return label is not None and len(said) <= REACH and has_body(after[label.end() :])


def _sides(said: str, verb: re.Match[str]) -> tuple[str, str]:
    """What stands before and behind, as far as it matters: a sentence may be as long as its writer likes."""
    return said[max(0, verb.start() - REACH) : verb.start()], said[verb.end() : verb.end() + REACH]


def _own_clause(before: str) -> str:
    """What stands before the verb, without a clause that begins the sentence: "As required by the Act, this …"."""
    start = re.search(r"\b(?:this|our|the|it)\b[^,]{0,80}$", before, re.IGNORECASE)
    opening = re.match(
        r"\s*(?:as|in (?:accordance|line|compliance)|pursuant|under|to comply)\b[^,]*,", before, re.IGNORECASE
    )
    return before[opening.end() :] if opening and start else before


def _is_of_statement(before: str, after: str, previous: str) -> bool:
    """Whether the thing that was approved is the statement: it is named, or nothing else is."""
    if HEAD_IS_OTHER.match(before):
        return False
    if HEADING.fullmatch(previous) and re.match(r"\W*this (?:policy|document)\b", before, re.IGNORECASE):
        return True
    if STATEMENT.search(before):
        last = list(OTHER_THING.finditer(before))
        if not last or STATEMENT.search(before[: last[-1].start()]) or not _is_subject(before, last[-1]):
            return True
    if any(_is_subject(before, match) for match in OTHER_THING.finditer(before)):
        return False
    bare = HELPING.sub("", before)
    if not bare.strip() or ISSUED.match(bare):
        is_pronoun = re.match(r"\W*(?:it|this|which|that)\b", before, re.IGNORECASE)
        about = previous.casefold()
        return not (is_pronoun and OTHER_THING.search(about) and not STATEMENT.search(about))
    is_label = re.search(
        r"(?:[.:;|]|\b(?:control|history|details|status)|\bversion\b.*|\bowner\b.*)\s*$", before, re.IGNORECASE
    )
    names_it = re.match(r"[^.]{0,30}\b(?:statement)\b", after, re.IGNORECASE)
    return bool(is_label or names_it)


def _is_subject(before: str, thing: re.Match[str]) -> bool:
    """Whether only helping words stand between the thing and the verb."""
    return bool(BETWEEN.fullmatch(before, thing.end())) or not STATEMENT.search(before)


def _active(said: str, verb: re.Match[str]) -> bool:
    """The Board has approved this statement."""
    before, after = _sides(said, verb)
    before = RESOLVED.sub("", before)
    if NOT_DONE.search(before) or not OBJECT.match(after):
        return False
    thing = re.search(r"statement|disclosure|declaration|report|it\b|document", after, re.IGNORECASE)
    if (
        thing
        and OTHER_THING.search(after[: thing.start()])
        and not re.search(r"policy statement", after, re.IGNORECASE)
    ):
        return False
    subject = TRAILING.sub("", before)
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


def _relative(said: str, verb: re.Match[str]) -> bool:
    """This statement, which the Board has approved, …"""
    before, _after = _sides(said, verb)
    found_before = RELATIVE.search(before)
    if not found_before or NOT_DONE.search(before):
        return False
    return is_body(found_before["agent"]) and not NOT_THE_BODY.search(found_before["agent"])


def _begins_with_body(subject: str) -> bool:
    """The Boards of A plc, B Ltd and C Ltd."""
    opening = re.match(r"\W*(?:the|our|all|both|each of the)\s+(?:[\w'&.]+\s+){0,4}?", subject, re.IGNORECASE)
    body = BODY.search(subject[: NEAR // 2])
    first = re.split(r",|\(", subject, maxsplit=1)[0]
    return bool(opening and body) and is_body(first) and not re.search(r"\b(?:who|which)\b", subject)


def _noun(said: str, match: re.Match[str]) -> bool:
    """Board approval: 4 May; with the approval of the board."""
    if len(said) > 2 * REACH:
        return False
    if NOUN_NOT_DONE.search(said[: match.start()]) or REQUIRED.search(said):
        return False
    if match["agent"] is not None and not has_body(match["agent"]):
        return False
    if re.match(
        r"\s+(?:is|will be|must|process|polic\w+|strateg\w+|code|plan\w*|matrix|committee)\b", said[match.end() :]
    ):
        return False
    is_label = (
        len(said.split()) <= LABEL_WORDS
        and said.strip() != match[0]
        and not OTHER_THING.search(said)
        and not re.search(r"\b(?:we|our|links?)\b", said)
    )
    return bool(STATEMENT.search(said)) or is_label


def _on_behalf(text: Text, one: Sentence, said: str, match: re.Match[str]) -> bool:
    """Signed on behalf of the board; by order of the board."""
    if not has_body(match["agent"]) or re.search(r"\bboard(?:'s)? (?:committee|member)", match["agent"], re.IGNORECASE):
        return False
    before = said[: match.start()]
    if re.search(
        r"\b(?:will|shall|must|should|may|can)\b(?:\s+\w+){0,4}\s*$", before, re.IGNORECASE
    ) or REQUIRED.search(before):
        return False
    words = len(said.split())
    if BEHALF_VERBS.search(said) and not re.search(r"\bpolic(?:y|ies)\b", before, re.IGNORECASE):
        return True
    if match[0].casefold().startswith("by order"):
        return True
    return words <= LABEL_WORDS // 2 or (text.place_of(one) >= END and words <= LABEL_WORDS)


def _only_reviewed(one: Sentence) -> bool:
    """The statement is reviewed by the board: that is not approval, and a person may have meant it."""
    match = REVIEWED.search(one.text)
    if not match or not STATEMENT.search(one.text):
        return False
    by = BY.search(one.text, match.end())
    return by is not None and has_body(one.text[by.end() :])
