"""Why a statement is among the results of a search."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from compliance.organisations.rules.names import split_words
from compliance.statements.models import Covered, Listing, Publication
from compliance.statements.register.full_text import get_excerpts
from compliance.statements.register.results import Result
from compliance.statements.register.search import Params
from compliance.statements.rules.name_query import NameQuery, parse_name_query
from compliance.statements.rules.search_text import Excerpt

MAX_FOLDED = 4096
type Row = Publication | Listing | Result
# What a question was found in.
NAME = gettext_noop("name")
NUMBER = gettext_noop("company number")
PARENT = gettext_noop("name of the parent organisation")
COVERED = gettext_noop("names and numbers that the statement covers")


@dataclass(frozen=True)
class Match:
    """reason: what the question was found in. excerpt: the sentence, for a search of texts."""

    reason: str
    excerpt: Excerpt | None = None


def explain_matches(rows: Sequence[Row], params: Params) -> None:
    """Set `match` of each row that a question found: at most one query."""
    if not params.q.strip():
        return
    if params.is_full_text:
        excerpts = get_excerpts((row.pk for row in rows), params.q)
        for row in rows:
            row.match = Match(_("text of the statement"), excerpts.get(row.pk))  # type: ignore[union-attr]
        return
    query = parse_name_query(params.q)
    reasons = [_find_own_reason(row, query) for row in rows]
    groups = [row.pk for row, reason in zip(rows, reasons, strict=True) if not row.is_elsewhere and not reason]
    members = _find_members(groups, query)
    translate = cache(_)
    for row, reason in zip(rows, reasons, strict=True):
        found = translate(reason) if reason else members.get(row.pk) or translate(COVERED)
        row.match = Match(found)  # type: ignore[union-attr]  # for the template alone


def _find_own_reason(row: Row, query: NameQuery) -> str:
    """Return the message of what the question was found in; empty where it is no name or number of the row."""
    number = row.company_number.lower()
    if number and (number == query.number.lower() or all(word in number for word in query.words)):
        return NUMBER
    if _has_all(query, row.organisation_name, row.company_number):
        return NAME
    if isinstance(row, Listing) and _has_all(query, row.parent_name):
        return PARENT
    return ""


def _has_all(query: NameQuery, *names: str) -> bool:
    folded = _fold(*names)
    return all(part in folded for part in query.parts)


@lru_cache(maxsize=MAX_FOLDED)
def _fold(*names: str) -> str:
    """Return the words of public names, which the pages of a search have again and again."""
    return f" {' '.join(word for name in names for word in split_words(name))} "


def _find_members(groups: list[int], query: NameQuery) -> dict[int, str]:
    """Return the member that was found, by the key of the group's statement. groups: the keys of statements."""
    if not groups:
        return {}
    members = Covered.objects.filter(publication__in=groups).order_by("publication", "place")
    found: dict[int, str] = {}
    for key, name, number in members.values_list("publication", "legal_name", "company_number"):
        is_number = bool(query.number) and number == query.number
        if key not in found and (is_number or _has_all(query, name, number)):
            found[key] = _("group member %(name)s") % {"name": name}
    return found
