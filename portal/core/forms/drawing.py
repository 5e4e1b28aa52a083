"""What the templates of forms/ need to know about a field, and the words of the error summary."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.widgets import Input
from django.utils.translation import gettext as _

from portal.core.forms.dates import PARTS, GovukDateWidget

# The first class that fits decides; subclasses stand before their parents.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovukDateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (Input, "input"),
)
CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "file": "govuk-file-upload",
    "input": "govuk-input",
    "other": "govuk-input",
}
ERROR_CLASSES = {
    "select": "govuk-select--error",
    "textarea": "govuk-textarea--error",
    "file": "govuk-file-upload--error",
}
CHOSEN = {"checkboxes", "radios", "select"}


def kind_of(field: BoundField) -> str:
    if field.is_hidden:
        return "hidden"
    return next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "other")


def describe(field: BoundField, **options: Any) -> dict[str, Any]:
    """Everything that forms/field.html says about one field.

    options: heading ("xl", "l", "m": the label is the page's h1), caption, hide_label, size ("s", "m", "l").
    """
    field.form.use_required_attribute = False
    kind = kind_of(field)
    widget = field.field.widget
    counted = _count_limit(field) if kind == "textarea" else {}
    described_by = [
        *([f"{field.auto_id}_helptext"] if field.help_text else []),
        *([f"{field.auto_id}_error"] if field.errors else []),
    ]
    drawn = {
        "field": field,
        "kind": kind,
        "label": field.label,
        "is_optional": _is_marked_optional(field, kind),
        "messages": messages_of(field),
        "described_by": " ".join(described_by),
        "counted": counted,
        "prefix": getattr(widget, "prefix", ""),
        "suffix": getattr(widget, "suffix", ""),
        "inline": getattr(widget, "inline", False),
        "small": getattr(widget, "small", False),
        "heading": "",
        "caption": "",
        "size": "s",
        "hide_label": False,
        **options,
    }
    if kind in {"checkboxes", "radios"}:
        drawn["items"] = list(_items(field, kind))
        drawn["has_reveals"] = any(item["reveal"] for item in drawn["items"])
    elif kind == "date":
        drawn["items"] = list(_date_items(field))
    elif kind == "checkbox":
        drawn["checked"] = widget.check_test(field.value())
    else:
        if counted:
            described_by.append(f"{field.auto_id}-info")
        drawn["control"] = _control(field, kind, described_by)
    if kind == "file":
        drawn["current"] = field.value() if getattr(field.value(), "url", None) else None
    return drawn


def visible_fields(form: forms.BaseForm) -> list[BoundField]:
    """The fields that stand by themselves: not hidden, and not drawn under an option of another field."""
    revealed = {name for field in form.fields.values() for name in getattr(field.widget, "reveals", {}).values()}
    return [field for field in form.visible_fields() if field.name not in revealed]


def _control(field: BoundField, kind: str, described_by: list[str]) -> str:
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    classes = [CLASSES[kind], own]
    if getattr(widget, "width", None):
        classes.append(f"govuk-input--width-{widget.width}")
    if field.errors:
        classes.append(ERROR_CLASSES.get(kind, "govuk-input--error"))
    if kind == "textarea" and _count_limit(field):
        classes.append("govuk-js-character-count")
    # The server says what is too long; a browser that cuts the text off would lose it in silence.
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes)), "maxlength": False, "minlength": False}
    if own_description := widget.attrs.get("aria-describedby"):
        described_by = [*described_by, own_description]
    if described_by:
        attrs["aria-describedby"] = " ".join(described_by)
    attrs.update(_typing_help(widget, kind))
    return field.as_widget(attrs=attrs)


def _typing_help(widget: forms.Widget, kind: str) -> dict[str, Any]:
    """The keyboard and the memory of the browser; what a widget says itself wins."""
    known: dict[str, Any] = {}
    if kind == "password":
        known = {"spellcheck": "false", "autocapitalize": "none"}
    elif isinstance(widget, forms.NumberInput):
        decimal = widget.attrs.get("step") not in {None, 1, "1"}
        widget.input_type = "text"
        known = {"inputmode": "decimal" if decimal else "numeric", "autocomplete": "off"}
        return {**{k: v for k, v in known.items() if k not in widget.attrs}, "min": False, "max": False, "step": False}
    elif isinstance(widget, forms.EmailInput):
        known = {"autocomplete": "email", "spellcheck": "false"}
    elif isinstance(widget, forms.URLInput):
        known = {"autocomplete": "url", "inputmode": "url", "spellcheck": "false"}
    return {name: value for name, value in known.items() if name not in widget.attrs}


def _count_limit(field: BoundField) -> dict[str, int]:
    widget = field.field.widget
    threshold = {"threshold": widget.threshold} if getattr(widget, "threshold", 0) else {}
    if maxwords := getattr(widget, "maxwords", None):
        return {"maxwords": maxwords, **threshold}
    maxlength = getattr(widget, "maxlength", None) or getattr(field.field, "max_length", None)
    return {"maxlength": maxlength, **threshold} if maxlength else {}


def _is_marked_optional(field: BoundField, kind: str) -> bool:
    """Optional questions say so, except on forms that set mark_optional = False, such as filters."""
    return (
        not field.field.required and kind not in {"checkbox", "hidden"} and getattr(field.form, "mark_optional", True)
    )


def _items(field: BoundField, kind: str) -> Iterator[dict[str, Any]]:
    widget = field.field.widget
    hints, reveals = getattr(widget, "hints", {}), getattr(widget, "reveals", {})
    exclusive = getattr(widget, "exclusive", None)
    for place, option in enumerate(field.subwidgets):
        data = option.data
        value = str(data["value"])
        name = reveals.get(value)
        yield {
            "id": data["attrs"].get("id") or f"{field.auto_id}_{place}",
            "name": data["name"],
            "value": value,
            "label": data["label"],
            "checked": data["selected"],
            "disabled": bool(data["attrs"].get("disabled")),
            "hint": hints.get(value, ""),
            "reveal": field.form[name] if name in field.form.fields else None,
            "exclusive": exclusive == value and kind == "checkboxes",
            "divided": exclusive == value and place > 0,
        }


def _date_items(field: BoundField) -> Iterator[dict[str, Any]]:
    names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    value = field.value()
    values = value if isinstance(value, list | tuple) else field.field.widget.decompress(value)
    wrong = getattr(field.field, "wrong_parts", ()) or PARTS
    for place, part in enumerate(PARTS):
        yield {
            "id": f"{field.auto_id}_{place}",
            "name": f"{field.html_name}_{part}",
            "label": names[part],
            "value": "" if values[place] is None else values[place],
            "width": 4 if part == "year" else 3 if part == "month" else 2,
            "numeric": part != "month",
            "is_wrong": bool(field.errors) and part in wrong,
        }


# --- Errors ---------------------------------------------------------------------------------------------------------


def messages_of(field: BoundField) -> list[str]:
    """The field's messages; where Django only says "required", what to do instead (experience 5)."""
    said: list[str] = []
    for error in field.errors.as_data():
        for message in error:
            is_stock = error.code == "required" and str(message) == str(forms.Field.default_error_messages["required"])
            text = _say_what_is_missing(field) if is_stock else str(message)
            if text not in said:
                said.append(text)
    return said


def _say_what_is_missing(field: BoundField) -> str:
    kind, label = kind_of(field), str(field.label).strip()
    if kind == "checkbox":
        return _("Tick the box: %(label)s") % {"label": label}
    if label.endswith("?"):
        return _("Answer the question “%(label)s”") % {"label": label}
    if kind in CHOSEN:
        return _("Select %(label)s") % {"label": _in_a_sentence(label)}
    if kind == "file":
        return _("Choose a file for %(label)s") % {"label": _in_a_sentence(label)}
    return _("Enter %(label)s") % {"label": _in_a_sentence(label)}


def _in_a_sentence(label: str) -> str:
    """The label with a small first letter, unless it begins with a short form such as VAT."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def first_id(field: BoundField) -> str:
    """The id of the first control of a field that needs mending: where a link of the summary leads."""
    kind = kind_of(field)
    if kind in {"checkboxes", "radios"}:
        return f"{field.auto_id}_0"
    if kind == "date":
        wrong = getattr(field.field, "wrong_parts", ()) or PARTS
        return f"{field.auto_id}_{PARTS.index(wrong[0])}"
    return field.field.widget.id_for_label(field.auto_id) or field.auto_id


def forms_in(values: Mapping[str, Any]) -> list[forms.BaseForm | BaseFormSet]:
    """The bound forms and formsets among a template's variables, each once, `form` first."""
    found: list[forms.BaseForm | BaseFormSet] = []
    for value in [values.get("form"), *values.values()]:
        for thing in value if isinstance(value, list | tuple) else [value]:
            is_form = isinstance(thing, forms.BaseForm | BaseFormSet)
            if is_form and thing.is_bound and not any(thing is other for other in found):
                found.append(thing)
    # A form of a formset that is here too is told by its formset.
    members = {id(form) for formset in found if isinstance(formset, BaseFormSet) for form in formset.forms}
    return [thing for thing in found if id(thing) not in members]


def summary(things: list[forms.BaseForm | BaseFormSet]) -> list[tuple[str, str]]:
    """Message and id of the field to go to (empty where there is none), in the order of the page."""
    lines: list[tuple[str, str]] = []
    for thing in things:
        if isinstance(thing, BaseFormSet):
            lines += [(str(message), "") for message in thing.non_form_errors()]
            lines += summary(
                [form for form in thing.forms if not thing.can_delete or not thing._should_delete_form(form)]
            )
            continue
        lines += [(str(message), "") for message in thing.non_field_errors()]
        for field in thing:
            target = "" if field.is_hidden else first_id(field)
            lines += [(message, target) for message in messages_of(field)]
    return list(dict.fromkeys(lines))
