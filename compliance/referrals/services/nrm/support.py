"""Who helps the person of a pack tonight, by nation, age, gender and kind of exploitation."""

from django.utils.translation import gettext as _

from compliance.casework.models import CaseLocation
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.referrals.choices import CHILD_PATHWAYS
from compliance.referrals.models import NrmPack
from compliance.referrals.services import recipients
from portal.reference import emergency_numbers, helpline, places, safeguarding
from portal.reference.emergency_numbers import Contact


def is_for_child(pack: NrmPack) -> bool:
    """Return whether the pack is of a child, or of somebody who may be one."""
    return pack.pathway in CHILD_PATHWAYS


def get_nation(pack: NrmPack) -> str:
    """Return the nation of where the person is now; empty where it is not known."""
    return recipients.get_nation(pack.case, merged_cases.read_rows(CaseLocation.objects, pack.case))


def get_support_lines(pack: NrmPack, keys: Keys) -> list[str]:
    """Return whom to turn to for somewhere safe tonight, a line each. A child's pack never names help for adults."""
    return _for_child(pack, keys) if is_for_child(pack) else _for_adult(pack)


def _for_child(pack: NrmPack, keys: Keys) -> list[str]:
    sentences = [
        _("%(body)s must keep a child safe, including tonight%(where)s.")
        % {"body": body.name, "where": f" ({body.where})" if body.where else ""}
        for body in _bodies(pack, keys)
    ]
    if not sentences:
        sentences = [_("Children’s services where the child is must keep them safe, including tonight.")]
    routes = emergency_numbers.get_routes().get(get_nation(pack))
    if routes and routes.guardians:
        sentences.append(_with_number(emergency_numbers.get_contacts()[routes.guardians]))
    return [*sentences, _("If the child is in danger now, call 999.")]


def _bodies(pack: NrmPack, keys: Keys) -> tuple[safeguarding.Body, ...]:
    """Return who has the duty where the child is now, else where it happened."""
    where = recipients.sort_by_role(merged_cases.read_rows(CaseLocation.objects, pack.case))
    councils = (places.get_council(keys.facts(row, "place").get("council", "")) for row in where)
    return next((safeguarding.get_bodies_for(council) for council in councils if council), ())


def _for_adult(pack: NrmPack) -> list[str]:
    nation, routes = get_nation(pack), emergency_numbers.get_routes()
    types = pack.group.exploitation_types or pack.case.exploitation_types
    sentences = []
    for code in [nation] if nation else routes:
        helping = [
            _with_number(contact)
            for contact in emergency_numbers.get_adult_support(code)
            if contact.helps(group_gender=pack.group.gender, types=types)
        ]
        sentences += helping if nation else [f"{helpline.get_label('nation', code)}: {line}" for line in helping]
    return sentences


def _with_number(contact: Contact) -> str:
    return f"{_(contact.name)}, {contact.numbers[0].number}"
