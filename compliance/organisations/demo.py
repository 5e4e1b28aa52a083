"""The demo's invented organisations, of different legal forms, with their people. Names and numbers are nobody's.

Company numbers begin with ZZ, a prefix that the companies register does not use; domains end in .example.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from compliance.organisations.choices import GroupRole, LegalForm, ProofMethod, ProofState, Role, TurnoverBand
from compliance.organisations.models import ControlProof, Organisation
from compliance.organisations.rules.domains import get_domain
from compliance.organisations.services import organisations, people, scope
from portal.accounts.demo import account
from portal.accounts.models import User
from portal.core.demo_accounts import DemoAccount


@dataclass(frozen=True)
class Firm:
    """One organisation of the demo. people: role to first and last name; the administrator is the founder.

    leads: who else is a safeguarding lead; an alert stands in their way and the founder's.
    """

    name: str
    slug: str
    legal_form: LegalForm
    number: str
    website: str
    sectors: tuple[str, ...]
    turnover_band: TurnoverBand
    people: dict[Role, tuple[str, str]]
    year_end: tuple[int, int] = (3, 31)
    is_confirmed: bool = True
    leads: tuple[Role, ...] = ()


FIRMS = (
    Firm(
        "Harbour and Vale Foods Limited",
        "harbour-and-vale-foods-limited",
        LegalForm.COMPANY,
        "ZZ000101",
        "https://www.harbourandvalefoods.example",
        ("food_agriculture_fishing", "transport_logistics_storage"),
        TurnoverBand.FROM_100M,
        {
            Role.ADMINISTRATOR: ("Amara", "Lindqvist"),
            Role.EDITOR: ("Tomos", "Greaves"),
            Role.APPROVER: ("Helen", "Okonjo"),
            Role.VIEWER: ("Piotr", "Maddox"),
        },
    ),
    Firm(
        "Pennow Thread LLP",
        "pennow-thread-llp",
        LegalForm.LLP,
        "ZZ000102",
        "https://www.pennowthread.example",
        ("fashion_textiles",),
        TurnoverBand.FROM_36M,
        {
            Role.ADMINISTRATOR: ("Ines", "Farrow"),
            Role.EDITOR: ("Samir", "Holt"),
            Role.APPROVER: ("Gwen", "Astley"),
        },
        year_end=(12, 31),
    ),
    Firm(
        "Larkmere Homes Association",
        "larkmere-homes-association",
        LegalForm.BODY_CORPORATE,
        "",
        "https://www.larkmerehomes.example",
        ("financial_insurance_real_estate", "construction", "charitable_not_for_profit"),
        TurnoverBand.FROM_60M,
        {
            Role.ADMINISTRATOR: ("Desmond", "Quill"),
            Role.EDITOR: ("Ruth", "Emberton"),
            Role.APPROVER: ("Chidi", "Marsh"),
        },
    ),
    Firm(
        "Stonnel Haulage Limited Partnership",
        "stonnel-haulage-limited-partnership",
        LegalForm.LIMITED_PARTNERSHIP,
        "ZZ000104",
        "https://www.stonnelhaulage.example",
        ("transport_logistics_storage",),
        TurnoverBand.FROM_36M,
        {
            Role.ADMINISTRATOR: ("Nadia", "Brightwell"),
            Role.EDITOR: ("Owen", "Tarrant"),
            Role.APPROVER: ("Elsie", "Vaughan-Reyes"),
        },
        year_end=(6, 30),
    ),
    Firm(
        "Quaymoor Wholesale Limited",
        "quaymoor-wholesale-limited",
        LegalForm.COMPANY,
        "ZZ000105",
        "https://www.quaymoorwholesale.example",
        ("durable_consumer_goods",),
        TurnoverBand.FROM_36M,
        {Role.ADMINISTRATOR: ("Bea", "Lomax")},
        is_confirmed=False,
    ),
    # An audit has just found something here: two people who can close an alert together.
    Firm(
        "Tamarisk Toys Limited",
        "tamarisk-toys-limited",
        LegalForm.COMPANY,
        "ZZ000106",
        "https://www.tamarisktoys.example",
        ("durable_consumer_goods",),
        TurnoverBand.FROM_36M,
        {Role.ADMINISTRATOR: ("Yusuf", "Penhallow"), Role.EDITOR: ("Carys", "Wexford")},
        leads=(Role.EDITOR,),
    ),
    # Somebody who would like the first one's name: a dispute for our staff.
    Firm(
        "Harbour & Vale Foods plc",
        "harbour-vale-foods-plc",
        LegalForm.COMPANY,
        "ZZ000101",
        "https://harbourvale-deals.example",
        ("food_agriculture_fishing",),
        TurnoverBand.UNDER_36M,
        {Role.ADMINISTRATOR: ("Max", "Pretend")},
        is_confirmed=False,
    ),
)
ACCOUNT_HINTS = {
    Role.ADMINISTRATOR: "invite people, change roles and settings, publish and withdraw statements",
    Role.EDITOR: "write and check the statement, ask for a review",
    Role.APPROVER: "review, approve and sign a version that someone else wrote",
    Role.VIEWER: "read drafts and comment on them",
}
# Longer ago than the first statement that the demo lets them write.
JOINED_BEFORE = timedelta(days=3 * 366)
SCOPE_ANSWERS = {"q_ceased": "no", "q_supplies": "yes", "q_uk": "yes", "q_franchise": "no", "q_previous": "yes"}


def seed(*, today: date) -> list[DemoAccount]:
    """Add what is missing and return the demo accounts; a second run changes nothing."""
    joined = datetime.combine(today, time(9), tzinfo=UTC) - JOINED_BEFORE
    for firm in FIRMS:
        if not Organisation.objects.filter(slug=firm.slug).exists():
            _add(firm, today, joined)
    firms = (FIRMS[0], *FIRMS[4:])
    return [
        DemoAccount(_email(firm, role), f"{role.label}, {firm.name}", _account_hint(firm, role))
        for firm in firms
        for role in firm.people
    ]


def _add(firm: Firm, today: date, joined: datetime) -> None:
    founder = _person(firm, Role.ADMINISTRATOR)
    organisation = organisations.create(
        actor=founder,
        at=joined,
        name=firm.name,
        legal_form=firm.legal_form,
        company_number=firm.number,
        address="1 Invented Street\nMade-up Town\nZZ1 1ZZ",
        website=firm.website,
        sectors=list(firm.sectors),
        turnover_band=firm.turnover_band,
        year_end_on=_last_year_end(firm, today),
        group_role=GroupRole.NOT_IN_GROUP,
    )
    for role in [role for role in firm.people if role != Role.ADMINISTRATOR]:
        people.join(
            organisation=organisation,
            user=_person(firm, role),
            role=role,
            lead=role in firm.leads,
            verifier=False,
            at=joined,
        )
    if firm.is_confirmed:
        organisation.confirmed_at, organisation.confirmed_by = joined, ProofMethod.DNS
        organisation.confirmed_domain = get_domain(firm.website)
        organisation.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_domain"])
        answers = {"q_form": firm.legal_form.value, **SCOPE_ANSWERS, "q_turnover": firm.turnover_band.value}
        answers |= {"q_group": "not_in_group", "q_period_end": str(organisation.year_end_on)}
        scope.save_answer(organisation=organisation, answers=answers, actor=founder, at=joined)
    elif Organisation.objects.confirmed().filter(company_number=firm.number).exists():
        _dispute(organisation, founder, datetime.combine(today, time(9), tzinfo=UTC))


def _dispute(organisation: Organisation, founder: User, now: datetime) -> None:
    ControlProof.objects.create(
        organisation=organisation,
        method=ProofMethod.DNS,
        state=ProofState.CHECKING,
        code="0" * 32,
        domain=get_domain(organisation.website),
        is_dispute=True,
        needs_staff=True,
        seen_at=now,
        started_by=founder,
    )


def _last_year_end(firm: Firm, today: date) -> date:
    """Return the latest year end before the day of seeding."""
    month, day = firm.year_end
    this_year = date(today.year, month, day)
    return this_year if this_year < today else this_year.replace(year=today.year - 1)


def _person(firm: Firm, role: Role) -> User:
    first, last = firm.people[role]
    return account(email=_email(firm, role), first_name=first, last_name=last)


def _email(firm: Firm, role: Role) -> str:
    return f"{role.value}@{get_domain(firm.website)}"


def _account_hint(firm: Firm, role: Role) -> str:
    if firm.leads:
        return "read the alert that blocks publication, take it on, and close it with a colleague"
    if firm.is_confirmed:
        return ACCOUNT_HINTS[role]
    return "verify the organisation; until then, write statements but not publish them"
