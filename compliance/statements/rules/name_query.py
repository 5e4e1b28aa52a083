"""What a question looks for among names and company numbers. Pure."""

from dataclasses import dataclass

from compliance.organisations.rules.company_numbers import find_company_number
from compliance.organisations.rules.names import split_words

MAX_WORDS = 6
# What tells no two names apart: "Alder & Co Ltd" is searched as alder.
LEGAL_FORMS = frozenset(
    {"limited", "ltd", "plc", "llp", "lp", "company", "co", "cic", "unlimited", "cyfyngedig", "cyf", "ccc", "inc"}
)
JOINING = frozenset({"and", "the"})


@dataclass(frozen=True)
class NameQuery:
    """words: of a name, without what tells no names apart. number: a company number in its 8 characters, or empty."""

    words: tuple[str, ...] = ()
    number: str = ""

    @property
    def parts(self) -> list[str]:
        """Return what the searched words must contain, each with a trigram by which an index finds it.

        Three letters are found anywhere, two at the start of a word (bp, but not subproject), one as a word of its own.
        """
        shapes = {1: " {} ", 2: " {}"}
        return [shapes.get(len(word), "{}").format(word) for word in self.words]


def parse_name_query(q: str) -> NameQuery:
    """Return what is looked for: "GB 4699647" is 04699647, "Marks & Spencer plc" is marks, spencer."""
    words = split_words(q)
    told = [word for word in _without_legal_forms(words) if word not in JOINING]
    return NameQuery(tuple((told or words)[:MAX_WORDS]), _read_number(q))


def _without_legal_forms(words: list[str]) -> list[str]:
    """Return the words without the legal form at the end, as names are searched by how they begin."""
    rest = " ".join(words).replace("public limited company", "plc").split()
    while len(rest) > 1 and rest[-1] in LEGAL_FORMS:
        rest.pop()
    return rest


def _read_number(q: str) -> str:
    if not any(character.isdigit() for character in q):
        return ""
    try:
        return find_company_number(q)
    except ValueError:
        return ""
