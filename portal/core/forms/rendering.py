"""Template context of a field, for templates/forms/."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.core.forms.components import get_component
from portal.core.forms.dates import PARTS
from portal.core.forms.errors import get_messages
from portal.core.types import Context

CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "file": "govuk-file-upload",
    "input": "govuk-input",
    "several": "govuk-input",
    "other": "govuk-input",
}
ERROR_CLASSES = {
    "select": "govuk-select--error",
    "textarea": "govuk-textarea--error",
    "file": "govuk-file-upload--error",
}


def get_field_context(field: BoundField, **options: Any) -> Context:
    """Return everything that forms/field.html shows about one field.

    options: heading ("xl", "l", "m": the label is the page's h1), caption, hide_label, size ("s", "m", "l").
    """
    field.form.use_required_attribute = False
    kind = get_component(field)
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
        "messages": get_messages(field),
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


def get_visible_fields(form: forms.BaseForm) -> list[BoundField]:
    """Return the fields that stand by themselves: not hidden, and not shown under an option of another field."""
    revealed = get_revealed_names(form)
    return [field for field in form.visible_fields() if field.name not in revealed]


def get_revealed_names(form: forms.BaseForm) -> set[str]:
    """Return the names of fields that are shown under an option of another field.

    Each field of the form asks; they are looked for once as long as the form has the same widgets.
    """
    widgets = [field.widget for field in form.fields.values()]
    known: tuple[list[forms.Widget], set[str]] | None = getattr(form, "revealed_names", None)
    if known is None or known[0] != widgets:
        names = {name for widget in widgets for names in getattr(widget, "reveals", {}).values() for name in names}
        known = form.revealed_names = (widgets, names)  # type: ignore[attr-defined]  # kept beside what Django keeps
    return known[1]


def _control(field: BoundField, kind: str, described_by: list[str]) -> str:
    widget = field.field.widget
    css_class = widget.attrs.get("class", "")
    classes = [CLASSES[kind], css_class]
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
    if kind == "several":
        for number, part in enumerate(widget.widgets, start=1):
            part.attrs.setdefault("aria-label", f"{field.label} ({number})")
    elif described_by:
        attrs["aria-describedby"] = " ".join(described_by)
    attrs.update(_typing_help(widget, kind))
    return field.as_widget(attrs=attrs)


def _typing_help(widget: forms.Widget, kind: str) -> dict[str, Any]:
    """Return the keyboard and autocomplete attributes of a widget; what the widget says itself wins."""
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
    """Return whether the label says "optional", as all do except on forms that set mark_optional = False, such as
    filters.
    """
    is_question = kind not in {"checkbox", "hidden"} and field.name not in get_revealed_names(field.form)
    return is_question and not field.field.required and getattr(field.form, "mark_optional", True)


def _items(field: BoundField, kind: str) -> Iterator[dict[str, Any]]:
    widget = field.field.widget
    hints, reveals = getattr(widget, "hints", {}), getattr(widget, "reveals", {})
    exclusive = getattr(widget, "exclusive", None)
    for index, option in enumerate(field.subwidgets):
        data = option.data
        value = str(data["value"])
        yield {
            "id": data["attrs"].get("id") or f"{field.auto_id}_{index}",
            "name": data["name"],
            "value": value,
            "label": data["label"],
            "checked": data["selected"],
            "disabled": bool(data["attrs"].get("disabled")),
            "hint": hints.get(value, ""),
            "reveal": [field.form[name] for name in reveals.get(value, ()) if name in field.form.fields],
            "exclusive": exclusive == value and kind == "checkboxes",
            "divided": exclusive == value and index > 0,
        }


def _date_items(field: BoundField) -> Iterator[dict[str, Any]]:
    names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    value = field.value()
    values = value if isinstance(value, list | tuple) else field.field.widget.decompress(value)
    wrong = getattr(field.field, "wrong_parts", ()) or PARTS
    for index, part in enumerate(PARTS):
        yield {
            "id": f"{field.auto_id}_{index}",
            "name": f"{field.html_name}_{part}",
            "label": names[part],
            "value": "" if values[index] is None else values[index],
            "width": 4 if part == "year" else 3 if part == "month" else 2,
            "numeric": part != "month",
            "is_wrong": bool(field.errors) and part in wrong,
        }
