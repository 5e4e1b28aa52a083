"""Names that somebody may have meant: the words of listed names that share most groups of three letters with theirs."""

from collections.abc import Iterator
from itertools import islice, product

from django.db.models import Count
from rapidfuzz.distance import OSA

from compliance.statements.models import NameTrigram
from compliance.statements.publication.services.search_index import is_indexed
from compliance.statements.rules.name_query import parse_name_query
from compliance.statements.rules.search_text import get_trigrams

MAX_CANDIDATES = 60
MAX_TRIES = 3
# Letters left out, put in, changed or swapped with the next: of a short word one, of others two.
SHORT_WORD_LENGTH = 6


def suggest_spellings(q: str) -> Iterator[str]:
    """Yield what may have been meant, the likeliest first; nothing where each word is one that names have."""
    words = parse_name_query(q).words
    choices = [_get_near_words(word) for word in words]
    for attempt in islice(product(*choices), MAX_TRIES):
        if attempt != words:
            yield " ".join(attempt)


def _get_near_words(word: str) -> list[str]:
    """Return the words that are meant by one, itself where it is known or nothing is near."""
    if not is_indexed(word):
        return [word]
    shared = (
        NameTrigram.objects.filter(trigram__in=get_trigrams(word))
        .values("word")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "word")
        .values_list("word", flat=True)[:MAX_CANDIDATES]
    )
    candidates = list(shared)
    if word in candidates:
        return [word]
    max_slips = 1 if len(word) < SHORT_WORD_LENGTH else 2
    near = [(OSA.distance(word, candidate, score_cutoff=max_slips), candidate) for candidate in candidates]
    return [candidate for slips, candidate in sorted(near) if slips <= max_slips][:MAX_TRIES] or [word]
