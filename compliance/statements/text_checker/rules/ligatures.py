"""Words that lost a ligature on their way out of a PDF: "sta " for staff, "identi ed", "eectiveness", "reporng".

A reader that knows no letter for "ffi", "ff", "fi", "fl", "ti" or "tt" leaves a gap or nothing. Known words of
statements are put right; what could be another word stays. Pure; takes time in proportion to the text.
"""

import re
from functools import cache

LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "ti", "tt", "ft")
_WORDS = """
affect affected affecting affects affiliate affiliated affiliates afflicted artificial beneficial beneficiaries benefit
benefits briefing briefings certificate certificates certification certified certifications clarification
classification classified conflict conflicts confidence confident confidential confidentially confidentiality confirm
confirmation confirmed confirms deficiencies deficient define defined defines defining definition definitions difference
differences different differs difficult difficulties difficulty disqualified diversified effect effective effectively
effectiveness effects efficiency efficient effort efforts field fields fifth final finally finance finances financial
finding findings finish finished fire firm firmly firms first fiscal fishing five flag flagged flags fleet flexibility
flexible floor flow flows fulfil fulfilled identifiable identification identified identifies identify identifying
indefinite influence influenced justified modification modifications modified notification notified notify notifying
offence offences offenders offer offered offering offerings offers office officer officers offices official officially
offshore overflow profile profiles profit profitable profits prolific qualification qualifications qualified reaffirm
reaffirmed reflect reflected reflecting reflection reflects satisfied scientific significance significant significantly
specific specifically specifications specified staff staffed staffing suffer suffered suffering sufficient
sufficiently traffic trafficked trafficker traffickers trafficking unified verification verifications verified
 workflow workflows whistleblowing-office
 action actions active actively activities activity administration administrative affiliation anticipated
application applications articles association audition authentic authorities certifications charities citizens
collaboration communication communications communities compensation competition competitive compilation condition
conditions consultation consultations constitutes constitution continually continue continued continues continuing
continuous continuously contributing contribution contributions corporation corruption creating creation cultivation
definition detention determination discrimination distribution documentation education educational effective entities
entity estimate estimated evaluating evaluation existing expectation expectations exploitation exploitative
facilitating facilities function functions generation identification identity implementation implications
indicating information initiative initiatives inspection inspections institution institutions integration intention
international interaction introduction investigation investigations legislation limitations location locations
manipulation mitigate mitigated mitigates mitigating mitigation motivated multinational national nations negotiation
notification notifications obligation obligations operating operation operational operations organisation
organisational organisations organization organizational organizations participate participated participating
participation particular particularly parties partially policies-in-action position positions practical practice
practices prevention prioritise prioritised production promoting prohibition protecting protection questionnaire
questions ratification recognition recruiting recruitment-action regulation regulations relation relations relationship
relationships remediation reporting representative representatives reputation resolution restriction restrictions
retaliation rotation sanctions satisfaction section sections selection situation situations social-action solution
solutions starting station statistics statutory-action substantial sustainability-action supporting targeting testing
tradition training-action transaction transactions translation ultimately utilise utilised utilities vocational
committed committee committees commitment-action letter matter matters attention attempt attempts attend attended
attending submitted submitting permitted written setting settings admitted getting latter attitude attract bottom
after often craft draft drafted left shift shifts software soft gift gifts leftover lifting drafting
"""
WORDS = tuple(word for word in _WORDS.split() if "-" not in word)
# Broken forms that are words, or parts of names, of their own.
_KEPT = """
an as at be by do go he if in is it me my no of on or so to up us we rm re led ed er es al ow art ng ling ring rings sh
ve ag oor eet lag lex pro con de maer maers aer oen leer leers le les dra cra gi gis li nish nal leover shi shis tre
tled ended ending end ends act acts aend empt able oer boom full enes trac rms prot ags fih suer laer tied
"""
KEPT = frozenset(_KEPT.split())
TOKEN = re.compile(r"[A-Za-z]+")
MIN_LENGTH, MIN_CAPITALS = 3, 5
# What stands where the letters were.
GAP = re.compile(r"[ \x00-\x08\x0e-\x1f\ufffd]")


@cache
def _get_broken() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return known words by what is left of them: in one piece, and in two."""
    one_piece: dict[str, str] = {}
    two_pieces: dict[tuple[str, str], str] = {}
    for word in WORDS:
        for ligature in LIGATURES:
            if ligature not in word or (ligature in ("ff", "fi", "fl") and any(f"{x}" in word for x in ("ffi", "ffl"))):
                continue
            start, _, end = word.partition(ligature)
            left = word.replace(ligature, "")
            if len(left) >= MIN_LENGTH and left not in KEPT and left not in WORDS:
                one_piece.setdefault(left, word)
            if start and end:
                two_pieces.setdefault((start, end), word)
    return one_piece, {
        pair: word for pair, word in two_pieces.items() if not {*pair} <= KEPT and len("".join(pair)) > 2
    }


def restore_ligatures(text: str) -> str:
    """Return the text with the letters of known words put back, in their own case."""
    one_piece, two_pieces = _get_broken()
    parts, position = [], 0
    tokens = list(TOKEN.finditer(text))
    skip = False
    for number, match in enumerate(tokens):
        if skip:
            skip = False
            continue
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        first = match[0].casefold()
        is_short_form = match[0].isupper() and len(first) < MIN_CAPITALS
        word, end = None if is_short_form else one_piece.get(first), match.end()
        if after is not None and GAP.fullmatch(text, match.end(), after.start()):
            joined = two_pieces.get((first, after[0].casefold()))
            if joined:
                word, end, skip = joined, after.end(), True
        if word is not None:
            parts += [text[position : match.start()], _in_case(word, match[0])]
            position = end
    return "".join([*parts, text[position:]])


def _in_case(word: str, model: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[0].isupper() else word
