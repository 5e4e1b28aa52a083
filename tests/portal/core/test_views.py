"""Lists in pages, and lists under a filter."""

import pytest
from django import forms

from portal.core.views import FilteredListView, PagedListView


class Numbers(PagedListView):
    """Twenty-five numbers, ten a page."""

    template_name = "errors/404.html"
    paginate_by = 10

    def get_queryset(self):
        return list(range(25))


class Filter(forms.Form):
    least = forms.IntegerField(required=False)


class FilteredNumbers(FilteredListView, Numbers):
    """The numbers, under a filter."""

    def get_queryset(self):
        self.form = Filter(self.request.GET)
        return super().get_queryset()


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("3", 3), ("4", 3), ("9" * 30, 3), ("0", 3), ("-1", 3), ("two", 1)]
)
def test_a_page_beyond_the_end_is_the_last_and_letters_are_the_first(rf, asked, number):
    response = Numbers.as_view()(rf.get("/", {"page": asked}))
    assert response.context_data["page"].number == number


def test_the_page_has_its_name_in_the_context(rf):
    response = Numbers.as_view(page_context_name="keys")(rf.get("/?page=3"))
    assert list(response.context_data["keys"]) == [20, 21, 22, 23, 24]
    assert "page" not in response.context_data


@pytest.mark.parametrize(("least", "status"), [("", 200), ("3", 200), ("x", 422)])
def test_a_filter_with_an_error_is_422(rf, least, status):
    assert FilteredNumbers.as_view()(rf.get("/", {"least": least})).status_code == status


def test_a_list_only_answers_a_look(rf):
    assert Numbers.as_view()(rf.post("/")).status_code == 405
