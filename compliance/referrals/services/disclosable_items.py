"""What a case could tell somebody outside: each thing by its name, in the very words that they would read.

The name, phone number, email address and other route that the case holds for who told us are an item of their own, and
are taken out of the text of every other item. All other words stay as they were written: "my neighbour" or "I heard
her" still shows who told us, and so does a name that the case does not hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

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
)
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.selectors.tellers import (
    Teller,
    get_contacts,
    get_person_identities,
    get_teller_details,
    get_tellers,
    read_answers,
)
from compliance.casework.services import case_facts, case_files, council_lookup, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import Author
from compliance.concerns.rules.tellers import TellerRole
from compliance.concerns.services import dialogue
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.referrals import withhold
from compliance.referrals.services.privacy_text import may_ring
from portal.reference import helpline, nrm, places
from portal.vault.encryption import DecryptionError

# How private somebody asked to be, in words that stay true also where a name goes on a ground of the law.
IDENTITY_MODE_LABELS: dict[str, Promise] = {
    IdentityMode.NAMED_SHARE: gettext_lazy("who agreed that their name may be shared"),
    IdentityMode.CONFIDENTIAL: gettext_lazy("who asked us not to share their name"),
    IdentityMode.ANONYMOUS: gettext_lazy("who did not give a name"),
    IdentityMode.NOT_ASKED: gettext_lazy("not asked about sharing their name"),
}
ROLE_LABELS: dict[TellerRole, Promise] = {
    TellerRole.SELF: gettext_lazy("the person affected"),
    TellerRole.OTHER: gettext_lazy("someone other than the person affected"),
    TellerRole.NOT_KNOWN: gettext_lazy("not known"),
}

PERSON_LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "born": gettext_lazy("Date of birth"),
    "phone": gettext_lazy("Phone number"),
    "address": gettext_lazy("Address"),
    "how_to_reach": gettext_lazy("How to contact them safely"),
}

# Names of items that are messages: part of the account, and not ticked at first.
MESSAGE_PREFIX = f"{rules.ACCOUNT}:message:"


@dataclass(frozen=True)
class Item:
    """name: kind, and the row's uuid where there may be several. text: as the recipient reads it."""

    name: str
    kind: str
    label: str
    text: str = field(repr=False)


def get_items(case: Case, keys: Keys, *, kinds: Iterable[str]) -> list[Item]:
    """Return all that the case holds of these kinds, in the order of a page."""
    told_by = get_tellers(case, keys)
    known, known_beside_person = get_teller_details(case, keys), get_teller_details(case, keys, is_of_person=True)
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
    clean = [replace(item, text=withhold(item.text, known_for.get(item.kind, known))) for item in everything]
    wanted = frozenset(kinds)
    return [item for item in [*clean, *_reporters(told_by)] if item.kind in wanted and item.text]


def _urgency(case: Case) -> list[Item]:
    lines = (
        (_("Urgency"), case.get_level_display()),
        (_("Danger"), case.get_danger_level_display()),
        (_("Age"), case.get_age_of_person_display()),
    )
    return [Item(rules.URGENCY, rules.URGENCY, _("How urgent it is"), _lines(lines))]


def _handling(case: Case, told_by: Iterable[Teller]) -> list[Item]:
    """Who told us, how private they asked to be, and the marking of the case.

    See docs/requirements/helpline.md#who-receives-what.
    """
    who = "; ".join(sorted({_role_and_mode(teller) for teller in told_by}))
    lines = ((_("Who told us"), who), (_("Marking"), helpline.get_label("handling_marking", case.marking)))
    return [Item(rules.HANDLING, rules.HANDLING, _("Handling instructions"), _lines(lines))]


def _role_and_mode(teller: Teller) -> str:
    role = str(ROLE_LABELS[teller.role])
    return f"{role}, {IDENTITY_MODE_LABELS[teller.mode]}" if teller.mode in IDENTITY_MODE_LABELS else role


def _accounts(case: Case, keys: Keys) -> list[Item]:
    items = []
    for contact in get_contacts(case):
        if text := str(read_answers(contact, keys).get("account") or ""):
            items.append(Item(f"{rules.ACCOUNT}:{contact.pk}", rules.ACCOUNT, _("Original report"), text))
    return items


