"""Error messages of forms: at the field, and in the error summary.

A form's own messages are shown as they are. Django's stock messages become what to do about it.

See docs/requirements/experience.md#error-messages.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.forms.components import get_component
from portal.core.forms.dates import PARTS, GovukDateField
from portal.core.rate_limits import OverLimit

# A label that begins so takes no article in a sentence.
STANDS_ALONE = frozenset(
    {
        "a",
        "all",
        "an",
        "any",
        "at",
        "by",
        "each",
        "from",
        "how",
        "my",
        "one",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "your",
    }
)
CHOSEN = {"checkboxes", "radios", "select", "several"}


def get_messages(field: BoundField) -> list[str]:
    """Return the messages of a field, each once."""
    messages: list[str] = []
    for error in field.errors.as_data():
        say = _STOCK.get(id(error.message))
        messages += [say(field, error)] if say else [str(message) for message in error]
    return list(dict.fromkeys(messages))


def get_first_error_id(field: BoundField) -> str:
    """Return the id of the first control of a field that needs mending: where a link of the summary leads."""
    kind = get_component(field)
    if kind in {"checkboxes", "radios"}:
        return f"{field.auto_id}_0"
    if kind == "date":
        wrong = getattr(field.field, "wrong_parts", ()) or PARTS
        return f"{field.auto_id}_{PARTS.index(wrong[0])}"
    return field.field.widget.id_for_label(field.auto_id) or field.auto_id


def get_bound_forms(values: Mapping[Any, Any]) -> list[forms.BaseForm | BaseFormSet]:
    """Return the bound forms and formsets among a template's variables, each once, `form` first."""
    bound: list[forms.BaseForm | BaseFormSet] = []
    for value in [values.get("form"), *values.values()]:
        # By type(), not isinstance(): that would wake the lazy user and CSRF token, and set a cookie on every page.
        for thing in value if issubclass(type(value), list | tuple) else [value]:
            is_form = issubclass(type(thing), forms.BaseForm | BaseFormSet)
            if is_form and thing.is_bound and not any(thing is other for other in bound):
                bound.append(thing)
    # A form of a formset that is here too is told by its formset.
    members = {id(form) for formset in bound if isinstance(formset, BaseFormSet) for form in formset.forms}
    return [thing for thing in bound if id(thing) not in members]


def get_error_summary(things: list[forms.BaseForm | BaseFormSet]) -> list[tuple[str, str]]:
    """Return message and id of each error (the id empty where there is none), in the order of the page."""
    lines: list[tuple[str, str]] = []
    for thing in things:
        if isinstance(thing, BaseFormSet):
            lines += _get_formset_errors(thing)
            continue
        if not thing.errors:
            continue
        lines += [(str(message), "") for message in thing.non_field_errors()]
        for field in thing:
            target = "" if field.is_hidden else get_first_error_id(field)
            lines += [(message, target) for message in get_messages(field)]
    return list(dict.fromkeys(lines))


def get_wait_seconds(things: list[forms.BaseForm | BaseFormSet]) -> int:
    """Return the seconds until the forms may be sent again; 0 where no limit is what is wrong."""
    errors = [error for thing in things if isinstance(thing, forms.BaseForm) for error in _errors(thing)]
    return max((error.wait for error in errors if isinstance(error, OverLimit)), default=0)


def _errors(form: forms.BaseForm) -> list[ValidationError]:
    return [error for errors in form.errors.as_data().values() for error in errors]


def _get_formset_errors(formset: BaseFormSet) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    # What is wrong with the whole list leads to its beginning.
    first = next((field for form in formset.forms for field in form.visible_fields()), None)
    target = get_first_error_id(first) if first else ""
    for error in formset.non_form_errors().as_data():
        lines += [(_FORMSET[error.code](formset) if error.code in _FORMSET else str(m), target) for m in error]
    remaining = [form for form in formset.forms if not (formset.can_delete and formset._should_delete_form(form))]
    return lines + get_error_summary(remaining)


# --- Django's stock messages, in our words --------------------------------------------------------------------------

type Say = Callable[[BoundField, ValidationError], str]


def _name(field: BoundField) -> str:
    """Return the label inside a sentence: small first letter, unless it begins with a short form such as VAT; "the"
    before a noun.
    """
    label = str(field.label).strip()
    label = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return label if label.partition(" ")[0] in STANDS_ALONE else _("the %(label)s") % {"label": label}


