"""Which name of the statement registry may be a supplier's that no name there equals. Pure.

A person is asked once about each. So a name that is only near is better than none, but not one of a stranger.

See docs/requirements/suppliers.md#statement-matches.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from compliance.suppliers.rules.similarity import NameIndex, extract_numbers, normalise, trigram_similarity

# Of whole names, and of the word that tells one from another. Below, most are strangers.
LIKE_THRESHOLD, WORD_THRESHOLD = 0.7, 0.4
# What groups add to a name, and which of their companies it is.
_GROUP_WORDS = frozenset(
    [
        *("group", "groups", "holdings", "holding", "uk", "gb", "international", "global", "europe", "european"),
        *("services", "trading", "stores", "retail", "products", "solutions", "enterprises", "worldwide", "british"),
        *("england", "britain", "great", "emea", "supplies", "industries", "partners", "partnership"),
    ]
)
# First words that so few names of the registry begin with name the company.
MAX_NAMESAKES = 3
MIN_FIRST_WORD = 5
# In a shorter name another letter is another name.
MIN_SLIP_LENGTH = 8
# Between two names of one company.
_OTHER_NAME = re.compile(
    r"\b(?:t\s*[/.]\s*a\b\.?|trading\s+as|d\s*[/.]\s*b\s*[/.]\s*a\b\.?|dba|f\s*/\s*k\s*/\s*a|fka|"
    r"(?:formerly|previously)(?:\s+known\s+as)?|(?:part|division|subsidiary|member)\s+of)\s*:?|\s[-–—|]\s|[;|]",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
# An account's or branch's number, which is no part of the name.
_ACCOUNT_NUMBER = re.compile(r"^\W*\d{3,}\W+|\W+#?\d{3,}\W*$")


def list_names(name: str, trading_name: str = "") -> list[str]:
    """Return the cleaned names that a supplier may be listed under, its own first."""
    bare = _BRACKETED.sub(" ", name)
    written = [name, _ACCOUNT_NUMBER.sub("", name), bare, trading_name]
    for text in (name, bare):
        written += _OTHER_NAME.split(text)
    written += _BRACKETED.findall(name)
    cleaned = [normalise(_ACCOUNT_NUMBER.sub("", text)) for text in written if text and text.strip()]
    return [names for names in dict.fromkeys([normalise(name), *cleaned]) if len(names) > 2 and not names.isdigit()]


class RegistryNames:
    """Index the cleaned names of the registry, to find the one that a supplier may be listed under."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = {key for key in keys if key}
        self._spelling = NameIndex(self._keys)
        self._words = Counter(word for key in self._keys for word in set(key.split()))
        self._by_core: dict[str, list[str]] = defaultdict(list)
        self._by_slip: dict[str, list[str]] = defaultdict(list)
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._keys):
            core = _get_core(key)
            self._by_core[core].append(key)
            for slip in _list_slips(core):
                self._by_slip[slip].append(key)
            for beginning in _list_beginnings(core):
                self._by_beginning[beginning].append(key)

    def find(self, names: Iterable[str], refused: Collection[str] = ()) -> str:
        """Return the likest name of the registry, or "". names: of list_names; refused: cleaned names to leave out."""
        names = list(names)
        for rule in (self._find_equal, self._find_core, self._find_slips, self._find_spelling, self._find_beginning):
            likeness = {
                key: max(likeness, trigram_similarity(name, key))
                for likeness, name in ((0.0, name) for name in names)
                for key in rule(name)
                if key not in refused
            }
            if likeness:
                return min(likeness, key=lambda key: (-likeness[key], key))
        return ""

    def _find_equal(self, name: str) -> Iterable[str]:
        return [name] if name in self._keys else []

    def _find_core(self, name: str) -> Iterable[str]:
        return self._by_core.get(_get_core(name), ())

    def _find_slips(self, name: str) -> Iterable[str]:
        """Yield the names with one letter more, less or another, or two changed round."""
        core = _get_core(name)
        for slip in _list_slips(core):
            for key in self._by_slip.get(slip, ()):
                if extract_numbers(key) == extract_numbers(name):
                    yield key

    def _find_spelling(self, name: str) -> Iterable[str]:
        """Yield the names spelled nearly so, whose rarest word is too: "foods international" names nobody."""
        rarest = min(name.split(), key=lambda word: (self._words[word], -len(word)))
        for key in self._spelling.find_similar(name, LIKE_THRESHOLD):
            if any(trigram_similarity(rarest, word) >= WORD_THRESHOLD for word in key.split()):
                yield key

    def _find_beginning(self, name: str) -> Iterable[str]:
        """Yield the names that begin with the same words, where few do: a branch, a company of a group."""
        for beginning in _list_beginnings(_get_core(name)):
            namesakes = self._by_beginning.get(beginning, ())
            if 0 < len(namesakes) <= MAX_NAMESAKES:
                return namesakes
        return ()


def _get_core(name: str) -> str:
    """Return the words that name the company itself; all of them where there are none such."""
    words = name.split()
    return " ".join(word for word in words if word not in _GROUP_WORDS) or name


def _list_slips(core: str) -> set[str]:
    """Return the name without one of its letters, each: names that share one differ by one slip of the pen."""
    if len(core) < MIN_SLIP_LENGTH:
        return set()
    return {core, *(core[:place] + core[place + 1 :] for place in range(len(core)))}


def _list_beginnings(core: str) -> list[str]:
    """Return the first words of a name that may tell a company, the longer first."""
    words = core.split()
    beginnings = [" ".join(words[:number]) for number in (3, 2) if len(words) >= number]
    return beginnings + [words[0]] * (len(words[0]) >= MIN_FIRST_WORD)


def split_refused_keys(text: str) -> list[str]:
    """Return the cleaned names that a row keeps, one a line, because a person said that they are other companies."""
    return [key for key in text.split("\n") if key]
