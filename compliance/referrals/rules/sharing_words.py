"""What a person wrote about whom we may tell, found by phrases. Pure.

English only, and a person may say it in words that no phrase knows: it points at sentences and never says that there
are none. See docs/requirements/helpline.md#words-about-sharing.
"""

import re

_NOT = r"(?:not|never|dont|don[’']t|mustn[’']t|shouldn[’']t|can[’']t|cannot|didn[’']t|doesn[’']t)"
_SHARE = r"(?:tell|told|telling|share|shared|sharing|inform|contact|involve|report|pass|speak|talk|call|send|give)"
_WHOM = (
    r"(?:police|council|social (?:services?|workers?)|authorit(?:y|ies)|home office|immigration|schools?|boss|"
    r"charit(?:y|ies)|any ?one|any ?body|family|parents?|mother|mum|father|dad|husband|wife|government)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_NOT}\b.*\b{_SHARE}\b.*\b{_WHOM}\b",
        rf"\b{_NOT} (?:want|agree|wish|consent)\b.*\b(?:know|{_SHARE}|involved|find out|hear)\b",
        rf"\bno {_WHOM}\b|\bwithout {_SHARE}\b|\bbefore you {_SHARE}\b",
        r"\bchanged? my mind\b|\bwithdraw\b|\bno longer (?:agree|want)\b|\btake back\b",
        r"\bkeep (?:this|it|me|my name) (?:secret|private|confidential|between us|out of)\b",
    )
)
_SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+|\n+")


def find_sharing_words(text: str) -> list[str]:
    """Return the sentences that seem to say whom we may tell, as they are written."""
    sentences = (sentence.strip() for sentence in _SENTENCE_ENDS.split(text))
    return [sentence for sentence in sentences if any(pattern.search(sentence) for pattern in _PATTERNS)]
