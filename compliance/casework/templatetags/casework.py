"""{% load casework %}: codes in words, and badges whose words say all that their colour says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from compliance.casework.choices import CALL_ENDINGS, Age, Level, Status
from compliance.casework.rules.lookup_values import Kind
from compliance.casework.rules.messages import Hint, Readability
from compliance.casework.rules.people_counts import PeopleCount
from compliance.casework.rules.queue import get_minutes_left
from compliance.concerns.choices import FileRole, Scan
from compliance.concerns.choices import Level as Urgency
from compliance.concerns.rules.tellers import TellerRole
from portal.core.languages import cache_by_language
from portal.reference import helpline, places, safeguarding

register = template.Library()

LOOKUP_KINDS = {
    Kind.PREMISES: gettext_lazy("premises"),
    Kind.PLATE: gettext_lazy("number plate"),
    Kind.PHONE: gettext_lazy("phone number"),
    Kind.WEB: gettext_lazy("web address"),
    Kind.BUSINESS: gettext_lazy("business"),
    Kind.NAME: gettext_lazy("name"),
}

PARTS = {
    "all": gettext_lazy("All"),
    "mine": gettext_lazy("Mine"),
    "unassigned": gettext_lazy("Unassigned"),
    "waiting": gettext_lazy("Waiting"),
}
EVENTS = {
    "contact": gettext_lazy("Contact"),
    "call": gettext_lazy("Call"),
    "message_helpline": gettext_lazy("We wrote"),
    "message_reporter": gettext_lazy("They wrote"),
    "contact_deleted": gettext_lazy("They deleted their contact details"),
    "note": gettext_lazy("Note"),
    "task": gettext_lazy("Done"),
    "signpost": gettext_lazy("Signposted to help"),
    "referral": gettext_lazy("Referral sent"),
    "file": gettext_lazy("File added"),
}
OBSTACLES = {
    "child_action": gettext_lazy("Finish the actions for the child, in “Actions”"),
    "contact_request": gettext_lazy("Call the person who asked for it, and record what happened, in “Actions”"),
    "untriaged": gettext_lazy("Select the kind of case and change its status: it is still “New”"),
    "closure_asked": gettext_lazy("A second person has been asked to approve closing it"),
    "referral": gettext_lazy("A referral is still waiting for an answer"),
    "unsent_referral": gettext_lazy("A referral has not been sent yet. Send or delete it"),
    "coded_facts": gettext_lazy("Code the facts that are counted"),
    "originals": gettext_lazy("Check the original files again, in “Files”"),
    "not_told": gettext_lazy("Tell the reporter the outcome, in “Conversation”"),
}
TELLER_ROLES = {
    TellerRole.SELF: gettext_lazy("The person affected"),
    TellerRole.OTHER: gettext_lazy("Someone other than the person affected"),
    TellerRole.NOT_KNOWN: gettext_lazy("Not known"),
}
CALL_PARTS = (
    (
        gettext_lazy("Where"),
        ("premises_name", "address", "town", "postcode", "local_authority", "vehicle"),
    ),
    (
        gettext_lazy("Who and what"),
        ("pv_count_min", "still_in_situation", "wants", "exploitation_type", "sector", "responsible"),
    ),
    (
        gettext_lazy("The caller, and how to contact them safely"),
        (
            "reporter_type",
            "reporter_proximity",
            "identity_mode",
            "consent",
            "name",
            "phone",
            "contact_method",
            "contact_safety",
            "safe_times",
            "code_word",
        ),
    ),
)


@register.filter
def lookup_kinds(kinds: Iterable[Kind]) -> str:
    """Return what two reports share, as a list of words."""
    return ", ".join(str(LOOKUP_KINDS[kind]) for kind in kinds)


@register.filter
@cache_by_language
def level_tag(level: str) -> SafeString:
    """The level in words; its size, border and mark tell it as well as its colour."""
    code = Level(level)
    return format_html('<strong class="portal-level portal-level--{}">{}</strong>', code.value, code.label)


@register.filter
@cache_by_language
def urgency_word(level: str) -> str:
    """The level of a concern that nobody has taken, without its number."""
    return str(Urgency(level).label)


@register.filter
@cache_by_language
def status_word(status: str) -> str:
    return str(Status(status).label)


@register.filter
@cache_by_language
def age_tag(age: str) -> SafeString | str:
    """Nothing for an adult."""
    if age == Age.ADULT:
        return ""
    words = _("Child") if age == Age.UNDER_18 else _("Age not sure")
    return format_html('<strong class="govuk-tag govuk-tag--pink">{}</strong>', words)


@register.filter
@cache_by_language
def teller_role(role: TellerRole) -> str:
    """Who told us, as somebody said it."""
    return str(TELLER_ROLES[role])


@register.filter
@cache_by_language
def word(code: str, vocabulary: str) -> str:
    return str(helpline.get_label(vocabulary, code)) if code else ""


@register.filter
def words(codes: Iterable[str], vocabulary: str) -> str:
    return _words(get_language(), codes, vocabulary)


def _words(language: str | None, codes: Iterable[str], vocabulary: str) -> str:
    return ", ".join(word.keep(language, code, vocabulary) for code in codes or ())  # type: ignore[attr-defined]


# For who knows the language already, as of cache_by_language.
words.keep = _words  # type: ignore[attr-defined]


@register.filter
def minutes_until(due_at: datetime, now: datetime) -> int:
    return get_minutes_left(due_at, now)


@register.filter
@cache_by_language
def time_left(minutes: int) -> SafeString | str:
    return _time_left(*_largest_unit(abs(minutes)), minutes < 0)


def span(minutes: int) -> str:
    """The largest unit that leaves something whole: 40 minutes, 5 hours, 3 days."""
    return _span(*_largest_unit(minutes))


def _largest_unit(minutes: int) -> tuple[int, str]:
    if minutes < 120:
        return minutes, "minute"
    hours = minutes // 60
    return (hours, "hour") if hours < 48 else (hours // 24, "day")


@cache_by_language
def _time_left(number: int, unit: str, is_over: bool) -> SafeString | str:
    words = {"span": _span(number, unit)}
    if not is_over:
        return _("%(span)s left") % words
    return format_html('<strong class="govuk-tag govuk-tag--red">{}</strong>', _("%(span)s overdue") % words)


def _span(number: int, unit: str) -> str:
    text = {
        "minute": ngettext("%(n)d minute", "%(n)d minutes", number),
        "hour": ngettext("%(n)d hour", "%(n)d hours", number),
        "day": ngettext("%(n)d day", "%(n)d days", number),
    }[unit]
    return text % {"n": number}


@register.filter
def parts(counts: Mapping[str, int]) -> list[tuple[str, Any, int]]:
    return [(name, words, counts[name]) for name, words in PARTS.items()]


@register.filter
def event_word(kind: str) -> Any:
    return EVENTS[kind]


@register.filter
def obstacle_word(code: str) -> Any:
    return OBSTACLES[code]


@register.filter
def council_contact(contact: Mapping[str, str]) -> str:
    """The council or Trust that was told of a child, and whom there."""
    code = contact.get("council", "")
    body = places.get_council(code) or safeguarding.get_bodies().get(code)
    name = " ".join(contact[part] for part in ("first_name", "last_name") if contact.get(part))
    return ", ".join(filter(None, (body.name if body else "", name, contact.get("phone"), contact.get("email"))))


@register.filter
def how_many(group: Any) -> str:
    """1 to 100, 12, at least 5, or not known."""
    least, most = group.count_min, group.count_max
    if least is None:
        return _("Not known")
    if group.count_mode == "range" and most is not None:
        return _("%(least)d to %(most)d") % {"least": least, "most": most}
    return _("at least %(least)d") % {"least": least} if group.count_mode == "minimum" else str(least)


@register.filter
def people_count(count: PeopleCount) -> str:
    """At least 5; at least 5, at most 8; or not known. It is never one bare number: nobody here is confirmed."""
    if count.most is not None:
        return _("At least %(least)d, at most %(most)d") % {"least": count.least, "most": count.most}
    return _("At least %(least)d") % {"least": count.least} if count.least else _("Not known")


@register.filter
def hint_words(look: Readability) -> list[str]:
    """What would make a message easier to read, as sentences."""
    sentences = {
        Hint.LONG_SENTENCE: _("The longest sentence has %(n)d words. Split it in two.") % {"n": look.longest},
        Hint.HARD_WORDS: _("It reads like a text for someone aged %(age)d. Use shorter words.") % {"age": look.age},
        Hint.NO_NEXT_LOOK: _("It does not say when to check back here. Nothing else tells them."),
    }
    return [sentences[hint] for hint in look.hints]


@register.filter
def role_word(code: str) -> Any:
    return FileRole(code).label if code in FileRole else code


@register.filter
def scan_word(code: str) -> Any:
    return Scan(code).label if code in Scan else code


@register.filter
def clock(moment: str) -> str:
    """The time of a moment in ISO form, as the form of a call carries it."""
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(moment)), "H:i")
    except ValueError:
        return ""


@register.filter
def quick_ends(_nothing: str) -> list[tuple[str, Any]]:
    return [(ending.value, ending.label) for ending in CALL_ENDINGS]


@dataclass(frozen=True)
class Part:
    title: Any
    fields: list[Any]
    is_open: bool


@register.filter
def call_parts(form: Any) -> list[Part]:
    """The groups of the form of a call; one that holds something is open."""
    groups = []
    for title, names in CALL_PARTS:
        fields = [form[name] for name in names]
        groups.append(Part(title, fields, is_open=any(field.value() or field.errors for field in fields)))
    return groups
