"""What a case could tell somebody outside: each thing by its name, in the very words that they would read.

Who told us is one such thing, and in no other: their name, numbers and addresses are taken out of every text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.choices import IdentityMode
from compliance.casework.models import (
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Exploiter,
    PersonGroup,
    PersonIdentity,
)
from compliance.casework.rules import disclosure as rules
from compliance.casework.rules.referrals import withhold
from compliance.casework.services import case_files, describing, locating, whole, work
from compliance.casework.services.keys import Keys
from compliance.casework.services.tellers import Teller, contacts_of, known_of_tellers, said_in, tellers
from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from portal.reference import helpline, places
from portal.vault.encryption import CannotOpen

# How private somebody asked to be, in words that stay true also where a name goes on a ground of the law.
MODES: dict[str, Promise] = {
    IdentityMode.NAMED_SHARE: gettext_lazy("who agreed that their name may be shared"),
    IdentityMode.CONFIDENTIAL: gettext_lazy("who asked us not to pass on their name"),
    IdentityMode.ANONYMOUS: gettext_lazy("who gave no name"),
}

# Names of items that are messages: part of the account, and not ticked at first.
MESSAGE = f"{rules.ACCOUNT}:message:"


@dataclass(frozen=True)
class Item:
    """name: kind, and the row's uuid where there may be several. text: as the recipient reads it."""

    name: str
    kind: str
    label: str
    text: str = field(repr=False)


def items(case: Case, keys: Keys, *, kinds: Iterable[str]) -> list[Item]:
    """All that the case holds of these kinds, in the order of a page."""
    told_by = tellers(case, keys)
    known, known_beside_person = known_of_tellers(case, keys), known_of_tellers(case, keys, is_of_person=True)
    everything = [
        *_urgency(case),
        *_handling(case, told_by),
        *_accounts(case, keys),
        *_messages(case, keys),
        *_rows(case, keys),
        *_signs(case),
        *_needs(told_by),
        *_agreed(case, keys),
        *_persons(case, keys),
        *_files(case, keys),
    ]
    known_for = {rules.PERSON: known_beside_person}
    clean = [replace(one, text=withhold(one.text, known_for.get(one.kind, known))) for one in everything]
    wanted = frozenset(kinds)
    return [one for one in [*clean, *_reporters(told_by)] if one.kind in wanted and one.text]


def account(case: Case, keys: Keys) -> str:
    """All that was told, for a handler's eyes."""
    return "\n\n".join(one.text for one in _accounts(case, keys))


def _urgency(case: Case) -> list[Item]:
    lines = (
        (_("Urgency"), case.get_level_display()),
        (_("Danger"), case.get_danger_level_display()),
        (_("Age"), case.get_age_of_person_display()),
    )
    return [Item(rules.URGENCY, rules.URGENCY, _("How urgent it is"), _lines(lines))]


def _handling(case: Case, told_by: Iterable[Teller]) -> list[Item]:
    """Who told us, how private they asked to be, and the marking of the case (helpline 2.6)."""
    who = "; ".join(sorted({_role_and_mode(one) for one in told_by}))
    lines = ((_("Who told us"), who), (_("Marking"), helpline.label("handling_marking", case.marking)))
    return [Item(rules.HANDLING, rules.HANDLING, _("How to handle it"), _lines(lines))]


def _role_and_mode(teller: Teller) -> str:
    role = _("the person affected") if teller.is_victim else _("somebody other than the person affected")
    return f"{role}, {MODES[teller.mode]}" if teller.mode in MODES else role


def _accounts(case: Case, keys: Keys) -> list[Item]:
    found = []
    for contact in contacts_of(case):
        if text := str(said_in(contact, keys).get("account") or ""):
            found.append(Item(f"{rules.ACCOUNT}:{contact.pk}", rules.ACCOUNT, _("What was told to us"), text))
    return found


