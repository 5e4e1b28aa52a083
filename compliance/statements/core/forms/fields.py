"""From a question of the vocabulary to the form field that asks it, and from stored answer to typed value and back."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.rules.company_numbers import parse_company_number
from compliance.statements import vocabulary
from compliance.statements.rules import legal_forms, richtext
from compliance.statements.vocabulary import Field as Question
from portal.core.did_you_mean import get_close_words
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea, GovukTextInput
from portal.reference import tables

# The list of sections that may say something: the short path has no introduction.
AREA_LIST = "section_area"
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
ONE_OR_GROUP = (("no", gettext_lazy("One organisation")), ("yes", gettext_lazy("A group")))
EARLIEST, LATEST = date(2014, 1, 1), date(2100, 12, 31)
LONG_TEXT_LENGTH = 160
MAX_RADIOS = 7
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff]")


class TextField(forms.CharField):
    """Text with line ends as \\n and without invisible control characters. Says which limit it broke."""

    def __init__(self, *, label: str, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=max_length, **kwargs)
        limit = f"{max_length:,}" if max_length else ""
        self.error_messages |= {
            "max_length": _("Your answer to “%(label)s” must be %(limit)s characters or fewer")
            % {"label": label, "limit": limit},
            "null_characters_not_allowed": _("Remove the null character from your answer to “%(label)s”")
            % {"label": label},
        }

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class RichTextField(TextField):
    """Typed as simple marks, cleaned to HTML. The limit counts what is typed."""

    def clean(self, value: Any) -> str:
        return richtext.to_html(super().clean(value))


class CompanyNumberField(TextField):
    """Eight characters, the zeros in front filled in: 123456 becomes 00123456."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return parse_company_number(typed)
        except ValueError as error:
            raise ValidationError(
                _("Company number must be 8 characters, like 01234567 or SC123456"), code="invalid"
            ) from error


def _text(question: Question, label: str, **common: Any) -> forms.Field:
    limit = question.max_length
    widget = GovukTextarea(maxlength=limit, rows=3) if (limit or 0) > LONG_TEXT_LENGTH else GovukTextInput()
    if question.name == "company_number":
        # The typed form may have spaces or miss zeros; the cleaned one has 8 characters.
        return CompanyNumberField(label=label, max_length=40, widget=GovukTextInput(width=10), **common)
    return TextField(label=label, max_length=limit, widget=widget, **common)


def _rich_text(question: Question, label: str, **common: Any) -> forms.Field:
    widget = GovukTextarea(maxlength=question.max_length, threshold=75, rows=11)
    return RichTextField(label=label, max_length=question.max_length, widget=widget, **common)


def _boolean(question: Question, label: str, **common: Any) -> forms.Field:
    if question.exclusive_with:
        return forms.BooleanField(label=label, **common)
    choices = ONE_OR_GROUP if question.code == "is_group" else YES_NO
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=GovukRadios(small=True, inline=True, reveals=_reveals(question))
        if not _reveals(question)
        else GovukRadios(small=True, reveals=_reveals(question)),
        error_messages={"invalid_choice": _("Select an answer to “%(label)s”") % {"label": label}},
        **common,
    )


def _date(question: Question, label: str, **common: Any) -> forms.Field:
    return GovukDateField(label=label, earliest=EARLIEST, latest=LATEST, **common)


