"""Whether a sentence tells of what was done, of what is planned, or of what is said not to be done.

Only what was done answers a question about what was done. Every pattern takes time in proportion to the text.
"""

import re

DONE, PLANNED, DENIED, STATED = "done", "planned", "denied", "stated"
PLAN = re.compile(
    r"(?<!\bour )(?<!\bthe )(?<!\bits )\b(?:will|shall|we['’]ll|going to|(?:plan|aim|intend|propose|hope|expect|"
    r"look|seek|want|aspire)(?:s|ing)? to|"
    r"(?:plan|intention|ambition|goal|aim)s? (?:is|are) (?:to|for|that)|(?:is|are) (?:planned|proposed|scheduled|"
    r"due)|"
    r"in the (?:coming|next) (?:\w+ )?(?:year|month|period)s?|"
    r"over the (?:next|coming) (?:\w+ ){0,3}(?:year|month|period)s?|"
    r"plans? (?:for (?:[\w/]+ ){1,3})?includes?|"
    r"next (?:financial |reporting )?year|in (?:the )?(?:near )?future|under development|"
    r"(?:is|are) (?:currently )?(?:developing|considering|exploring|planning|preparing))\b",
    re.IGNORECASE,
)
_IRREGULAR = (
    "put|set|run|made|held|met|taken|given|begun|built|brought|sent|kept|undertaken|written|sought|led|done|found|become|"
    "spoken|chosen|paid|repaid|told|seen|shown|grown|rewritten|carried out|rolled out|drawn|won|heard|asked"
)
# "has trained", "have also been reviewed", "was carried out".
PERFECT = re.compile(
    r"(?<!\bmay )(?<!\bmight )(?<!\bcould )(?<!\bwould )(?<!\bshould )(?<!\bmust )(?<!\bwill )(?<!\bto )"
    r"\b(?:(?:has|have|had|['’]ve) (?:(?:also|now|already|again|since|both|each|all|been|\w+ly) ){0,3}|"
    rf"(?:was|were) (?:(?:also|all|both|then|each|\w+ly) ){{0,2}})(?P<verb>\w{{2,}}ed|\w+wn|{_IRREGULAR})\b",
    re.IGNORECASE,
)
# Participles that are adjectives as often.
_NOT_VERBS = """
limited dedicated detailed experienced need based related varied interested concerned committed able own known
"""
NOT_VERBS = frozenset(_NOT_VERBS.split())
PAST_VERB = re.compile(
    r"\b(?P<verb>trained|reviewed|visited|audited|updated|"
    r"introduced|"
    r"published|assessed|completed|engaged|mapped|appointed|carried out|worked|asked|surveyed|checked|inspected|"
    r"interviewed|investigated|held|ran|gave|took|met|wrote|rewrote|spoke|sent|joined|launched|adopted|revised|"
    r"delivered|consulted|rolled out|strengthened|screened|repaid|paid|commissioned|created|formed|conducted|"
    r"undertook|stopped|tested|improved|extended|contacted|analysed|began|started|issued|moved|agreed|attended|"
    r"received|returned|responded|rose|fell|doubled|grew|signed|identified|found|reported|raised|made|required|"
    r"approved|"
    r"included|developed|established|implemented|provided|referred|tracked|measured|supported|helped|set up|ended|"
    r"tracked|cut|saved|acquired|opened|closed|accepted|collected|shared|hosted|sought|became|refreshed|"
    r"expanded|used|promised)\b",
    re.IGNORECASE,
)
SUBJECT_REACH = 40
# Of a company, and no step: "established in 2013".
FOUNDING = re.compile(
    r"(?:(?:established|formed|created|opened|began|started|launched|acquired) in (?:\w+ )?(?:19|20)\d\d|"
    r"(?:founded|incorporated)\b|(?:established|formed|set up) (?:as|by) )",
    re.IGNORECASE,
)
ADVERBS = frozenset({"also", "then", "all", "both"})
# Behind one of these the verb is a participle: "are audited", "the agreed plan".
_NOT_SUBJECTS = """
is are be being been a an the any as of by or not to and if when where once unless that get gets newly per in on at
for from with than year period years months weeks but all each every some these those such well its their his her my
fully most more
"""
NOT_SUBJECTS = frozenset(_NOT_SUBJECTS.split())
# As often behind their noun: "the concerns raised", "suppliers identified as high risk".
_AMBIGUOUS = """
conducted used identified found reported raised made required approved included provided held supported assessed
agreed set
"""
AMBIGUOUS = frozenset([*_AMBIGUOUS.split(), "carried out"])
ACTORS = re.compile(
    r"(?:we|they|it|who|board|company|group|trust|council|university|charity|team|committee|firm|organisation|"
    r"association|"
    r"assessments?|audits?|auditors?|reviews?|visits?|investigations?|inspections?|survey|exercise|I|college|"
    r"business)",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:(?:have|has|had|did)(?: not|n['’]t) (?!only\b|tolerated\b)|"
    r"(?:has|have|had) (?:(?:currently|presently|yet|as yet|at present|so far) )*no (?:[\w-]+ ){0,4}"
    r"(?:program(?:me)?s?|process(?:es)?|procedures?|mechanisms?|systems?|polic(?:y|ies)|training|measures|plans?|"
    r"audits?|assessments?|KPIs?|indicators|metrics|targets|visibility|data)\b|"
    r"(?:do|does)(?: not|n['’]t) (?:(?:yet|currently|at present|ourselves|formally) )*(?:have|know|carry out|"
    r"conduct|provide|"
    r"monitor|measure|assess|train|publish|audit|map|track|offer|hold (?:\w+ )?(?:training|records|data))\b|"
    r"not yet\b|yet to\b|(?:was|were)(?: not|n['’]t) \w+ed\b|"
    r"no (?:\w+ ){0,3}(?:training|audits?|polic(?:y|ies)|assessments?|KPIs?|indicators|targets?|visits?|"
    r"due diligence|steps?|measures?|actions?|action plans?|process(?:es)?|procedures?|program(?:me)?s?|remediation|"
    r"incidents?|instances?|cases?|reports?|concerns?|risks?|evidence|breach(?:es)?|complaints?|victims?)\b"
    r"(?=.{0,220}\b(?:was|were|has been|have been|took place|"
    r"exists?)\b)|"
    r"none (?:of \w+ )?(?:was|were|has|have)\b(?! (?:\w+,? ){1,4}?(?:other than|except|apart from|besides)\b))",
    re.IGNORECASE,
)
# What would be done in some case is a process, not a plan.
CONDITION = re.compile(
    r"\b(?:if|should (?:we|any|an?|the|it|our)|where (?:we|any|a|there|it|such|necessary|appropriate)|in the event|"
    r"when(?:ever)? (?:we|any|a|there)|"
    r"any (?:\w+ ){0,4}(?:who|that|found|identified)|suppliers? (?:that|who|will|must))\b",
    re.IGNORECASE,
)
# A sentence that opens with a case tells what would be done in it.
CASE = re.compile(
    r"\W*(?:(?:[A-Z]{2,}\s+)*)(?:If|Should|In the event|Where (?:we|any|a|there)|When(?:ever)? (?:we|any|a))\b"
)
PLAN_HEADING = re.compile(
    r"\b(?:next steps?|future|looking (?:ahead|forward)|going forward|plans?|goals?|objectives|aims?|targets|"
    r"further steps|"
    r"commitments? for|priorities|the year ahead|forward look|roadmap|moving forward|"
    r"(?:20\d\d|coming year|next year)(?:[ /-]\d+)? (?:actions?|commitments?|plans?|objectives))\b",
    re.IGNORECASE,
)


def get_status(sentence: str, *, is_planned: bool = False) -> str:
    """Return done, planned, denied or stated. is_planned: a heading or a lead-in above it speaks of plans."""
    plan, done = PLAN.search(sentence), find_deed(sentence)
    denial, condition = DENIAL.search(sentence), CASE.match(sentence)
    if condition and plan:
        return PLANNED
    if denial and (done is None or denial.start() <= done + 1):
        return DENIED
    if done is not None and (plan is None or done < plan.start()):
        return DONE
    if plan is not None or is_planned:
        return PLANNED
    return STATED


def find_deed(sentence: str) -> int | None:
    """Return where a verb tells of something that was done, None where none does."""
    starts = [
        match.start()
        for match in PERFECT.finditer(sentence)
        if match["verb"].casefold() not in NOT_VERBS and not FOUNDING.match(sentence, match.start("verb"))
    ]
    starts += [match.start() for match in PAST_VERB.finditer(sentence) if _is_deed(sentence, match)]
    return min(starts, default=None)


def _is_deed(sentence: str, match: re.Match[str]) -> bool:
    """Tell by the word before a verb whether somebody did it: no deed without a subject."""
    if sentence[match.start() - 1 : match.start()] == "-" or FOUNDING.match(sentence, match.start()):
        return False
    words = sentence[max(0, match.start() - SUBJECT_REACH) : match.start()].casefold().split()
    while words and words[-1] in ADVERBS:
        words.pop()
    if not words:
        return False
    before = words[-1].rstrip(",").lstrip("(“\"'")
    if before in NOT_SUBJECTS or before.endswith("ly"):
        return False
    return match["verb"].casefold() not in AMBIGUOUS or bool(ACTORS.fullmatch(before))
