"""What a search of the register finds, page by page."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django.core.paginator import Page, Paginator

from compliance.statements.models import Listing, Publication


@dataclass(slots=True)
class Result:
    """A statement published here, with the columns of Publication that a line of the results shows.

    match: why it was found, as register.matches explains it.
    """

    pk: int
    organisation_slug: str
    organisation_name: str
    company_number: str
    year: int
    period_start: date
    period_end: date
    first_published_on: date
    published_at: datetime
    due_on: date | None
    is_late: bool
    is_voluntary: bool
    is_group: bool
    kind: str
    match: Any = None
    is_elsewhere: ClassVar[bool] = False


RESULT_COLUMNS = [column.name for column in fields(Result) if column.name != "match"]


class SearchPage[Row: Publication | Listing | Result](Page[Row]):
    """One page of results. has_elsewhere: whether statements listed elsewhere are among all results."""

    has_elsewhere = False
    paginator: "SearchPaginator[Row]"

    @property
    def rows(self) -> list[Row]:
        return list(self.object_list)


class SearchPaginator[Row: Publication | Listing | Result](Paginator[Row]):
    """Pages of the register. Its count goes no further than a limit; a page too far is the last one.

    is_more: whether there are more than count says.
    """

    count = 0

    def __init__(self, object_list: Any, per_page: int, *, count: int, is_more: bool) -> None:
        super().__init__(object_list, per_page)
        self.count = count
        self.is_more = is_more

    def get_page(self, number: int | float | str | None) -> SearchPage[Row]:
        return cast(SearchPage[Row], self.page(min(max(int(number or 1), 1), self.num_pages)))

    def _get_page(self, *args: Any, **kwargs: Any) -> SearchPage[Row]:
        return SearchPage(*args, **kwargs)
