"""Whether a person signed with a title of a director or an equal (s.54(6); guide 4.1, 4.2).

A name and a title together, where a statement is signed. A drawn signature is not needed; a company's name
is not enough.
"""

import re
from collections import Counter

from compliance.statements.text_checker.rules.names import TITLE, Person, company_words, is_name, people
from compliance.statements.text_checker.rules.result import NOTHING, CriterionResult, Text, found

CUE = re.compile(
    r"\b(?:signed|signature|signatory|sign-?off|on (?:the )?behalf of|by order of|approved|authorised|yours|regards|"
    r"endorsed|"
    r"certified|print(?:ed)? name|name|dated?)\b",
    re.IGNORECASE,
)
PROSE_CUE = re.compile(
    r"\b(?:signed|signature|approved|authori[sz]ed|endorsed|adopted|issued|made|published)\b|\bon (?:its |"
    r"the )?behalf\b",
    re.IGNORECASE,
)
NOT_SIGNING = re.compile(
    r"(?:\b(?:contact|enquir\w+|quer(?:y|ies)|questions?|e-?mail|telephone|tel|owners?|owned|authors?|prepared|"
    r"written|maintained|"
    r"drafted|responsib\w+|accountab\w+|led by|leads|chaired|chairs|reports? to|reporting to|attended|delivered|"
    r"compris\w+|consists?|includes|made up of|members (?:are|were)|"
    r"oversees|overseen|sponsor\w*|champion\w*|appointed|joined|interview\w*|headed|trained|hosted|spoke|"
    r"working group|steering group|"
    r"committee members|said|says)\b|@)",
    re.IGNORECASE,
)
# "Signed by a director of the company", and the name on a line of its own below.
TITLE_ABOVE = re.compile(
    r"\b(?:signed|signature|(?:statement|document|it)\b[^.\n]{0,60}?\bapproved)\b[^.\n]{0,80}?\b"
    r"by (?:an?|the|our|its|their) (?=(?P<title>[^\n]{0,60}))",
    re.IGNORECASE,
)
BESIDE_NAME = re.compile(r"\W*(?:(?:signed|signature|print(?:ed)?|full|name|by|dated?)\b\W*)*", re.IGNORECASE)
# A name with a lesser title of its own below is not the one whose title stands above.
LESSER = re.compile(
    r"\n[^\n]{0,40}\b(?:head|manager|lead|secretary|counsel|advis[eo]r|coordinator|officer|assistant)\b", re.IGNORECASE
)
LINES_BELOW, BESIDE_TITLE = 4, 24
# Over a text that somebody puts their name to.
OPENING = re.compile(r"\b(?:foreword|message|introduction|statement|word|letter)s?\b", re.IGNORECASE)
FRONT_CHARACTERS, END_CHARACTERS = 3500, 1800
END = 0.8
BEFORE, AFTER, REACH = 220, 60, 400
STOP = re.compile(r"[.!?](?=\s|$)|\n")
_PLAIN = """
for and on behalf of the board directors director signed by date dated name title position print job role
signature its in at approved this statement was is has been by to our group limited ltd plc llp company a as st
nd rd th
"""
PLAIN_WORDS = frozenset(_PLAIN.split())
MAX_LEFT = 7
PAGE_NUMBER = " |0123456789"
# So many people with titles on lines that follow each other are a list, not a signature.
LIST = 3


def law_signature(text: Text) -> CriterionResult:
    """Return found for the place nearest to the end of the text, where a sign-off is."""
    words = text.text
    repeated = _repeated(words)
    companies = company_words(words)
    everyone = [person for person in people(words, companies) if _line(words, person) not in repeated]
    signers = [
        candidate
        for index, candidate in enumerate(everyone)
        if _signs(words, candidate, everyone[max(0, index - LIST) : index + LIST])
    ]
    if not signers:
        below = _name_below(words, companies)
        return found(below) if below else NOTHING
    last = signers[-1]
    return found((last.start, last.end))


def _name_below(text: str, companies: frozenset[str]) -> tuple[int, int] | None:
    """From the words that tell who signs, by title, to the name below them."""
    for heading in TITLE_ABOVE.finditer(text):
        title = TITLE.search(heading["title"])
        start = text.find("\n", heading.end(), heading.end() + REACH)
        if not title or title.start() > BESIDE_TITLE or title[0].casefold() == "directors":
            continue
        for _ in range(LINES_BELOW if start >= 0 else 0):
            end = text.find("\n", start + 1, start + REACH)
            end = end if end >= 0 else min(len(text), start + REACH)
            label = BESIDE_NAME.match(text, start + 1, end)
            begin = label.end() if label else start + 1
            if begin < end:
                if is_name(text, begin, end, companies) and not LESSER.match(text, end):
                    return heading.start(), end
                break
            if end >= len(text):
                break
            start = end
    return None