def _messages(case: Case, keys: Keys) -> list[Item]:
    """What a reporter wrote later, under their code; each goes only where somebody ticks it."""
    found = []
    for concern in work.concerns_of(case):
        try:
            written = dialogue.conversation(concern, keys.of(concern))
        except CannotOpen:
            continue
        for message in written:
            if message.author == Author.REPORTER:
                label = _("Message to us, %(day)s") % {"day": date_format(message.day, "j F Y")}
                found.append(Item(f"{MESSAGE}{message.uuid}", rules.ACCOUNT, label, message.text))
    return found


def _rows(case: Case, keys: Keys) -> list[Item]:
    found = [_place(row, keys) for row in whole.read(CaseLocation.objects.order_by("uuid"), case)]
    found += [_people(row, keys) for row in whole.read(PersonGroup.objects.order_by("uuid"), case)]
    found += [_exploiter(row, keys) for row in whole.read(Exploiter.objects.order_by("uuid"), case)]
    found += [_supply_chain(row, keys) for row in whole.read(CaseSupplyChainLink.objects.order_by("uuid"), case)]
    return found


def _place(row: CaseLocation, keys: Keys) -> Item:
    said = keys.facts(row, "place")
    council, force = locating.council_of(said), places.police_forces().get(said.get("force", ""))
    lines = (
        (_("What it is"), _label("location_role", row.role)),
        (_("Kind"), _label("venue_type", row.venue_type)),
        (_("Name"), said.get("premises")),
        (_("Address"), ", ".join(said[key] for key in ("lines", "town", "postcode") if said.get(key))),
        (_("Council"), council.official_name if council else said.get("council_typed")),
        (_("Police force"), force.name if force else ""),
        (_("Country"), said.get("country")),
        (_("How to find it"), said.get("directions")),
        (_("Vehicle"), said.get("vehicle")),
        (_("Web address"), said.get("url")),
    )
    return Item(f"{rules.PLACE}:{row.pk}", rules.PLACE, _("Place"), _lines(lines))


def _people(row: PersonGroup, keys: Keys) -> Item:
    number = "–".join(str(count) for count in (row.count_min, row.count_max) if count is not None)
    lines = (
        (_("How many"), number or _label("pv_count_mode", row.count_mode)),
        (_("Gender"), _label("group_gender", row.gender)),
        (_("Ages"), _labels("age_band", row.age_bands)),
        (_("Nationalities"), ", ".join(row.nationalities)),
        (_("Languages"), _labels("language", row.languages)),
        (_("Still in the situation"), _label("still_in_situation", row.still_in_situation)),
        (_("About them"), keys.read(row, "description")),
    )
    return Item(f"{rules.PEOPLE}:{row.pk}", rules.PEOPLE, _("People affected"), _lines(lines))


def _exploiter(row: Exploiter, keys: Keys) -> Item:
    said = keys.facts(row, "description")
    lines = (
        (_("Who"), said.get("name")),
        (_("Description"), said.get("description")),
        (_("Business"), said.get("business")),
        (_("Vehicle, phone or web address"), said.get("contact") or said.get("vehicle")),
        (_("Where they come from, or what they speak"), said.get("origin")),
        (_("How many"), row.count),
    )
    return Item(f"{rules.EXPLOITER}:{row.pk}", rules.EXPLOITER, _("Who may be responsible"), _lines(lines))


def _supply_chain(row: CaseSupplyChainLink, keys: Keys) -> Item:
    """Without the business that told us: its identity goes to nobody (helpline 6.5)."""
    said = keys.facts(row, "details")
    lines = (
        (_("Business"), said.get("business")),
        (_("Site"), said.get("site")),
        (_("Goods or services"), said.get("product")),
        (_("Labour provider"), said.get("labour_provider")),
        (_("Workers affected"), said.get("workers")),
        (_("Place in the chain"), _label("supply_chain_tier", row.tier)),
    )
    return Item(f"{rules.SUPPLY_CHAIN}:{row.pk}", rules.SUPPLY_CHAIN, _("Business in the supply chain"), _lines(lines))