def _messages(case: Case, keys: Keys) -> list[Item]:
    """What a reporter wrote later, under their code; each goes only where somebody ticks it."""
    items = []
    for concern in selectors_concerns.get_concerns(case):
        try:
            written = dialogue.get_conversation(concern, keys.get_key(concern))
        except DecryptionError:
            continue
        for message in written:
            if message.author == Author.REPORTER:
                label = _("Message to us, %(day)s") % {"day": date_format(message.day, "j F Y")}
                items.append(Item(f"{MESSAGE_PREFIX}{message.uuid}", rules.ACCOUNT, label, message.text))
    return items


def _rows(case: Case, keys: Keys) -> list[Item]:
    items = [_place(row, keys) for row in merged_cases.read_rows(CaseLocation.objects.order_by("uuid"), case)]
    items += [_people(row, keys) for row in merged_cases.read_rows(PersonGroup.objects.order_by("uuid"), case)]
    items += [_exploiter(row, keys) for row in merged_cases.read_rows(Exploiter.objects.order_by("uuid"), case)]
    items += [
        _supply_chain(row, keys) for row in merged_cases.read_rows(CaseSupplyChainLink.objects.order_by("uuid"), case)
    ]
    return items


def _place(row: CaseLocation, keys: Keys) -> Item:
    facts = keys.facts(row, "place")
    council, force = council_lookup.find_council(facts), places.get_police_forces().get(facts.get("force", ""))
    lines = (
        (_("Role of this place"), _label("location_role", row.role)),
        (_("Type"), _label("venue_type", row.venue_type)),
        (_("Name"), facts.get("premises")),
        (_("Address"), ", ".join(facts[key] for key in ("lines", "town", "postcode") if facts.get(key))),
        (_("Council"), council.official_name if council else facts.get("council_typed")),
        (_("Police force"), force.name if force else ""),
        (_("Country"), facts.get("country")),
        (_("How to find it"), facts.get("directions")),
        (_("Vehicle"), facts.get("vehicle")),
        (_("Web address"), facts.get("url")),
    )
    return Item(f"{rules.PLACE}:{row.pk}", rules.PLACE, _("Place"), _lines(lines))


def _people(row: PersonGroup, keys: Keys) -> Item:
    number = "–".join(str(count) for count in (row.count_min, row.count_max) if count is not None)
    lines = (
        (_("Number of people"), number or _label("pv_count_mode", row.count_mode)),
        (_("Gender"), _label("group_gender", row.gender)),
        (_("Ages"), _labels("age_band", row.age_bands)),
        (_("Nationalities"), describe_nationalities(row.nationalities)),
        (_("Languages"), _labels("language", row.languages)),
        (_("Still in the situation"), _label("still_in_situation", row.still_in_situation)),
        (_("About them"), keys.read(row, "description")),
    )
    return Item(f"{rules.PEOPLE}:{row.pk}", rules.PEOPLE, _("People affected"), _lines(lines))


def _exploiter(row: Exploiter, keys: Keys) -> Item:
    facts = keys.facts(row, "description")
    lines = (
        (_("Who"), facts.get("name")),
        (_("Description"), facts.get("description")),
        (_("Business"), facts.get("business")),
        (_("Vehicle, phone number or web address"), facts.get("contact") or facts.get("vehicle")),
        (_("Where they are from, or what language they speak"), facts.get("origin")),
        (_("Number of people"), row.count),
    )
    return Item(f"{rules.EXPLOITER}:{row.pk}", rules.EXPLOITER, _("Who may be responsible"), _lines(lines))


def _supply_chain(row: CaseSupplyChainLink, keys: Keys) -> Item:
    """Without the business that told us: its identity goes to nobody.

    See docs/requirements/helpline.md#business-identity.
    """
    facts = keys.facts(row, "details")
    lines = (
        (_("Business"), facts.get("business")),
        (_("Site"), facts.get("site")),
        (_("Goods or services"), facts.get("product")),
        (_("Labour provider"), facts.get("labour_provider")),
        (_("Workers affected"), facts.get("workers")),
        (_("Place in the supply chain"), _label("supply_chain_tier", row.tier)),
    )
    return Item(f"{rules.SUPPLY_CHAIN}:{row.pk}", rules.SUPPLY_CHAIN, _("Business in the supply chain"), _lines(lines))


