"""Searches guidance: the database finds what has the words, our own rules put the best first."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from wagtail.models import PageViewRestriction
from wagtail.search.query import PlainText

from learning.base.languages import get_public_pages
from learning.base.page_urls import get_page_url
from learning.resources.models import GuidancePage
from learning.resources.rules.highlight import Piece, find_best_passage, mark_terms
from learning.resources.rules.ranking import SearchText, rank_texts
from learning.resources.rules.stemming import Term, fold, stem
from learning.resources.search_index import get_passages, get_synonyms
from portal.core.languages import offered_languages
from portal.core.page_cache import get_or_make

PAGE_SIZE = 10
# Of what the database finds, as many as are put in order; nobody reads further.
MAX_FOUND = 200
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


@dataclass(frozen=True)
class SearchResults:
    """The results. page: as a Django paginator gives it. instead: a word that we have, close to one that we have
    not.
    """

    page: Page
    instead: str = ""

    @property
    def count(self) -> int:
        return self.page.paginator.count


def search_pages(params: SearchParams, *, number: int = 1) -> SearchResults:
    """Return a page of results. number: of the page; one too far is the last."""
    terms = get_synonyms().terms(params.q)
    keys = _keys(params, terms)
    page = Paginator(keys, PAGE_SIZE).get_page(number)
    there = GuidancePage.objects.in_bulk(page.object_list)
    shown: Any = [_result(there[key], terms) for key in page.object_list if key in there]
    page.object_list = shown
    return SearchResults(page, "" if keys else _instead(params.q, terms))


def get_best_pages(q: str, *, language: str = "", most: int = 3) -> list[GuidancePage]:
    """Return the pages that answer best. language: a code of the helpline; pages in it come before all others."""
    keys = _keys(SearchParams(q=q), get_synonyms().terms(q))
    if language:
        spoken = set(GuidancePage.objects.filter(pk__in=keys, language=language).values_list("pk", flat=True))
        keys.sort(key=lambda key: key not in spoken)
    there = GuidancePage.objects.defer_streamfields().in_bulk(keys[:most])
    return [there[key] for key in keys[:most] if key in there]


def get_filter_values() -> dict[str, frozenset[str]]:
    """Return of each filter the values that a page has which everybody may read."""
    return get_or_make(("filled filters", *offered_languages()), _filled)


def _filled() -> dict[str, frozenset[str]]:
    rows = list(_shown().order_by().values_list(*FILTERS).distinct())
    return {name: frozenset(row[place] for row in rows) for place, name in enumerate(FILTERS)}


def _keys(params: SearchParams, terms: Sequence[Term]) -> list[int]:
    pages = _shown()
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


def _shown() -> Any:
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


def _instead(q: str, terms: Sequence[Term]) -> str:
    """Return the question with the nearest word that titles and summaries have, for a slip of the pen."""
    if not terms:
        return ""
    vocabulary = " ".join(" ".join(row) for row in _shown().values_list("title", "search_words", "summary"))
    known = sorted({word for word in fold(vocabulary) if len(word) > 3})
    words, changed = [], False
    for word in fold(q):
        near = difflib.get_close_matches(word, known, n=1, cutoff=0.75) if len(word) > 3 and word not in known else []
        changed |= bool(near) and stem(near[0]) != stem(word)
        words.append(near[0] if near else word)
    return " ".join(words) if changed else ""
