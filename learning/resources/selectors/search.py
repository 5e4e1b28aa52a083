"""Searches guidance: the database finds what has the words, our own rules put the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import PageViewRestriction
from wagtail.search.query import PlainText

from learning.base.languages import get_public_pages
from learning.base.page_urls import get_page_url
from learning.resources.models import GuidancePage
from learning.resources.rules.highlight import Piece, find_best_passage, mark_terms
from learning.resources.rules.ranking import SearchText, rank_texts
from learning.resources.rules.stemming import MAX_QUERY_LENGTH, STOP_WORDS, Term, fold
from learning.resources.search_index import SYNONYMS, get_passages, get_synonyms
from portal.core.did_you_mean import get_close_words
from portal.core.languages import offered_languages
from portal.core.page_cache import get_or_make
from portal.core.stemming import stem

# Of what the database finds, as many as are put in order; nobody reads further.
MAX_FOUND = 200
# Words shorter than this are never taken for a slip; how like a word must be to one that we have.
MIN_CORRECTED, LIKENESS = 4, 0.75
FILTERS = ("topic", "audience", "sector", "language")


@dataclass(frozen=True)
class SearchParams:
    """What is asked. Empty means: any."""

    q: str = ""
    topic: str = ""
    audience: str = ""
    sector: str = ""
    language: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)


@dataclass(frozen=True)
class SearchResult:
    address: str
    language: str
    title: list[Piece]
    summary: list[Piece]
    passage: list[Piece]
    checked_on: date | None
    topic: str


class SearchResults:
    """The pages that a search found, the best first. A slice loads its rows; there are as many as keys.

    suggestion: the question as it was searched, where a word of it is a slip of one that we have; else empty.
    """

    def __init__(self, keys: Sequence[int], terms: Sequence[Term], suggestion: str = "") -> None:
        self.keys, self.terms, self.suggestion = keys, terms, suggestion

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[SearchResult]:
        keys = self.keys[part]
        pages = GuidancePage.objects.in_bulk(keys)
        return [_result(pages[key], self.terms) for key in keys if key in pages]


def search_pages(params: SearchParams) -> SearchResults:
    """Return the pages that answer the search."""
    terms = _terms(params.q)
    keys = _keys(params, terms)
    return SearchResults(keys, terms, _instead(params.q, terms))


def get_best_pages(q: str, *, language: str = "", most: int = 3) -> list[GuidancePage]:
    """Return the pages that answer best. language: a code of the helpline; pages in it come before all others."""
    keys = _keys(SearchParams(q=q), _terms(q))
    if language:
        spoken = set(GuidancePage.objects.filter(pk__in=keys, language=language).values_list("pk", flat=True))
        keys.sort(key=lambda key: key not in spoken)
    there = GuidancePage.objects.defer_streamfields().in_bulk(keys[:most])
    return [there[key] for key in keys[:most] if key in there]


def get_filter_values() -> dict[str, frozenset[str]]:
    """Return of each filter the values that a page has which everybody may read."""
    return get_or_make(("filled filters", *offered_languages()), _load_filter_values)


def _load_filter_values() -> dict[str, frozenset[str]]:
    rows = list(_get_searchable_pages().order_by().values_list(*FILTERS).distinct())
    return {name: frozenset(row[index] for row in rows) for index, name in enumerate(FILTERS)}


def _keys(params: SearchParams, terms: Sequence[Term]) -> list[int]:
    pages = _get_searchable_pages()
    for name in FILTERS:
        if value := getattr(params, name):
            pages = pages.filter(**{name: value})
    if not terms:
        # Nothing was asked, or only words that stand in every question.
        return (
            list(pages.order_by("path").values_list("pk", flat=True))
            if not params.q.strip() or params.is_narrowed
            else []
        )
    words = {term.stem for term in terms} | {word for term in terms for name in term.same for word in name}
    total = pages.count()
    query = PlainText(" ".join(sorted(words)), operator="or")
    candidates = pages.only("pk", "searched").search(query)[:MAX_FOUND]
    return rank_texts(terms, {page.pk: SearchText(page.searched) for page in candidates}, total=total)


def _get_searchable_pages() -> Any:
    """Return published guidance that everybody may read, without the list of all guidance itself."""
    private = PageViewRestriction.objects.values_list("page__path", flat=True)
    return get_public_pages(GuidancePage.objects.live().filter(depth__gt=3).exclude_private(list(private)))


def _result(page: GuidancePage, terms: Sequence[Term]) -> SearchResult:
    return SearchResult(
        address=get_page_url(page.url_path),
        language=page.language,
        title=mark_terms(page.title, terms),
        summary=mark_terms(page.summary, terms),
        passage=mark_terms(find_best_passage(get_passages(page), terms), terms) if terms else [],
        checked_on=page.checked_on,
        topic=page.get_topic_display(),
    )


def _terms(q: str) -> list[Term]:
    """Return the terms of a question. A word that no page and no synonym has counts as the nearest one that we have."""
    return get_synonyms().terms(" ".join(_correct(fold(q[:MAX_QUERY_LENGTH]))))


def _correct(words: Sequence[str]) -> list[str]:
    """Return the words, each one that we do not have as the nearest that we have."""
    known = get_or_make("stems of guidance", _load_stems)
    if all(stem(word) in known for word in words):
        return list(words)
    ours = get_or_make("words of guidance", _load_words)
    return [word if stem(word) in known else _get_nearest(word, ours) or word for word in words]


def _get_nearest(word: str, ours: Sequence[str]) -> str:
    """Return the word of ours that is nearest to one with a slip of the pen; empty where none is near."""
    if len(word) < MIN_CORRECTED or not word.isalpha():
        return ""
    # People seldom miss the first letter, and "gender" is not "tender".
    near = get_close_words(word, [one for one in ours if one[0] == word[0]], threshold=LIKENESS)
    return near[0] if near else ""


def _load_words() -> list[str]:
    """Return the words of titles, summaries and search words, and those of the synonyms."""
    rows = _get_searchable_pages().order_by().values_list("title", "search_words", "summary")
    words = set(fold(" ".join(" ".join(row) for row in rows))) | set(fold(SYNONYMS.read_text()))
    return sorted(word for word in words if len(word) > 3 and word.isalpha())


def _load_stems() -> frozenset[str]:
    """Return all stems that a search can find, and those that every question has."""
    searched = _get_searchable_pages().order_by().values_list("searched", flat=True)
    named = {word for name in get_synonyms().found for word in name}
    return frozenset(named | STOP_WORDS | {stem(word) for word in STOP_WORDS} | set(" ".join(searched).split()))


def _instead(q: str, terms: Sequence[Term]) -> str:
    """Return the question with the nearest word that we have in the place of each that we have not."""
    words = fold(q[:MAX_QUERY_LENGTH])
    corrected = _correct(words) if terms else words
    return " ".join(corrected) if corrected != words else ""
