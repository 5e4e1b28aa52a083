"""The demo's desk: a few invented concerns in the queue, two cases, and a note for the shift. All of it is sealed."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from compliance.casework import demo_duties, demo_sharing
from compliance.casework.choices import NoteKind
from compliance.casework.models import Case, Contact
from compliance.casework.services import shifts, taking, work
from compliance.casework.services.keys import Keys
from compliance.concerns.models import Concern
from compliance.concerns.services import desk, submission
from portal.accounts.models import User
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.vault.services import unlocking

SPACE = UUID("6d1f6f6e-3a3c-4d0e-9c0e-5d6f0d5a54e4")
HANDLER, LEAD = "handler@helpline.example", "triage-lead@helpline.example"
# Hours before the seeding, and what somebody told: places are real towns, people and businesses are invented.
TOLD: tuple[tuple[float, dict[str, Any]], ...] = (
    (
        0.2,
        {
            "danger_level": "not_immediate",
            "age_of_person": "not_sure",
            "identity_mode": "anonymous",
            "purpose": "seeking_help_other",
            "account": "My friend works in a nail bar and sleeps above it. She may be sixteen. She has no phone.",
            "town": "Derby",
            "exploitation_type": ["labour"],
            "sector": ["beauty_nail_bar"],
            "language": "vi",
            "reporter_type": "family_friend",
        },
    ),
    (
        0.4,
        {
            "danger_level": "happening_now",
            "age_of_person": "adult",
            "identity_mode": "confidential",
            "purpose": "seeking_help_self",
            "account": "They said that tonight they will move us to another house. I have no passport.",
            "town": "Leicester",
            "exploitation_type": ["labour"],
            "sector": ["garment_textile"],
            "language": "ro",
            "name": "M.",
            "phone": "07700 900461",
            "contact_method": ["sms"],
            "contact_safety": ["no_sms_content", "safe_windows"],
            "safe_times": "12:00-12:30",
        },
    ),
    (
        5,
        {
            "danger_level": "not_immediate",
            "age_of_person": "adult",
            "identity_mode": "named_share",
            "consent": ["police"],
            "purpose": "report_concern",
            "account": "Six men are driven to the car wash before dawn and locked in at night. One man takes the pay.",
            "premises_name": "Bright Hand Car Wash",
            "town": "Chesterfield",
            "exploitation_type": ["labour"],
            "sector": ["car_wash"],
            "general_indicator": ["movements_controlled", "no_access_to_earnings"],
            "pv_count_mode": "minimum",
            "pv_count_min": 6,
            "group_gender": "exclusively_male",
            "language": "en",
            "reporter_type": "public",
            "name": "Jo Neighbour",
            "phone": "07700 900337",
            "contact_method": ["phone"],
            "contact_safety": ["safe_anytime"],
        },
    ),
    (
        20,
        {
            "danger_level": "unknown",
            "age_of_person": "adult",
            "identity_mode": "named_share",
            "purpose": "business_concern",
            "account": "An audit found that a packing site keeps the passports of its agency workers in the office.",
            "subject_organisation": "Larkfield Packing",
            "subject_site": "Larkfield Packing, Boston: packs vegetables",
            "supply_chain_tier": "tier_1",
            "business_knowledge_source": ["audit"],
            "ilo_indicator": ["document_retention"],
            "exploitation_type": ["labour"],
            "sector": ["food_processing"],
            "town": "Boston",
            "language": "en",
            "reporter_type": "business",
        },
    ),
    (
        26,
        {
            "danger_level": "not_immediate",
            "age_of_person": "adult",
            "identity_mode": "anonymous",
            "purpose": "business_advice",
            "account": "How do we ask workers about recruitment fees without putting them at risk?",
            "language": "en",
        },
    ),
)
# Of those told, by their place in the list: whose case each is.
TAKEN = {2: HANDLER, 3: LEAD}
# And which of them went to the police.
REFERRED = 2


def seed(*, today: date) -> None:
    if Case.objects.exists() or Contact.objects.exists():
        return
    now = timezone.now()
    people = {person.email: person for person in User.objects.filter(email__in=[HANDLER, LEAD])}
    keys = {email: _keys(person) for email, person in people.items()}
    for place, (hours, answers) in enumerate(TOLD):
        at = now - timedelta(hours=hours)
        made = submission.keep(answers, channel="webform", submit_token=uuid5(SPACE, str(place)), now=at)
        if place in TAKEN:
            email = TAKEN[place]
            case = _work(made.concern, people[email], keys[email], at + timedelta(minutes=10))
            if place == REFERRED:
                demo_sharing.seed(case=case, handler=people[email], keys=keys[email], at=at + timedelta(minutes=15))
    demo_duties.seed(handler=people[HANDLER], lead=people[LEAD], keys=keys[LEAD], now=now)
    shifts.write(text="Two call-backs at ten. The nail bar waits for children’s services.", by=people[LEAD], at=now)


def _keys(person: User) -> Keys:
    return Keys(unlocking.by_passphrase(user=person, passphrase=DEMO_PASSPHRASE))


def _work(concern: Concern, person: User, keys: Keys, at: datetime) -> Case:
    case = taking.take(concern=concern, actor=person, keys=keys, at=at)
    said = "Thank you. We read what you told us. Look again tomorrow after 10 in the morning."
    desk.say(concern, keys.of(concern), text=said, now=at)
    work.note(case=case, kind=NoteKind.LOG, text="Looked at the place and the force.", actor=person, keys=keys, at=at)
    return case