def _missing(field: BoundField, error: ValidationError) -> str:
    kind, label = get_component(field), str(field.label).strip()
    if kind == "checkbox":
        return _("Select “%(label)s”") % {"label": label}
    if label.endswith("?"):
        return _("Answer “%(label)s”") % {"label": label}
    if kind == "file":
        return _("Select a file for %(label)s") % {"label": _name(field)}
    pattern = _("Select %(label)s") if kind in CHOSEN else _("Enter %(label)s")
    return pattern % {"label": _name(field)}


def _no_date(field: BoundField, error: ValidationError) -> str:
    label = str(field.label).strip()
    if label.endswith("?"):
        return _("Enter a date for “%(label)s”") % {"label": label}
    return _("Enter %(label)s") % {"label": _name(field)}


def _subject(field: BoundField) -> str:
    """Return what a sentence about the answer begins with: the label, unless that is a question or a sentence."""
    label = str(field.label).strip()
    return _("Your answer") if label.endswith(("?", ".")) else label


def _too_long(field: BoundField, error: ValidationError) -> str:
    values = {"label": _subject(field), "most": error.params["limit_value"], "now": error.params["show_value"]}
    return _("%(label)s must be %(most)d characters or fewer. It has %(now)d.") % values


def _too_short(field: BoundField, error: ValidationError) -> str:
    values = {"label": _subject(field), "least": error.params["limit_value"], "now": error.params["show_value"]}
    return _("%(label)s must be %(least)d characters or more. It has %(now)d.") % values


def _too_small(field: BoundField, error: ValidationError) -> str:
    return _("%(label)s must be %(limit)s or more") % {"label": _subject(field), "limit": error.params["limit_value"]}


def _too_large(field: BoundField, error: ValidationError) -> str:
    return _("%(label)s must be %(limit)s or less") % {"label": _subject(field), "limit": error.params["limit_value"]}


def _email(field: BoundField, error: ValidationError) -> str:
    return _("Enter an email address in the correct format, like name@example.com")


def _address(field: BoundField, error: ValidationError) -> str:
    return _("Enter a web address in the correct format, like https://www.example.com")


def _number(field: BoundField, error: ValidationError) -> str:
    return _("%(label)s must be a number, like 250") % {"label": _subject(field)}


def _choice(field: BoundField, error: ValidationError) -> str:
    label = str(field.label).strip()
    if label.endswith("?"):
        return _("Answer “%(label)s”") % {"label": label}
    return _("Select %(label)s from the list") % {"label": _name(field)}


def _null_characters(field: BoundField, error: ValidationError) -> str:
    return _("Remove any invisible characters from your answer")


def _empty_file(field: BoundField, error: ValidationError) -> str:
    return _("The file is empty. Choose another file")


_STOCK: dict[int, Say] = {
    id(message): say
    for message, say in (
        (forms.Field.default_error_messages["required"], _missing),
        (GovukDateField.default_error_messages["required"], _no_date),
        (validators.MaxLengthValidator.message, _too_long),
        (validators.MinLengthValidator.message, _too_short),
        (validators.MinValueValidator.message, _too_small),
        (validators.MaxValueValidator.message, _too_large),
        (validators.ProhibitNullCharactersValidator.message, _null_characters),
        (validators.EmailValidator.message, _email),
        (validators.URLValidator.message, _address),
        (forms.URLField.default_error_messages["invalid"], _address),
        (forms.IntegerField.default_error_messages["invalid"], _number),
        (forms.FloatField.default_error_messages["invalid"], _number),
        (forms.DecimalField.default_error_messages["invalid"], _number),
        (forms.ChoiceField.default_error_messages["invalid_choice"], _choice),
        (forms.MultipleChoiceField.default_error_messages["invalid_choice"], _choice),
        (forms.ModelChoiceField.default_error_messages["invalid_choice"], _choice),
        (forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"], _choice),
        (forms.FileField.default_error_messages["empty"], _empty_file),
    )
}


def _too_few(formset: BaseFormSet) -> str:
    least = formset.min_num
    return ngettext("Add at least %(least)d entry", "Add at least %(least)d entries", least) % {"least": least}


def _too_many(formset: BaseFormSet) -> str:
    most = formset.max_num
    return ngettext("Add no more than %(most)d entry", "Add no more than %(most)d entries", most) % {"most": most}


def _unreadable(formset: BaseFormSet) -> str:
    return _("Part of the form was missing. Reload the page and fill it in again")


_FORMSET: dict[str | None, Callable[[BaseFormSet], str]] = {
    "too_few_forms": _too_few,
    "too_many_forms": _too_many,
    "missing_management_form": _unreadable,
}
