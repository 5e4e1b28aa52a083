"""A long list is counted up to a bound, and every page of it can still be reached."""

import pytest
from django.contrib.auth.models import Group

from portal.core.pagination import BoundedPaginator, FirstPage, KeysetPaginator, select_first_page
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SupplierFactory


@pytest.fixture
def rows(db):
    organisation = OrganisationFactory()
    suppliers = [SupplierFactory(organisation=organisation, name=f"Works {number}") for number in range(9)]
    return suppliers[0].__class__.objects.filter(organisation=organisation).order_by("name", "pk")


def _paginate(rows, max_count):
    paginator = BoundedPaginator(rows, 2)
    paginator.max_count = max_count
    return paginator


def test_a_list_beyond_the_bound_says_that_there_are_more(rows):
    page = _paginate(rows, 6).get_page("1")
    assert (page.paginator.count, page.paginator.count_label) == (6, "more than 6")
    assert page.paginator.num_pages_label == "more than 3"


@pytest.mark.parametrize("max_count", [9, 10, 1000])
def test_a_list_within_the_bound_is_counted(rows, max_count):
    page = _paginate(rows, max_count).get_page("1")
    assert (page.paginator.count_label, page.paginator.num_pages_label) == ("9", "5")


@pytest.mark.parametrize(
    ("asked", "number"), [("2", 2), ("3", 3), ("4", 4), ("5", 5), ("99", 5), ("words", 1), (None, 1)]
)
def test_every_page_is_reached_and_one_beyond_the_end_is_the_last(rows, asked, number):
    page = _paginate(rows, 6).get_page(asked)
    assert page.number == number
    assert [row.name for row in page] == [f"Works {index}" for index in range(9)][number * 2 - 2 : number * 2]
    assert page.has_next() == (number < 5)


# --- By keys ----------------------------------------------------------------------------------------------------------


def _turn(rows, **at):
    paginator = KeysetPaginator(rows, 4, key="pk")
    return paginator.get_page_at(**({"before": None, "after": None} | at))


def test_pages_by_key_hold_each_row_once_in_both_directions(rows):
    expected = list(rows.order_by("-pk"))
    pages = [_turn(rows)]
    while (older := pages[-1].older) is not None:
        pages.append(_turn(rows, before=str(older)))
    assert [row for page in pages for row in page] == expected
    assert [len(page.object_list) for page in pages] == [4, 4, 1]
    back = [pages[-1]]
    while (newer := back[-1].newer) is not None:
        back.append(_turn(rows, after=str(newer)))
    assert [page.object_list for page in reversed(back)] == [page.object_list for page in pages]


def test_a_row_that_is_new_does_not_move_the_next_page(rows):
    second = _turn(rows, before=str(_turn(rows).older)).object_list
    first = _turn(rows)
    SupplierFactory(organisation=rows[0].organisation, name="New")
    assert _turn(rows, before=str(first.older)).object_list == second


@pytest.mark.parametrize("key", ["", "0", "-1", "words", "\u0661", "9" * 40, "1.5"])
def test_a_key_that_is_none_shows_the_first_page(rows, key):
    assert _turn(rows, before=key).object_list == _turn(rows).object_list
    assert _turn(rows, after=key).object_list == _turn(rows).object_list


def test_a_log_is_counted_up_to_a_bound(rows):
    paginator = KeysetPaginator(rows, 4, key="pk")
    paginator.max_count = 5
    assert paginator.count_label == "more than 5"


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 49, 50, 51, 60, 61, 62])
def test_a_first_page_is_counted_and_cut_as_its_queryset(number, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "max_count", 60)
    Group.objects.bulk_create(Group(name=f"invented {at:03}") for at in range(number))
    rows = Group.objects.filter(name__startswith="invented").order_by("name")
    first = FirstPage(list(select_first_page(rows, max_count=60)))
    pages = [BoundedPaginator(keys, 50).get_page(None) for keys in (first, rows.values_list("pk", flat=True))]
    for name in ("count", "is_bounded", "count_label", "num_pages"):
        assert getattr(pages[0].paginator, name) == getattr(pages[1].paginator, name)
    assert list(pages[0]) == list(pages[1])
