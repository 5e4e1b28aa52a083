"""Names of people, and titles of directors and their equals, in the text of a sign-off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PARTICLES = "van|von|der|den|de|del|della|da|dos|das|du|di|la|le|el|al|bin|binti|ibn|ap|ab|ter|ten|mac|mc|nic|y|zu|af"
WORD = r"[^\W\d_][\w'’\-]*\.?"
TOKEN = re.compile(rf"\n|[A-F0-9]{{8,}}|{WORD}|\d[\d./:]*|[^\w\s]", re.UNICODE)
HONORIFIC = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|reverend|revd|the|rt|hon|councillor|cllr|captain|"
    r"baroness|baron|major|colonel|eur|ing)\.?",
    re.IGNORECASE,
)
LORDLY = re.compile(r"(?:lord|lady|baroness|baron|earl|viscount)", re.IGNORECASE)
# Letters behind a name: OBE, FCA, MA (Hons).
LETTERS = re.compile(r"(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z]{1,4}|PhD|BSc|MSc|Hons|MEng|BEng|QC|KC|JP|DL|Bt)\.?")
# Capitalised words of sign-offs and headings that no name has.
_NO_NAMES = """
the a an and or for on of by to in at as is was with from this that our we its their it all each any no not it's
signed sign signature signatory approved approval authorised authorized date dated name title position job role
print printed full date: statement modern slavery human trafficking act section year ending ended financial
period behalf board boards directors director trustees governors council committee company companies group
limited ltd plc llp lp inc gmbh holdings holding llc sa nv bv ag uk international global europe services service
solutions partnership association university college school academy trust hospital nhs foundation borough county
city housing society bank insurance executive non chief officer managing management chair chairman chairwoman
chairperson president vice chancellor principal secretary partner partners member members designated general
senior head manager finance financial operating operations commercial human resources hr legal procurement
supply chain supplier suppliers people sustainability compliance risk governance regional deputy interim acting
joint independent lead leader founder owner co-founder ceo cfo coo cto md chro january february march april may
june july august september october november december yours sincerely faithfully truly kind best regards thank
you thanks foreword message introduction contents appendix version document control review reviewed next
registered office number england wales scotland ireland london policy policies training conclusion contact email
tel telephone please electronically docusigned docusign duly resolution meeting annual report accounts table due
diligence goals kpi kpis effectiveness monitoring here however where when who which if these those after before
during since he she they his her you your us i yes department team staff employees business brand steering
working owner author prepared responsible accountable code conduct key performance indicators further steps
approach structure organisation our: overview declaration sign-off signoff confirmed issued published accepted
agreed corporate secretary's director's responsibility industries enterprises technologies logistics foods
properties consulting capital ventures retail stores
"""
NOT_A_NAME = frozenset(_NO_NAMES.split())
TITLE_BEFORE = (
    r"(?:(?:Group|Joint|Deputy|Interim|Acting|Executive|Non-?[ ]?Executive|Senior|Independent|Regional|Co-?|UK|"
    r"European|EMEA|Global|"
    r"Corporate|Statutory|Company|Associate|Assistant|Founder|Founding|Finance|Financial|Commercial|Operations|"
    r"Operational|HR|IT|"
    r"Technical|Sales|Legal|Procurement|Purchasing|Production|Site|People|Sustainability|Compliance|Quality|Supply|"
    r"Chain|"
    r"Human|Resources|Marketing|Development|Business|Property|Strategy|Estates|Engineering|Trading|Merchandising|"
    r"Buying|"
    r"Country|Divisional|Managing|Creative|Customer|Corporate|Responsibility|Affairs|Services|Health|Safety|Risk|"
    r"Governance|Owner|"
    r"Programme|Project|Contracts|Construction|Logistics|Manufacturing|Transformation|External|Internal|General|"
    r"and|&|,|/)[ ]+)"
)
TITLE = re.compile(
    rf"\b(?:{TITLE_BEFORE}{{0,7}}(?:Directors?(?:[- ]General)?|Chair(?:man|woman|person)?)"
    r"|(?:Group |Joint |Deputy |Interim |Acting |Co-)?Chief Executive(?: Officer)?|Chief(?: [A-Z]\w+| &| and|"
    r" of){1,4} Officer|CHIEF(?: [A-Z]+| &){1,4} OFFICER"
    r"|(?:Group |Interim |Acting |UK )*(?:CEO|CFO|COO|C\.E\.O\.|MD)|(?<!Vice )(?<!Vice-)(?<!VICE )President|"
    r"(?:Managing|Senior|General|Founding|Equity)[ ]Partner|Designated[ ]Member"
    r"|(?:Pro-)?Vice[- ]Chancellor|Principal|Provost|Rector|Trustee|(?:Board|LLP)[ ]Member|Governor|Partner|Member"
    r"|(?:Council )?Leader of the Council|Chief Constable|Proprietor)\b(?!['’]s(?! (?:signature|name|"
    r"full name)\b)|s['’])",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[ ](?:Street|Road|House|Lane|Avenue|Court|Row|Place|Way)\b")
NOT_TITLE = re.compile(
    r"\b(?:(?:Business|Delivery|Supply|Trading|Client|HR|People|Account)\s+Partner|(?:Committee|Cabinet|Team|"
    r"Staff|Family|"
    r"Group|Founding)\s+Member|"
    r"Company Secretary to the|assistant to|PA to)\b",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:(?:print(?:ed)?|full|position|job|name|title|role|capacity|signed|signature|by|per|as|and|its|our|the|date|"
    r"occupation|designation|"
    r"signatory|authorised)\b)",
    re.IGNORECASE,
)
# What a signing service puts there, and days.
NUMBERS = re.compile(r"[A-F0-9]{8,}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
# A line between the name and the title that says for whom it is signed.
BEHALF_LINE = re.compile(
    r"\n(?:for and )?on behalf of[^\n]{1,80}(?=\n)|"
    r"\b(?:for and )?on behalf of:?(?: (?:[A-Z][\w'’&-]*|and|of|the)){1,8}?"
    r"(?: (?:Limited|Ltd|plc|PLC|LLP|Group|Holdings)\b)+",
    re.IGNORECASE,
)
# A day may stand between a name and a title.
DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? \d{4}\b",
    re.IGNORECASE,
)
LEADERS = re.compile(r"[._…]{3,}")
# More of a title, between a name and the words by which the title was known.
_OF_TITLES = """
& founder co-founder owner president group country uk company secretary treasurer accounting officer general
counsel executive global interim acting joint deputy head european of chief vice senior international
"""
MORE_TITLE = frozenset(_OF_TITLES.split())
NOT_IN_TITLE = frozenset(
    {"approved", "signed", "by", "limited", "ltd", "plc", "llp", "contact", "owner", "author", "dear"}
)
JOINTS = frozenset("\n,;:–—-()|/._…•·[]'\"“”x")
# Where a title begins.
SEPARATORS = "\n,–—|("
MAX_TOKENS, MAX_BETWEEN = 6, 12


@dataclass(frozen=True, slots=True)
class Person:
    """A name beside a title: where both stand in the text."""

    name: str
    title: str
    start: int
    end: int
    is_name_first: bool


def people(text: str, companies: frozenset[str]) -> Iterator[Person]:
    """Yield every name with a title next to it, in the order of the titles.

    companies: words, casefolded, that make up names of companies in the text.
    """
    text = LEADERS.sub(lambda dots: " " * len(dots[0]), text)
    text = BEHALF_LINE.sub(lambda line: " " * len(line[0]), text)
    text = DAY.sub(lambda day: " " * len(day[0]), text)
    for title in TITLE.finditer(text):
        if NOT_TITLE.search(text[max(0, title.start() - 20) : title.end() + 12]) or ADDRESS.match(text, title.end()):
            continue
        if not _looks_like_title(text, title):
            continue
        before = _name_before(text, title.start(), companies) or _name_above(text, title.start(), companies)
        if before:
            yield Person(
                text[slice(*before)], title[0], before[0], _end_of_title(text, title.end()), is_name_first=True
            )
            continue
        end = _end_of_title(text, title.end())
        after = _name_after(text, end, companies)
        if after:
            yield Person(text[slice(*after)], title[0], title.start(), after[1], is_name_first=False)


def is_name(text: str, start: int, end: int, companies: frozenset[str]) -> bool:
    """Tell whether a person's name fills the stretch."""
    name = _name_before(text, end, companies)
    return bool(name) and name == (start, end)


