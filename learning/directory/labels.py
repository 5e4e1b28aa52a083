"""Labels of an entry's codes, for those who read it."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from learning.directory import need_categories, ons_areas
from learning.directory.models import Service
from learning.directory.rules import hours
from learning.directory.rules.hours import Span
from portal.reference import helpline

# A longer list of places is counted.
MAX_PLACES = 4


def get_hours_label(spans: Iterable[Span]) -> list[str]:
    return hours.format_hours(spans, _words(get_language() or ""))


@cache
def _words(language: str) -> hours.HoursWording:
    """In the language that is in force, which is the one given."""
    return hours.HoursWording(
        days=[str(helpline.get_label("weekday", code)) for code in hours.DAY_CODES],
        weeks=[_("first"), _("second"), _("third"), _("fourth"), _("last")],
        every_day=_("Every day"),
        all_day=_("24 hours"),
        midday=_("midday"),
        midnight=_("midnight"),
        both=_("{first} to {last}"),
        of_month=_("{weeks} {days} of the month"),
        since=_("from {day}"),
        until=_("until {day}"),
        day=lambda day: date_format(day, "j F Y"),
    )


def get_area_label(service: Service) -> str:
    """Return the widest places first; of many, how many more."""
    codes = sorted(service.areas, key=lambda code: -ons_areas.get_rank(code))
    names = [str(ons_areas.get_name(code)) for code in codes[:MAX_PLACES]]
    if more := len(codes) - len(names):
        names.append(ngettext("%(n)d more place", "%(n)d more places", more) % {"n": more})
    return ", ".join(names)


def get_languages_label(service: Service) -> str:
    """Return the languages; empty where nothing is known but English."""
    spoken = [str(helpline.get_label("language", code)) for code in service.languages if code != "en"]
    labels = [", ".join(sorted(spoken))] if spoken else []
    if service.interpretation_services:
        labels.append(service.interpretation_services)
    elif service.has_interpreters:
        labels.append(_("Interpreters for other languages"))
    return "; ".join(labels)


def get_ages_label(service: Service) -> str:
    least, most = service.minimum_age, service.maximum_age
    if least is not None and most is not None:
        return _("From %(least)d to %(most)d years") % {"least": least, "most": most}
    if least is not None:
        return _("%(least)d years and over") % {"least": least}
    return _("Up to %(most)d years") % {"most": most} if most is not None else ""


def get_audiences_label(service: Service) -> list[str]:
    return [str(need_categories.get_audience_label(code)) for code in service.audiences]


def get_needs_label(service: Service) -> list[str]:
    return [str(words) for words in need_categories.get_needs_for_types(service.needs)]


def get_checked_label(service: Service) -> str:
    """Return when somebody last made sure of it, or that so far it is only what others published."""
    if service.assured_on:
        return _("Last checked on %(day)s.") % {"day": date_format(service.assured_on, "j F Y")}
    if when := _month(service.source_checked):
        return _("From public sources, %(when)s. We have not checked it ourselves yet.") % {"when": when}
    return _("From public sources. We have not checked it ourselves yet.")


def _month(written: str) -> str:
    """Return 2026-04-21 or 2026-04 as April 2026, 2026 as it is."""
    year, _dash, day = written.partition("-")
    return date_format(date(int(year), int(day[:2]), 1), "F Y") if day else year