def _signs(case: Case) -> list[Item]:
    signs = [str(helpline.get_label(*sign)) for sign in case_facts.get_signs(case)]
    kinds = _labels("exploitation_type", _of_parts(case, "exploitation_types"))
    sectors = _labels("sector", _of_parts(case, "sectors"))
    lines = ((_("Type of situation"), kinds), (_("Work"), sectors), (_("Signs"), "\n".join(signs)))
    return [Item(rules.SIGNS, rules.SIGNS, _("Signs"), _lines(lines))]


def _of_parts(case: Case, name: str) -> list[str]:
    """Codes of the case, then what those that were merged into it have besides."""
    return list(dict.fromkeys(code for part in case.parts for code in getattr(part, name)))


def _needs(told_by: Iterable[Teller]) -> list[Item]:
    """Of the people who told us, without saying who they are."""
    languages = {
        str(helpline.get_label("language", teller.language))
        for teller in told_by
        if teller.language not in {"", "unknown"}
    }
    needs = {
        str(helpline.get_label("communication_need", need))
        for teller in told_by
        for need in teller.needs
        if need != "none"
    }
    lines = ((_("Language"), ", ".join(sorted(languages))), (_("Communication needs"), ", ".join(sorted(needs))))
    return [Item(rules.NEEDS, rules.NEEDS, _("Language and needs"), _lines(lines))]


def _agreed(case: Case, keys: Keys) -> list[Item]:
    text = keys.read(case, "summary_for_partners")
    return [Item(rules.AGREED, rules.AGREED, _("Summary written for partners"), text)]


def _persons(case: Case, keys: Keys) -> list[Item]:
    """Who somebody affected is, where we know it."""
    items = []
    for row in get_person_identities(case):
        facts = keys.facts(row, "details")
        lines = [(str(label), facts.get(name)) for name, label in PERSON_LABELS.items()]
        items.append(Item(f"{rules.PERSON}:{row.pk}", rules.PERSON, _("Who the person is"), _lines(lines)))
    return items


def _files(case: Case, keys: Keys) -> list[Item]:
    """Each by what it is, and by the name and the fingerprint that it goes under."""
    items = []
    for file in case_files.get_files(case, keys):
        is_plain = file.is_of_desk or not file.tells_more
        lines = (
            (_("Description"), file.what),
            (_("Made on"), date_format(file.made_on, "j F Y") if file.made_on else ""),
            (_("File"), f"{file.neutral_name}, {filesizeformat(file.size)}"),
            (_("SHA-256"), file.sha256),
        )
        kind = rules.FILE if is_plain else rules.ORIGINAL
        label = _("Original file, not cleaned") if file.tells_more else _("File")
        items.append(Item(f"{kind}:{file.uuid}", kind, label, _lines(lines)))
    return items


def _reporters(told_by: Iterable[Teller]) -> list[Item]:
    """Without the number of somebody who must not be phoned: whoever has it might.

    See docs/requirements/helpline.md#safe-calls.
    """
    items = []
    for teller in told_by:
        if teller.details:
            lines = (
                (_("Name"), teller.details.get("name")),
                (_("Phone"), teller.details.get("phone") if teller.may_phone else _("Do not phone them")),
                (_("Email"), teller.details.get("email")),
                (_("Through someone else"), teller.details.get("other_route")),
                (_("How to contact them"), _labels("contact_method", teller.safety.get("contact_method") or [])),
                (_("How to contact them safely"), _labels("contact_safety", teller.safety.get("contact_safety") or [])),
                (_("Safe times"), teller.safety.get("safe_times")),
                (_("Agreed word (say it first)"), teller.safety.get("code_word") if may_ring(teller) else ""),
            )
            name = f"{rules.REPORTER}:{teller.name}"
            items.append(Item(name, rules.REPORTER, _("Who told us, and how to contact them"), _lines(lines)))
    return items


def _lines(pairs: Iterable[tuple[str, Any]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs if value not in (None, "", []))


def describe_nationalities(codes: Iterable[str]) -> str:
    """Return the names of the form's list; what is not known is left out."""
    known = nrm.get_accepted_labels("nationalities")
    return ", ".join(str(known.get(code, code)) for code in codes if code not in case_facts.NOT_KNOWN)


def _label(name: str, code: str) -> str:
    return str(helpline.get_label(name, code)) if code and code != "unknown" else ""


def _labels(name: str, codes: Iterable[str]) -> str:
    return ", ".join(filter(None, (_label(name, code) for code in codes)))