def _looks_like_title(text: str, title: re.Match[str]) -> bool:
    """Small letters are a title only behind a comma, a bracket or a label, or alone on their line."""
    core = re.sub(r"^(?:\W|and\b|AND\b)+", "", title[0])
    if (
        core.casefold() in {"directors", "member", "partner", "principal", "governor", "chair", "president"}
        and core.islower()
    ):
        return False
    if not core[0].islower():
        return core.casefold() != "directors"
    if re.search(r"(?:^|\n)\W*$", text[max(0, title.start() - 8) : title.start()]):
        return not re.match(r"[^\n]*\w", text[title.end() : title.end() + 40])
    return bool(re.search(r"(?:[,(:–-]|\bas|\bthe|\bour)\s*$", text[max(0, title.start() - 8) : title.start()]))


def _end_of_title(text: str, end: int) -> int:
    """With "of the Board", "and Company Secretary", "& Vice-Chancellor"."""
    label = re.compile(r"['’]s (?:full )?name\b").match(text, end)
    if label:
        return label.end()
    more = re.compile(
        r"(?:[ ](?:of|for)(?:[ ](?:the|our))?(?:[ ](?:and|&|[A-Z][\w&-]*)){1,5}|,?[ ](?:and|"
        r"&)[ ](?:[A-Z][\w-]*[ ]?){1,3}"
        r"(?:Officer|Director|Secretary|Executive|Chancellor|Principal|CEO|Founder|Counsel|Member)\b)",
    ).match(text, end)
    return more.end() if more else end