def _repeated(text: str) -> frozenset[str]:
    """Lines with two titles that stand more than once, as at the foot of a letter: "Chair: … Chief Executive: …"."""
    lines = Counter(line.rstrip(PAGE_NUMBER) for line in text.split("\n"))
    return frozenset(line for line, times in lines.items() if times > 1 and len(TITLE.findall(line)) > 1)


def _line(text: str, person: Person) -> str:
    """As _repeated has it; empty where the line is long."""
    start = text.rfind("\n", max(0, person.start - REACH), person.start) + 1
    end = text.find("\n", person.end, person.end + REACH)
    if end < 0 or (not start and person.start > REACH):
        return "" if len(text) - start > 2 * REACH else text[start:].rstrip(PAGE_NUMBER)
    return text[start:end].rstrip(PAGE_NUMBER)


def _signs(text: str, person: Person, around: list[Person]) -> bool:
    start, end = _sentence(text, person)
    heading, before = text[start:end], text[max(0, person.start - BEFORE) : person.start]
    lead = _lead(text, person)
    after = text[person.end : person.end + AFTER].partition("\n")[0]
    if NOT_SIGNING.search(lead) or NOT_SIGNING.search(after):
        return False
    is_spoken_of = re.search(r"\b(?:our|its|their|my)\s*$", before, re.IGNORECASE) and not OPENING.search(heading)
    if _is_fragment(heading, person) and not is_spoken_of:
        if re.search(r"contact|enquir|@|tel\b", text[person.end : person.end + AFTER], re.IGNORECASE):
            return False
        if _is_at_end(text, person) or CUE.search(before):
            return True
        return person.start <= FRONT_CHARACTERS and not _is_listed(person, around)
    return _is_signed_by(text[start : person.start])


def _sentence(text: str, person: Person) -> tuple[int, int]:
    """The line, or the sentence within it, that holds the name and the title."""
    stops = [
        match.end()
        for match in re.finditer(r"(?<=[a-z)]{2})[.!?]\s|\n", text[max(0, person.start - REACH) : person.start])
    ]
    start = max(0, person.start - REACH) + (stops[-1] if stops else 0)
    stop = STOP.search(text, person.end, person.end + REACH)
    return start, stop.start() if stop else min(len(text), person.end + REACH)


def _lead(text: str, person: Person) -> str:
    """What leads to the name: the rest of its sentence, and the line before when that is a label."""
    start, end = _sentence(text, person)
    lead = text[start : person.start]
    line = text[max(0, start - REACH) : max(0, start - 1)].rstrip("\n").rpartition("\n")[2]
    if len(line) <= 60 and not line.endswith("."):
        lead = f"{line}\n{lead}"
    after = text[person.end : end]
    return lead + (after if re.match(r"[\s,]*(?:is|was|has|who|leads|will)\b", after) else "")


def _is_fragment(line: str, person: Person) -> bool:
    """A line of a sign-off: little but the name, the title, a company and a date."""
    remainder = line.replace(person.name, " ").replace(person.title, " ")
    small_words = [
        word for word in re.findall(r"[^\W\d_][\w'’-]*", remainder) if word[0].islower() and word not in PLAIN_WORDS
    ]
    verbs = re.search(
        r"\b(?:is|are|has|have|who|will|said|leads|our)\b", remainder.split(person.title)[-1]
    ) and re.search(r"\b(?:is|has|have|who|will|said|leads)\b", remainder)
    return len(small_words) <= MAX_LEFT and (not verbs or bool(CUE.search(remainder)))


def _is_at_end(text: str, person: Person) -> bool:
    return person.start >= len(text) * END or len(text) - person.end <= min(END_CHARACTERS, len(text) / 2)


def _is_listed(person: Person, around: list[Person]) -> bool:
    near = [other for other in around if abs(other.start - person.start) <= 90 * LIST]
    return len(near) >= LIST


def _is_signed_by(lead: str) -> bool:
    cue = None
    for match in PROSE_CUE.finditer(lead):
        cue = match
    if cue is None:
        return False
    remainder = lead[cue.end() :]
    return (
        len(remainder) <= 120
        and bool(re.search(r"\b(?:by|from|of|:)\W*(?:[^.;]{0,90})$|:\s*$", lead[cue.start() :]))
        and not re.search(r"\b(?:will|led|managed|overseen|responsible|monitored)\b", remainder)
    )
