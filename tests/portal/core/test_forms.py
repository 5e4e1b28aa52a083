"""Any form draws as GOV.UK fields, with its errors said at the field and in the summary."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test import override_settings

from portal.core.forms import GovukDateField, QuickSelect, errors
from tests.portal.core.widget_form import EveryWidgetForm

pytestmark = pytest.mark.urls("tests.portal.core.widget_form")


class DateForm(forms.Form):
    day = GovukDateField(earliest=date(2015, 7, 31), latest=date(2026, 12, 31))


def date_form(day="", month="", year="") -> DateForm:
    return DateForm({"day_day": day, "day_month": month, "day_year": year})


@pytest.mark.parametrize(
    "typed, expected",
    [
        (("31", "3", "2026"), date(2026, 3, 31)),
        (("1", "Sept", "2025"), date(2025, 9, 1)),
        (("29", "february", "2024"), date(2024, 2, 29)),
        ((" 01 ", "DEC.", "2025"), date(2025, 12, 1)),
    ],
)
def test_a_date_takes_the_month_as_a_number_or_by_its_name(typed, expected):
    form = date_form(*typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == expected


@pytest.mark.parametrize(
    "typed, message, wrong",
    [
        (("", "", ""), "Enter the day", ()),
        (("", "3", "2026"), "The date must include a day", ("day",)),
        (("", "", "2026"), "The date must include a day and a month", ("day", "month")),
        (("29", "2", "2025"), "Enter a real date, like 27 3 2026", ("day",)),
        (("1", "13", "2025"), "Enter the month as a number from 1 to 12, or its name", ("month",)),
        (("1", "Smarch", "2025"), "Enter the month as a number from 1 to 12, or its name", ("month",)),
        (("1", "1", "25"), "The year must have 4 numbers, like 2026", ("year",)),
        (("1", "1", "0000"), "The year must have 4 numbers, like 2026", ("year",)),
        (("٣", "1", "2025"), "Enter a real date, like 27 3 2026", ("day",)),
        (("1" * 5000, "1", "2025"), "Enter a real date, like 27 3 2026", ("day",)),
        (("1", "1", "2015"), "The date must be 31 July 2015 or later", ("day", "month", "year")),
        (("1", "1", "2027"), "The date must be 31 December 2026 or earlier", ("day", "month", "year")),
    ],
)
def test_a_date_that_does_not_exist_says_what_is_wrong_and_where(typed, message, wrong):
    form = date_form(*typed)
    assert errors.get_messages(form["day"]) == [message]
    assert form.fields["day"].wrong_parts == wrong


def test_an_optional_date_may_be_left_empty():
    class Form(forms.Form):
        day = GovukDateField(required=False)

    form = Form({"day_day": "", "day_month": "", "day_year": ""})
    assert form.is_valid() and form.cleaned_data["day"] is None


def test_a_date_shows_what_was_kept_as_iso_text():
    html = DateForm(initial={"day": "2026-03-31"})["day"].as_field_group()
    assert 'value="31"' in html and 'value="3"' in html and 'value="2026"' in html


def test_every_field_has_a_label_and_no_field_uses_html_validation():
    html = str(EveryWidgetForm())
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert {name for name in ids if name not in labelled} == {"id_token", "id_span_0", "id_span_1"}
    assert not re.search(r"<(?:input|select|textarea)[^>]* (?:required\b|(?:maxlength|min|max|style|on\w+)=)", html)


def test_every_description_that_is_named_is_there():
    html = str(EveryWidgetForm({"email": "x"}))
    named = {name for found in re.findall(r'aria-describedby="([^"]+)"', html) for name in found.split()}
    assert named and named <= set(re.findall(r' id="([^"]+)"', html))


def test_an_option_can_reveal_a_field_which_then_stands_only_there():
    html = str(EveryWidgetForm())
    assert html.count('name="sectors_other"') == 1
    assert 'data-aria-controls="id_sectors_2"' not in html
    assert 'data-aria-controls="id_sectors_2_reveal"' in html
    assert 'data-behaviour="exclusive"' in html


def test_stock_messages_become_what_to_do():
    form = EveryWidgetForm(
        {"name": "x" * 21, "email": "x", "employees": "many", "website": "http:", "legal_form": "no"}
    )
    said = {name: errors.get_messages(form[name]) for name in form.errors if name != "__all__"}
    assert said["name"] == ["Name of the organisation must be 20 characters or fewer. It has 21."]
    assert said["email"] == ["Enter an email address in the correct format, like name@example.com"]
    assert said["employees"] == ["Number of employees must be a number, like 250"]
    assert said["website"] == ["Enter a web address in the correct format, like https://www.example.com"]
    assert said["legal_form"] == ["Select the legal form from the list"]
    assert said["is_true"] == ["Select “This is true as far as I know”"]
    assert said["year_end"] == ["Enter a date for “When did your financial year end?”"]
    assert not any("invalid" in line or "valid " in line.lower() for lines in said.values() for line in lines)


def test_the_summary_leads_to_the_first_control_of_each_field():
    form = EveryWidgetForm({"year_end_day": "1", "year_end_month": "13", "year_end_year": "2026"})
    targets = dict(errors.get_error_summary([form]))
    assert targets["The year overlaps another statement"] == ""
    html = str(form)
    for message, target in targets.items():
        assert not target or f'id="{target}"' in html, message
    assert targets["Enter the month as a number from 1 to 12, or its name"] == "id_year_end_1"
    assert targets["Select the sectors"] == "id_sectors_0"


def test_a_filter_form_need_not_say_optional():
    class Filter(forms.Form):
        mark_optional = False
        q = forms.CharField(required=False)

    assert "optional" not in str(Filter())


def test_a_label_can_be_the_heading_of_the_page():
    template = Template('{% load fields %}{% govuk_field form.name heading="l" caption="Step 3" %}')
    html = template.render(Context({"form": EveryWidgetForm()}))
    assert "<h1" in html and "govuk-label--l" in html and "Step 3" in html


@pytest.mark.django_db
def test_a_form_with_errors_comes_back_as_422_with_everything_typed(client):
    response = client.post("/tests/every-widget/", {"name": "Kestrel <b>Foods</b>", "sectors": ["building"]})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Every widget" in html
    assert "Kestrel &lt;b&gt;Foods&lt;/b&gt;" in html
    assert re.search(r'value="building"[^>]* checked', html)
    assert html.count("govuk-error-summary__title") == 1


@pytest.mark.django_db
def test_a_formset_with_errors_says_so_in_the_summary(client):
    data = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-0-value": "x", "rows-1-what": "Audits"}
    response = client.post("/tests/rows/", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_rows-0-what">' in html and '<a href="#id_rows-1-value">' in html


@pytest.mark.django_db
def test_a_formset_without_its_counters_is_no_server_error(client):
    response = client.post("/tests/rows/", {})
    assert response.status_code == 422
    assert "Add at least 1 entry" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["\x00", "x" * 1_000_000, "<script>alert(1)</script>", "\ud83d\ude00" * 10])
def test_hostile_text_in_every_field_is_answered_at_the_field(client, value):
    value = value.encode("utf-16", "surrogatepass").decode("utf-16")
    names = [*EveryWidgetForm.base_fields, "year_end_day", "year_end_month", "year_end_year"]
    # Together, megabytes are refused before they are read: so each by itself.
    for data in [dict.fromkeys(names, value)] if len(value) < 1000 else [{name: value} for name in names[::6]]:
        response = client.post("/tests/every-widget/", data)
        assert response.status_code == 422
        assert b"<script>alert" not in response.content


def test_wagtails_own_forms_are_drawn_by_wagtail():
    """Django's widget templates are not replaced: only a form, a formset and a field group are ours."""
    with override_settings():
        html = forms.CharField(widget=forms.TextInput).widget.render("title", "x")
    assert html.strip() == '<input type="text" name="title" value="x">'


def test_a_choice_that_is_not_offered_is_answered_by_the_question_itself():
    class Asked(forms.Form):
        size = forms.ChoiceField(label="Is it large?", choices=[("yes", "Yes")])
        kind = forms.ChoiceField(label="Kind of site", choices=[("farm", "Farm")])

    asked = Asked({"size": "on", "kind": "on"})
    assert errors.get_messages(asked["size"]) == ["Answer “Is it large?”"]
    assert errors.get_messages(asked["kind"]) == ["Select the kind of site from the list"]


def test_a_select_rendered_in_one_go_keeps_its_own_attributes():
    select = QuickSelect({"class": "govuk-select"}, choices=[("a", "A")])
    assert 'class="govuk-select"' in select.render("kind", "a", {"id": "kind"})