def _name_before(text: str, end: int, companies: frozenset[str]) -> tuple[int, int] | None:
    start = max(0, end - 160)
    tokens = [(match[0], start + match.start(), start + match.end()) for match in TOKEN.finditer(text[start:end])]
    between = 0
    while tokens and between < MAX_BETWEEN and _is_between(tokens[-1][0]):
        tokens.pop()
        between += 1
    while tokens and (LETTERS.fullmatch(tokens[-1][0]) or tokens[-1][0] in {",", "(", ")"}) and _is_after_name(tokens):
        tokens.pop()
    spans: list[tuple[str, int, int]] = []
    while tokens and len(spans) < MAX_TOKENS and _is_of_name(tokens[-1][0], bool(spans)):
        spans.insert(0, tokens.pop())
    if len(spans) == 1 and _is_surname_first(tokens):
        spans = [tokens[-2], *spans]
    if (
        len(spans) == 1
        and tokens
        and tokens[-1][0] == "of"
        and any(LORDLY.fullmatch(token[0]) for token in tokens[-4:-1])
    ):
        while tokens and not LORDLY.fullmatch(spans[0][0]):
            spans.insert(0, tokens.pop())
        return spans[0][1], spans[-1][2]
    return _checked(text, spans, companies)


def _is_surname_first(tokens: list[tuple[str, int, int]]) -> bool:
    """A line that begins "O'Hare, Declan"."""
    if len(tokens) < 2 or tokens[-1][0] != "," or not _is_of_name(tokens[-2][0], has_more=False):
        return False
    return len(tokens) == 2 or tokens[-3][0] in {"\n", ":"}


def _name_above(text: str, start: int, companies: frozenset[str]) -> tuple[int, int] | None:
    """For a title that begins with words we do not know: the name on the line above, or before the comma."""
    line = max(text.rfind(mark, max(0, start - 160), start) for mark in SEPARATORS) + 1
    if not line:
        return None
    words = text[line:start].split()
    is_title = (
        words
        and len(words) <= 6
        and all(word[0].isupper() or word in {"and", "&", "of", "for", "the", "-"} for word in words)
    )
    if not is_title or any(word.casefold().strip(",:") in NOT_IN_TITLE for word in words):
        return None
    end = line - 1
    begin = text.rfind("\n", max(0, end - 160), end) + 1
    name = _name_before(text, end, companies)
    is_whole_line = name and name[0] == begin
    return name if is_whole_line or (name and text[end] != "\n") else None