def translate_choices(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices with the labels of a data file in the reader's language."""
    return [(code, _(words)) for code, words in choices]


def _choices(question: Question, legal_form: str) -> list[tuple[str, str]]:
    by_form = {"approving_body": legal_forms.approving_bodies, "signatory_role": legal_forms.signatory_roles}
    if question.by_form and legal_form:
        return translate_choices(by_form[question.code](legal_form))
    return translate_choices(vocabulary.enumeration(question.enumeration).choices)


def remove_option(field: forms.Field, code: str) -> None:
    """Offer every answer but this one."""
    field.choices = [choice for choice in field.choices if choice[0] != code]


def _enum(question: Question, label: str, *, legal_form: str = "", **common: Any) -> forms.Field:
    choices = _choices(question, legal_form)
    message = {"invalid_choice": _("Select an answer to “%(label)s”") % {"label": label}}
    if len(choices) <= MAX_RADIOS:
        widget: forms.Widget = GovukRadios(small=True, reveals=_reveals(question))
    else:
        widget, choices = forms.Select(), [("", _("Choose one")), *choices]
    return forms.ChoiceField(label=label, choices=choices, widget=widget, error_messages=message, **common)


def _enum_list(question: Question, label: str, **common: Any) -> forms.Field:
    options = vocabulary.enumeration(question.enumeration)
    message = _("Select an answer to “%(label)s” from the list") % {"label": label}
    return forms.MultipleChoiceField(
        label=label,
        choices=translate_choices(options.choices),
        widget=GovukCheckboxes(small=True, exclusive=options.exclusive_code or None, reveals=_reveals(question)),
        error_messages={"invalid_choice": message, "invalid_list": message},
        **common,
    )


def _url(question: Question, label: str, **common: Any) -> forms.Field:
    message = _("Enter a full web address for “%(label)s”, like https://www.example.com/modern-slavery") % {
        "label": label
    }
    field = forms.URLField(label=label, max_length=question.max_length, assume_scheme="https", **common)
    field.error_messages |= {
        "invalid": message,
        "max_length": _("Your answer to “%(label)s” must be %(limit)s characters or fewer")
        % {"label": label, "limit": f"{question.max_length:,}"},
        "null_characters_not_allowed": message,
    }
    field.validators[0].schemes = ["http", "https"]
    field.widget.attrs |= {"inputmode": "url", "spellcheck": "false"}
    return field


def _email(question: Question, label: str, **common: Any) -> forms.Field:
    message = _("Enter an email address for “%(label)s”, like name@example.com") % {"label": label}
    field = forms.EmailField(label=label, max_length=question.max_length, **common)
    field.error_messages |= {"invalid": message, "max_length": message, "null_characters_not_allowed": message}
    field.widget.attrs |= {"autocomplete": "email", "spellcheck": "false"}
    return field


def _countries(question: Question, label: str, **common: Any) -> forms.Field:
    return CountriesField(label=label, most=question.max_items or 300, **common)


MAKERS: dict[str, Callable[..., forms.Field]] = {
    "boolean": _boolean,
    "string": _text,
    "rich_text": _rich_text,
    "date": _date,
    "enum": _enum,
    "enum_list": _enum_list,
    "url": _url,
    "email": _email,
    "countries": _countries,
}


def make_field(question: Question, *, legal_form: str = "") -> forms.Field:
    """Return the form field of a question. None is required: a draft may be saved unfinished."""
    extra = {"legal_form": legal_form} if question.type == "enum" else {}
    return MAKERS[question.type](question, _(question.label), help_text=_(question.hint), required=False, **extra)


def _reveals(question: Question) -> dict[str, str]:
    """Which answer of this question shows which other question, where the two stand in one form."""
    answers = {}
    for other in vocabulary.fields(question.section):
        condition = other.asked_when or other.required_when
        if other.prefix != question.prefix or condition is None or condition.field != question.code:
            continue
        if other.type == "list" or not other.cleared_otherwise or condition.operator not in ("is", "contains"):
            continue
        value = {True: "yes", False: "no"}.get(condition.value, condition.value)
        answers[value] = other.name
    return answers


def to_typed(question: Question, answer: Any) -> Any:
    """Return a stored answer as the form shows it."""
    if question.type == "boolean" and not question.exclusive_with:
        return {True: "yes", False: "no"}.get(answer)
    if question.type == "rich_text":
        return richtext.to_marks(answer or "")
    return answer


def to_stored(question: Question, cleaned: Any) -> Any:
    """Return a cleaned value as the answers store it; None when there is none."""
    if isinstance(cleaned, date):
        return cleaned.isoformat()
    if question.type == "enum_list":
        return without_others(question, cleaned)
    return None if cleaned in ("", [], None) or (cleaned is False and question.exclusive_with) else cleaned


def without_others(question: Question, codes: list[str]) -> list[str] | None:
    """Return the codes in the order of the list; an exclusive one stands alone."""
    options = vocabulary.enumeration(question.enumeration)
    if options.exclusive_code in codes:
        return [options.exclusive_code]
    return [code for code in options.codes if code in codes] or None


# Names that people type and the register does not list.
ALSO_KNOWN_AS = {
    "uk": "country:GB",
    "great britain": "country:GB",
    "britain": "country:GB",
    "england": "country:GB",
    "wales": "country:GB",
    "scotland": "country:GB",
    "northern ireland": "country:GB",
    "usa": "country:US",
    "us": "country:US",
    "united states of america": "country:US",
    "america": "country:US",
    "uae": "country:AE",
    "holland": "country:NL",
    "the netherlands": "country:NL",
    "burma": "country:MM",
    "turkey": "country:TR",
    "türkiye": "country:TR",
    "czech republic": "country:CZ",
    "ivory coast": "country:CI",
}

MAX_COUNTRY_CHARACTERS = 20_000


@cache
def _codes_by_name() -> dict[str, str]:
    listed = {country.name.casefold(): country.code for country in tables.countries()}
    codes = {country.code.casefold(): country.code for country in tables.countries()}
    known = set(codes.values())
    return {name: code for name, code in ALSO_KNOWN_AS.items() if code in known} | codes | listed


class CountriesWidget(GovukTextarea):
    """Shows codes as names."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, list):
            names = tables.country_names()
            return "\n".join(names.get(code, code) for code in value)
        return super().format_value(value)


class CountriesField(forms.CharField):
    """Cleans names, codes and common short forms to codes such as country:GB, each once, in the order typed."""

    def __init__(self, *, label: str, most: int, **kwargs: Any) -> None:
        super().__init__(label=label, widget=CountriesWidget(rows=3), **kwargs)
        self.most = most
        self.help_text = f"{self.help_text} {_('Enter one country on each line.')}".strip()
        self.error_messages |= {
            "null_characters_not_allowed": _("Remove the null character from the list of countries"),
        }

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value)
        if len(typed) > MAX_COUNTRY_CHARACTERS:
            raise ValidationError(_("Enter fewer countries, one on each line"), code="max_length")
        names = [" ".join(name.split()) for name in typed.replace(";", "\n").splitlines()]
        codes = list(dict.fromkeys(_find_country(name) for name in names if name))
        if len(codes) > self.most:
            raise ValidationError(_("Enter %(most)s countries or fewer") % {"most": self.most}, code="max_items")
        return codes


def _find_country(name: str) -> str:
    code = _codes_by_name().get(name.casefold())
    if code:
        return code
    short = name if len(name) <= 60 else f"{name[:60]}…"
    near = get_close_words(name[:60].casefold(), _codes_by_name())
    if near:
        known = tables.country_names()[_codes_by_name()[near[0]]]
        sentence = _("“%(name)s” is not on our list of countries. Did you mean %(near)s?") % {
            "name": short,
            "near": known,
        }
    else:
        sentence = _("“%(name)s” is not on our list of countries. Enter one country on each line") % {"name": short}
    raise ValidationError(sentence, code="unknown")
