"""The split of a statement's text, to be corrected, and what it is taken over as."""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core.forms import section as forms_section
from compliance.statements.core.forms.fields import EARLIEST, LATEST
from compliance.statements.core.forms.section import SectionContext
from compliance.statements.models import Version
from compliance.statements.text_checker.rules.split_sections import REST, chapters
from compliance.statements.text_checker.services import BELOW, KEEP, REPLACE
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea

LAST_YEAR = "last_year"
WRITTEN = (SectionCode.INTRO, *AREAS)
MAX_GOALS, GOAL_LENGTH = 20, 500


class SplitForm(forms.Form):
    """versions: drafts of the organisation that are open for writing."""

    mark_optional = False

    into = forms.ChoiceField(
        label=gettext_lazy("What do you want to use the text for?"),
        widget=GovukRadios,
        error_messages={
            "required": gettext_lazy("Select what you want to use the text for"),
            "invalid_choice": gettext_lazy("Select what you want to use the text for"),
        },
    )
    period_start = GovukDateField(
        label=gettext_lazy("First day of the financial year of that statement"),
        earliest=EARLIEST,
        latest=LATEST,
        required=False,
    )
    period_end = GovukDateField(
        label=gettext_lazy("Last day of the financial year of that statement"),
        earliest=EARLIEST,
        latest=LATEST,
        required=False,
    )
    statement_url = forms.URLField(
        label=gettext_lazy("Where it is published"),
        help_text=gettext_lazy("The address of its page or file."),
        required=False,
        max_length=1024,
        assume_scheme="https",
    )
    goals = forms.CharField(
        label=gettext_lazy("What it said you would do"),
        help_text=gettext_lazy("One promise or goal per line. This year’s statement asks what happened to each."),
        required=False,
        widget=GovukTextarea(rows=6),
    )
    existing = forms.ChoiceField(
        label=gettext_lazy("Where there is text already"),
        choices=[
            (KEEP, gettext_lazy("Keep what is there")),
            (BELOW, gettext_lazy("Keep it, and add this text below it")),
            (REPLACE, gettext_lazy("Replace it with this text")),
        ],
        initial=KEEP,
        widget=GovukRadios,
    )

    def __init__(self, *args: Any, versions: Sequence[Version], around: SectionContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.uuid): version for version in versions}
        self.around = around
        drafts = [
            (
                key,
                _("As the text of the draft for %(year)s, and beside each section") % {"year": version.statement.year},
            )
            for key, version in self.versions.items()
        ]
        into = self.fields["into"]
        into.choices = [(LAST_YEAR, _("As last year’s statement, beside each section")), *drafts]  # type: ignore[attr-defined]
        for code in WRITTEN:
            most = vocabulary.field(f"narrative_{code}").max_length
            self.fields[code] = forms.CharField(
                label=code.label,
                required=False,
                max_length=most or None,
                strip=False,
                widget=GovukTextarea(rows=8),
            )
        self.fields[REST] = forms.CharField(
            label=_("Left out"),
            help_text=_("This is not saved. Move what you need into the parts above."),
            required=False,
            strip=False,
            widget=GovukTextarea(rows=6),
        )
        self.order_fields([*WRITTEN, REST])
        if drafts and (headings := self._headings()):
            self.fields["own"] = forms.MultipleChoiceField(
                label=_("Headings that fit no area"),
                help_text=_(
                    "Choose those that should be sections of your own in the draft. The others stay in the text above."
                ),
                choices=[(heading, heading) for heading in headings],
                required=False,
                widget=GovukCheckboxes,
                error_messages={"invalid_choice": _("Select headings that are in the text above, after “##”")},
            )

    def _headings(self) -> list[str]:
        """Those in the text as it stands in the page; ones too long for a section's heading stay in the text."""
        most = vocabulary.field("extra_section.heading").max_length or 0
        texts = ((self[code].value() or "").replace("\r\n", "\n").split("\n\n") for code in WRITTEN)
        return [code for code in dict.fromkeys(chain.from_iterable(map(chapters, texts))) if 0 < len(code) <= most]

    @property
    def own(self) -> list[str]:
        """Return headings that become sections of the organisation's own."""
        return self.cleaned_data.get("own") or []

    @property
    def version(self) -> Version | None:
        return self.versions.get(self.cleaned_data.get("into", ""))

    @property
    def texts(self) -> dict[str, str]:
        return {str(code): self.cleaned_data.get(code) or "" for code in WRITTEN}

    def clean_goals(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["goals"].splitlines())
        goals = [code for code in dict.fromkeys(lines) if code]
        if len(goals) > MAX_GOALS:
            raise forms.ValidationError(_("Keep %(most)d goals or fewer") % {"most": MAX_GOALS})
        if any(len(goal) > GOAL_LENGTH for goal in goals):
            raise forms.ValidationError(_("Use %(most)d characters or fewer for each goal") % {"most": GOAL_LENGTH})
        return goals

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(code, "").strip() for code in WRITTEN) and not self.errors:
            raise forms.ValidationError(_("There is no text in any part. Move some of it out of “Left out”"))
        if cleaned.get("into") == LAST_YEAR:
            self._check_period(cleaned)
        return cleaned

    @property
    def period(self) -> tuple[date, date] | None:
        """Return the financial year of that statement, where both days are given and in order."""
        days = self.cleaned_data.get("period_start"), self.cleaned_data.get("period_end")
        return (days[0], days[1]) if days[0] and days[1] and days[0] < days[1] else None

    def _check_period(self, cleaned: dict[str, Any]) -> None:
        days = {}
        for name, message in (
            ("period_start", _("Enter the first day of the financial year of that statement")),
            ("period_end", _("Enter the last day of the financial year of that statement")),
        ):
            if name in self.errors:
                continue
            if cleaned.get(name) is None:
                self.add_error(name, message)
            else:
                days[name] = cleaned[name].isoformat()
        for name, sentence in forms_section.check_period(days, self.around) if len(days) == 2 else ():
            self.add_error(name, sentence)
