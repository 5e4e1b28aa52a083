"""The demo's desk: invented concerns in the queue, two cases, quick calls, interpreters, a note for the shift.

All of it is sealed.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from compliance.casework.choices import CallOutcome, NoteKind
from compliance.casework.models import Case, Contact, InterpreterProvider
from compliance.casework.services import call_endings, calls, claim, interpreters, notes, shift_notes
from compliance.casework.services.case_keys import Keys
from compliance.concerns.models import Concern
from compliance.concerns.services import desk, submission
from portal.accounts.models import User
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.core.types import JsonObject
from portal.vault.services import unlocking

UUID_NAMESPACE = UUID("6d1f6f6e-3a3c-4d0e-9c0e-5d6f0d5a54e4")
HANDLER, LEAD = "handler@helpline.example", "triage-lead@helpline.example"
# Hours before the seeding, and what somebody told: places are real towns, people and businesses are invented.
CONCERNS: tuple[tuple[float, JsonObject], ...] = (
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
            "account": "They said they will move us to another house tonight. I do not have my passport.",
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
            "subject_site": "Larkfield Packing, Boston, packs vegetables",
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
CASE_OWNERS = {2: HANDLER, 3: LEAD}
CALLS = (
    (3, CallOutcome.SILENT),
    (7, CallOutcome.INFORMATION_GIVEN),
    (9, CallOutcome.WRONG_NUMBER),
    (30, CallOutcome.INFORMATION_GIVEN),
)
PROVIDERS: tuple[JsonObject, ...] = (
    {"name": "Clearvoice", "dial_in": "0300 000 0011", "languages": ["vi", "ro", "pl", "sq", "ar"],
     "genders": ["female", "male"], "hours": "24 hours a day", "position": 1},
    {"name": "Bridge Interpreting", "dial_in": "0300 000 0022", "languages": ["vi", "ti", "am", "ur"], "genders": [],
     "hours": "Monday to Friday, 8am to 8pm", "position": 2},
)  # fmt: skip


def seed(*, today: date) -> None:
    if Case.objects.exists() or Contact.objects.exists():
        return
    now = timezone.now()
    people = {person.email: person for person in User.objects.filter(email__in=[HANDLER, LEAD])}
    keys = {email: open_keys(person) for email, person in people.items()}
    for index, (hours, answers) in enumerate(CONCERNS):
        at = now - timedelta(hours=hours)
        created = submission.create_concern(
            answers, channel="webform", submit_token=uuid5(UUID_NAMESPACE, str(index)), now=at
        )
        if index in CASE_OWNERS:
            email = CASE_OWNERS[index]
            _work(created.concern, people[email], keys[email], at + timedelta(minutes=10))
    for facts in PROVIDERS:
        interpreters.save_provider(
            provider=InterpreterProvider(**facts),
            pin="2468",
            actor=people[HANDLER],
            at=now - timedelta(hours=4, minutes=45),
        )
    for hours, outcome in CALLS:
        at = now - timedelta(hours=hours)
        draft = calls.start_call(handler=people[HANDLER], at=at)
        call_endings.end_without_case(draft=draft, answers={}, outcome=outcome, actor=people[HANDLER], at=at)
    text = "Two call-backs at 10am. Nail bar: waiting to hear from children’s services."
    shift_notes.write_shift_note(text=text, by=people[LEAD], at=now)


def open_keys(person: User) -> Keys:
    """Return the keys of a person of the demo, whose passphrase everybody knows."""
    return Keys(unlocking.open_with_passphrase(user=person, passphrase=DEMO_PASSPHRASE))


def _work(concern: Concern, person: User, keys: Keys, at: datetime) -> Case:
    case = claim.claim_concern(concern=concern, actor=person, keys=keys, at=at)
    message = "Thank you. We have read what you told us. Check back tomorrow after 10am."
    desk.send_message(concern, keys.get_key(concern), text=message, now=at)
    notes.add_note(
        case=case, kind=NoteKind.LOG, text="Checked the location and the police force.", actor=person, keys=keys, at=at
    )
    return case
