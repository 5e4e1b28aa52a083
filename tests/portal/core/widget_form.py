"""A page of the tests alone: a form with every widget, as it comes and with errors. Also the URL map that has it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import FormView

from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea, GovukTextInput
from portal.core.views import InvalidFormMixin, render_form
from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal_urls

SECTORS = [("farming", "Farming"), ("building", "Building"), ("other", "Something else"), ("none", "None of these")]


class EveryWidgetForm(forms.Form):
    name = forms.CharField(label="Name of the organisation", max_length=20, help_text="As it is registered.")
    email = forms.EmailField(label="Email address")
    website = forms.URLField(label="Website", required=False)
    employees = forms.IntegerField(label="Number of employees", min_value=0)
    turnover = forms.DecimalField(label="Turnover", widget=GovukTextInput(prefix="£", suffix="a year", width=10))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    year_end = GovukDateField(label="When did your financial year end?", help_text="For example, 31 March 2026.")
    steps = forms.CharField(label="What did you do?", max_length=200, widget=forms.Textarea)
    short = forms.CharField(label="In one sentence", widget=GovukTextarea(maxwords=25, rows=2), required=False)
    legal_form = forms.ChoiceField(label="Legal form", choices=[("", ""), ("company", "Company"), ("llp", "LLP")])
    countries = forms.MultipleChoiceField(label="Countries", choices=[("gb", "United Kingdom"), ("fr", "France")])
    is_group = forms.ChoiceField(
        label="Does the statement cover a group?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=GovukRadios(inline=True),
    )
    approved_by = forms.ChoiceField(
        label="Who approved it",
        choices=[("board", "The board"), ("members", "The members"), ("other", "Another body")],
        widget=GovukRadios(hints={"board": "Of a company."}, reveals={"other": "approved_by_other"}),
    )
    approved_by_other = forms.CharField(label="Name of that body", required=False)
    sectors = forms.MultipleChoiceField(
        label="Sectors",
        choices=SECTORS,
        widget=GovukCheckboxes(exclusive="none", reveals={"other": "sectors_other"}),
    )
    sectors_other = forms.CharField(label="Which sector?", required=False)
    is_true = forms.BooleanField(label="This is true as far as I know", help_text="You may be asked to show it.")
    report = forms.FileField(label="Signed page")
    plain_radio = forms.ChoiceField(label="Plain radios", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    span = forms.SplitDateTimeField(label="Two boxes in one", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("approved_by") == "other" and not cleaned.get("approved_by_other"):
            self.add_error("approved_by_other", "Enter the name of the body that approved it")
        raise forms.ValidationError("The year overlaps another statement")


class RowForm(forms.Form):
    what = forms.CharField(label="What was measured")
    value = forms.IntegerField(label="This year")


RowFormSet = forms.formset_factory(RowForm, extra=2, min_num=1, validate_min=True)


class EveryWidget(InvalidFormMixin, FormView):
    template_name = "tests/every_widget.html"
    form_class = EveryWidgetForm


def rows(request: HttpRequest) -> HttpResponse:
    formset = RowFormSet(request.POST if request.method == "POST" else None, prefix="rows")
    messages.success(request, "Saved at 14:02")
    return render_form(request, "tests/rows.html", {"formset": formset})


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no route to db.internal.example")


urlpatterns = [
    path("tests/every-widget/", login_not_required(EveryWidget.as_view()), name="every_widget"),
    path("tests/rows/", login_not_required(rows), name="rows"),
    path("tests/broken/", login_not_required(broken)),
    path("tests/away/", login_not_required(away)),
    *portal_urls,
]