def _is_between(token: str) -> bool:
    """What may stand between a name and its title, such as the number that a signing service puts there."""
    return (
        token in JOINTS
        or token.casefold() in MORE_TITLE
        or bool(NUMBERS.fullmatch(token))
        or bool(LABEL.fullmatch(token.rstrip(".")))
    )


def _is_after_name(tokens: list[tuple[str, int, int]]) -> bool:
    """Letters are behind a name only where at least two words of it are left on their line."""
    line = [token for token, _, _ in tokens[-12:-1]]
    line = line[len(line) - line[::-1].index("\n") :] if "\n" in line else line
    words = [token for token in line if token[0].isalpha() and token.rstrip(".").casefold() not in NOT_A_NAME]
    words = [token for token in words if not LETTERS.fullmatch(token)]
    return len(words) >= 2


def _name_after(text: str, start: int, companies: frozenset[str]) -> tuple[int, int] | None:
    tokens = [
        (match[0], start + match.start(), start + match.end()) for match in TOKEN.finditer(text[start : start + 160])
    ]
    position = 0
    while position < min(len(tokens), MAX_BETWEEN) and _is_between(tokens[position][0]):
        position += 1
    if position == 0 and tokens and not tokens[0][0][0].isupper():
        return None
    spans: list[tuple[str, int, int]] = []
    for token in tokens[position:]:
        if len(spans) == MAX_TOKENS or not _is_of_name(token[0], bool(spans), forwards=True):
            break
        spans.append(token)
    return _checked(text, spans, companies)


def _is_of_name(token: str, has_more: bool, *, forwards: bool = False) -> bool:
    plain = token.rstrip(".").casefold()
    if HONORIFIC.fullmatch(token) and plain != "the":
        return True
    if plain in NOT_A_NAME and not (
        len(token) <= 2 and token[0].isupper() and token not in {"We", "It", "I", "No", "By", "On"}
    ):
        return False
    if re.fullmatch(PARTICLES, token):
        return has_more or forwards
    if not token[0].isalpha() or not token[0].isupper():
        return False
    # A full stop after a long word ends a sentence; behind an initial it does not.
    return not (token.endswith(".") and len(token) > 3)


def _checked(text: str, spans: list[tuple[str, int, int]], companies: frozenset[str]) -> tuple[int, int] | None:
    while spans and re.fullmatch(PARTICLES, spans[0][0]):
        spans = spans[1:]
    words = [token.rstrip(".") for token, _, _ in spans if not HONORIFIC.fullmatch(token)]
    long = [word for word in words if len(word) >= 2 and not (len(word) <= 3 and word.isupper() and len(words) > 2)]
    has_title = any(HONORIFIC.fullmatch(token) for token, _, _ in spans)
    if not long or (len(words) < 2 and not has_title):
        return None
    has_initial = any(len(word) == 1 for word in words)
    if not has_initial and all(word.casefold() in companies for word in long):
        return None
    return spans[0][1], spans[-1][2]


COMPANY = re.compile(
    r"((?:[A-Z][\w'’&-]*[ ]+(?:(?:and|&|of)[ ]+)?){1,5})(?:\([A-Z]\w+\)[ ]+)?(?:(?:Limited|Ltd|LIMITED|LTD|plc|PLC|"
    r"Plc|LLP|GmbH)\b|"
    r"(?:Group|Holdings|Services|University|College|Council|Trust|Association|International|UK|LP|Inc)\b(?![ ]+[A-Z]))"
)


def company_words(text: str) -> frozenset[str]:
    """Return the words, casefolded, that make up names of companies in the text."""
    names = (TITLE.split(match[1])[-1] for match in COMPANY.finditer(text))
    return frozenset(word.casefold() for name in names for word in re.findall(r"[\w'’-]+", name))
