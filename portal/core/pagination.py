"""Pages of a long list without counting all of it: the count stops at a bound, and logs are turned by their keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page, Paginator
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.translation import gettext as _

PAGE_SIZE = 50
MAX_COUNT = 10_000
# Of a log nobody needs the number of all lines.
MAX_LOG_COUNT = 1_000
# Keys of rows fit in 63 bits.
MAX_KEY_DIGITS = 18


class RowCount(Subquery):
    """How many rows a queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class FirstPage(list[Any]):
    """The keys of a list's first page, for a BoundedPaginator. number: of all rows, up to its max_count + 1."""

    def __init__(self, rows: list[tuple[Any, int]]) -> None:
        super().__init__(key for key, _number in rows)
        self.number = rows[0][1] if rows else 0


def select_first_page(rows: QuerySet[Any], *, max_count: int = MAX_COUNT) -> QuerySet[Any, Any]:
    """Return what a FirstPage is made of, in one query: a prepared function returns it, and asks for nothing else."""
    counted = RowCount(rows.order_by().values("pk")[: max_count + 1])
    return rows.annotate(number_of_rows=counted).values_list("pk", "number_of_rows")[:PAGE_SIZE]


class BoundedPaginator(Paginator):
    """A paginator that counts the rows of a queryset up to max_count.

    is_bounded says that there are more. Only who asks for a page near the bound or beyond it has all rows counted, so
    that every page can be reached and a page beyond the end is the last one.
    """

    max_count: int | None = MAX_COUNT

    @cached_property
    def count(self) -> int:
        return self._counted[0]

    @property
    def is_bounded(self) -> bool:
        return self._counted[1]

    @property
    def count_label(self) -> str:
        """Return the count in words: 9,840, or more than 10,000."""
        return self._label(str(intcomma(self.count)))

    @property
    def num_pages_label(self) -> str:
        """Return the number of pages in words."""
        return self._label(str(self.num_pages))

    def get_page(self, number: Any) -> Page:
        if self._is_near_bound(number):
            self.max_count = None
            for name in ("_counted", "count", "num_pages"):
                self.__dict__.pop(name, None)
        return super().get_page(number)

    @cached_property
    def _counted(self) -> tuple[int, bool]:
        rows: Any = self.object_list
        if isinstance(rows, FirstPage) and self.max_count is not None:
            return min(rows.number, self.max_count), rows.number > self.max_count
        if not isinstance(rows, QuerySet):
            return len(rows), False
        rows = rows.order_by()
        if self.max_count is None:
            return rows.count(), False
        # Without its columns a row need not be read, where an index knows of it.
        counted = rows.values("pk")[: self.max_count + 1].count()
        return min(counted, self.max_count), counted > self.max_count

    def _is_near_bound(self, number: Any) -> bool:
        try:
            return int(number) >= self.num_pages and self.is_bounded
        except (TypeError, ValueError):
            return False

    def _label(self, number: str) -> str:
        return _("more than %(number)s") % {"number": number} if self.is_bounded else number


@dataclass(frozen=True)
class KeysetPage:
    """A page of a KeysetPaginator. newer: the key that the page before begins above; older: that the next begins below.

    None: there is no such page.
    """

    paginator: "KeysetPaginator"
    object_list: list[Any]
    newer: int | None
    older: int | None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)

    def has_other_pages(self) -> bool:
        return self.newer is not None or self.older is not None


class KeysetPaginator(BoundedPaginator):
    """Pages of a list from the greatest key down. Each begins at a key, so that one far down costs what the first does.

    New rows do not move what the reader has before them. A page has no number, and the count goes up to max_count.
    """

    max_count = MAX_LOG_COUNT

    def __init__(self, rows: QuerySet, per_page: int, *, key: str) -> None:
        super().__init__(rows.order_by(f"-{key}"), per_page)
        self.key = key

    def get_page_at(self, *, before: str | None, after: str | None) -> KeysetPage:
        """Return the page below a key, or above one; the first where that is empty or no key is given."""
        rows: Any = self.object_list
        if above := _parse_key(after):
            found = list(rows.filter(**{f"{self.key}__gt": above}).order_by(self.key)[: self.per_page + 1])
            if len(found) > self.per_page:
                return self._make_page(found[self.per_page - 1 :: -1], has_newer=True, has_older=True)
        elif below := _parse_key(before):
            found = list(rows.filter(**{f"{self.key}__lt": below})[: self.per_page + 1])
            if found:
                return self._make_page(found[: self.per_page], has_newer=True, has_older=len(found) > self.per_page)
        found = list(rows[: self.per_page + 1])
        return self._make_page(found[: self.per_page], has_newer=False, has_older=len(found) > self.per_page)

    def _make_page(self, rows: list[Any], *, has_newer: bool, has_older: bool) -> KeysetPage:
        newer = getattr(rows[0], self.key) if has_newer else None
        return KeysetPage(self, rows, newer, getattr(rows[-1], self.key) if has_older else None)


def _parse_key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MAX_KEY_DIGITS else None
