"""Which words name the board, the members or an equal body, and which name one person, a team or a committee."""

import re

REACH = 180
AGENT_ENDS = re.compile(
    r"[;]|\.(?:\s|$)|\n|\b(?:and|which|who|that|before|prior to|after)\s+(?:(?:it|this|the statement|is|was|are|"
    r"were|has|have|had|"
    r"will|shall|we|then|subsequently|published|reviewed|signed|reports?|thereby)\b)|\b(?:signed|published|dated?|"
    r"(?:noted|owned|prepared|written|reviewed|reported|presented|monitored|overseen) (?:by|to)|"
    r"on \d|in accordance|pursuant|for publication|and is|which|who|whose|includ(?:es?|ing)|reporting)\b",
    re.IGNORECASE,
)
PIECES = re.compile(
    r",|\band\b|&|/|\bas well as\b|\btogether with\b|\bacting (?:for|on|as)\b|\bon (?:the )?behalf of\b|\bvia\b|\(|\)",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:boards?|directors|trustees|governors|governing (?:body|bodies|council|authority)|council|(?:the|"
    r"university) court|"
    r"court of|members|member firms|partners|partnership|corporation|senate|cabinet|general meeting|general assembly|"
    r"board's|boards'|trustees'|directors'|vorstand)(?!\w)",
    re.IGNORECASE,
)
NOT_THE_BODY = re.compile(
    r"\b(?:(?:sub-?)?committees?|group of|(?:a|one|any|each|senior|named|nominated|lead|sole|individual|"
    r"\w+ed) (?:board )?"
    r"member|board(?:'s)? (?:member|director|sponsor|champion|lead|representative|secretary)|member of|"
    r"chair(?:s|man|woman|person)?|secretary|director of(?! the)|a director|director(?!s\b)|ceo|cfo|coo|chief|"
    r"officers?|managers?|"
    r"head|teams?|sponsor|representatives?|delegates?|counsel|department|function|working group|staff|"
    r"(?:advisory|steering|project|programme|esg|sustainability|compliance|risk|ethics|csr|operating|operations|"
    r"procurement|stakeholder|safeguarding|editorial) board|(?:managing|regional|operational|operations|divisional|"
    r"associate|country|functional|departmental) directors|(?:business|supply|supplier|supply chain|trading|external|"
    r"delivery|strategic) partners|works council|shareholders|report(?:s|ing)? to|family)(?!\w)",
    re.IGNORECASE,
)
# Shared with the board, reported to it: not by it.
TOWARDS = re.compile(
    r"\b(?:with|to|from|before|under|shared|presented|reported|submitted|communicated|sits|sit|"
    r"serves)\b",
    re.IGNORECASE,
)


# In text without lines a name and a title may follow: "by order of the Board Anneliese Brandt Chief Financial Officer".
BODY_FIRST = re.compile(
    r"\s*(?i:(?:the |our |its )?(?:board of (?:directors|trustees|governors|management)|boards?|trustees|governors|"
    r"directors|governing body))"
    r"(?=[ ](?:[A-Z][a-z]+|by)\b|[,.;:]|\s*$)(?! (?:Committee|Member|Director|Chair|Secretary|Sponsor|Sub|Audit|"
    r"Risk))",
)


# The rest of the first row of a version table, between "approved by" and the row with the answer.
OTHER_COLUMNS = re.compile(
    r"^[\s|]*(?:(?:date(?: approved| of approval)?|(?:next )?review(?: date)?|status|owner|author|version|comments?|"
    r"changes?|description)\b[\s|]*)+(?!:)",
    re.IGNORECASE,
)


def has_body(agent: str) -> bool:
    """Tell whether the words after "by" name the board, the members or an equal body."""
    agent = OTHER_COLUMNS.sub("", agent)
    end = AGENT_ENDS.search(agent)
    phrase = agent[: min(end.start() if end else len(agent), REACH)]
    return bool(BODY_FIRST.match(phrase)) or any(is_body(piece) for piece in PIECES.split(phrase))


def is_body(piece: str) -> bool:
    plain = re.sub(
        r"\b(?:members of (?:the|our|its) board|board members|board directors|board of directors)\b",
        "board",
        piece,
        flags=re.IGNORECASE,
    )
    match = BODY.search(plain)
    if not match or NOT_THE_BODY.search(plain) or TOWARDS.search(plain[: match.start()]):
        return False
    if match[0].casefold() == "corporation" and not re.match(r"\s*the\s+corporation", plain, re.IGNORECASE):
        return False
    is_staff = match[0].casefold() == "members" and re.search(
        r"\bmembers of (?:the |our |its )?(?:staff|senior|executive|management|leadership|workforce)",
        plain,
        re.IGNORECASE,
    )
    return not is_staff