def _signs(case: Case) -> list[Item]:
    found = [str(helpline.label(*sign)) for sign in describing.signs(case)]
    kinds = _labels("exploitation_type", _of_parts(case, "exploitation_types"))
    sectors = _labels("sector", _of_parts(case, "sectors"))
    lines = ((_("Kind of situation"), kinds), (_("Work"), sectors), (_("Signs"), "\n".join(found)))
    return [Item(rules.SIGNS, rules.SIGNS, _("Signs"), _lines(lines))]


def _of_parts(case: Case, name: str) -> list[str]:
    """Codes of the case, then what those that were merged into it have besides."""
    return list(dict.fromkeys(code for part in case.parts for code in getattr(part, name)))


def _needs(told_by: Iterable[Teller]) -> list[Item]:
    """Of the people who told us, without saying who they are."""
    found = {str(helpline.label("language", one.language)) for one in told_by if one.language not in {"", "unknown"}}
    needs = {str(helpline.label("communication_need", need)) for one in told_by for need in one.needs if need != "none"}
    lines = ((_("Language"), ", ".join(sorted(found))), (_("What helps to talk"), ", ".join(sorted(needs))))
    return [Item(rules.NEEDS, rules.NEEDS, _("Language and needs"), _lines(lines))]


def _agreed(case: Case, keys: Keys) -> list[Item]:
    text = keys.read(case, "summary_for_partners")
    return [Item(rules.AGREED, rules.AGREED, _("Summary written for partners"), text)]


def _persons(case: Case, keys: Keys) -> list[Item]:
    """Who somebody affected is, where we know it."""
    found = []
    for row in persons(case):
        lines = [(name.replace("_", " ").capitalize(), value) for name, value in keys.facts(row, "details").items()]
        found.append(Item(f"{rules.PERSON}:{row.pk}", rules.PERSON, _("Who the person is"), _lines(lines)))
    return found


def persons(case: Case) -> QuerySet[PersonIdentity]:
    """Who people affected are, where we know it."""
    found = PersonIdentity.objects.filter(group__case__in=[part.pk for part in case.parts])
    return found.select_related("data_key").order_by("uuid")


def _files(case: Case, keys: Keys) -> list[Item]:
    """Each by what it is, and by the name and the fingerprint that it goes under."""
    found = []
    for file in case_files.of_case(case, keys):
        is_plain = file.is_of_desk or not file.tells_more
        lines = (
            (_("What it is"), file.what),
            (_("Made on"), date_format(file.made_on, "j F Y") if file.made_on else ""),
            (_("File"), f"{file.neutral_name}, {filesizeformat(file.size)}"),
            (_("SHA-256"), file.sha256),
        )
        kind = rules.FILE if is_plain else rules.ORIGINAL
        label = _("File as it came, not cleaned") if file.tells_more else _("File")
        found.append(Item(f"{kind}:{file.uuid}", kind, label, _lines(lines)))
    return found


def _reporters(told_by: Iterable[Teller]) -> list[Item]:
    """Without the number of somebody who must not be phoned: whoever has it might (security RP12)."""
    found = []
    for teller in told_by:
        if teller.details:
            lines = (
                (_("Name"), teller.details.get("name")),
                (_("Phone"), teller.details.get("phone") if teller.may_phone else _("Do not phone them")),
                (_("Email"), teller.details.get("email")),
                (_("Through"), teller.details.get("other_route")),
                (_("How to reach them"), _labels("contact_method", teller.safety.get("contact_method") or [])),
                (_("What keeps them safe"), _labels("contact_safety", teller.safety.get("contact_safety") or [])),
                (_("When it is safe"), teller.safety.get("safe_times")),
                (_("Agreed word, say it first"), teller.safety.get("code_word")),
            )
            name = f"{rules.REPORTER}:{teller.name}"
            found.append(Item(name, rules.REPORTER, _("Who told us, and how to reach them"), _lines(lines)))
    return found


def _lines(pairs: Iterable[tuple[str, Any]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs if value not in (None, "", []))


def _label(name: str, code: str) -> str:
    return str(helpline.label(name, code)) if code and code != "unknown" else ""


def _labels(name: str, codes: Iterable[str]) -> str:
    return ", ".join(filter(None, (_label(name, code) for code in codes)))
