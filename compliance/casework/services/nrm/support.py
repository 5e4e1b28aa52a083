"""Who helps the person of a pack tonight, by nation, age, gender and kind of exploitation."""

from django.utils.translation import gettext as _

from compliance.casework.choices_sharing import OF_CHILDREN
from compliance.casework.models import CaseLocation, NrmPack
from compliance.casework.services import whole
from compliance.casework.services.keys import Keys
from compliance.casework.services.referrals import finding
from portal.reference import emergency_numbers, helpline, places, safeguarding
from portal.reference.emergency_numbers import Contact


def is_of_child(pack: NrmPack) -> bool:
    """Return whether the pack is of a child, or of somebody who may be one."""
    return pack.pathway in OF_CHILDREN


def nation_of(pack: NrmPack) -> str:
    """Return the nation of where the person is now; empty where it is not known."""
    return finding.nation_of(pack.case, whole.read(CaseLocation.objects, pack.case))


def lines(pack: NrmPack, keys: Keys) -> list[str]:
    """Return whom to turn to for somewhere safe tonight, a line each. A child's pack never names help for adults."""
    return _for_child(pack, keys) if is_of_child(pack) else _for_adult(pack)


def _for_child(pack: NrmPack, keys: Keys) -> list[str]:
    found = [
        _("%(body)s has the duty to keep a child safe, tonight too%(where)s.")
        % {"body": body.name, "where": f" ({body.where})" if body.where else ""}
        for body in _bodies(pack, keys)
    ]
    if not found:
        found = [_("Children’s services at the place where the child is have the duty to keep them safe, tonight too.")]
    routes = emergency_numbers.routes().get(nation_of(pack))
    if routes and routes.guardians:
        found.append(_with_number(emergency_numbers.contacts()[routes.guardians]))
    return [*found, _("If the child is in danger now, call 999.")]


def _bodies(pack: NrmPack, keys: Keys) -> tuple[safeguarding.Body, ...]:
    """Return who has the duty where the child is now, else where it happened."""
    where = finding.in_order_of_role(whole.read(CaseLocation.objects, pack.case))
    councils = (places.council(keys.facts(row, "place").get("council", "")) for row in where)
    return next((safeguarding.bodies_for(council) for council in councils if council), ())


def _for_adult(pack: NrmPack) -> list[str]:
    nation, routes = nation_of(pack), emergency_numbers.routes()
    types = pack.group.exploitation_types or pack.case.exploitation_types
    found = []
    for code in [nation] if nation else routes:
        helping = [
            _with_number(contact)
            for contact in emergency_numbers.adult_support(code)
            if contact.helps(group_gender=pack.group.gender, types=types)
        ]
        found += helping if nation else [f"{helpline.label('nation', code)}: {line}" for line in helping]
    return found


def _with_number(contact: Contact) -> str:
    return f"{_(contact.name)}, {contact.numbers[0].number}"
