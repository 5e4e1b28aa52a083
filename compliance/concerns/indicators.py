"""The ILO indicators in plain words, in groups that fit a screen. Codes are the vocabulary's; no group is a test.

Signs that judge where somebody comes from or how they speak are not asked of strangers: the desk may note them.
"""

from django.utils.translation import gettext_lazy as _

from compliance.concerns.labels import Text, Words

# general_indicator, for those who know or saw somebody; at most eight a group.
# See docs/requirements/helpline.md#optional-questions.
GROUPS: tuple[tuple[str, Text, Words], ...] = (
    (
        "work",
        _("Work and pay"),
        {
            "believe_they_must_work_against_their_will": _("Forced to work"),
            "little_or_no_pay": _("Paid little or nothing"),
            "no_access_to_earnings": _("Someone else keeps the money"),
            "excessively_long_hours": _("Very long hours"),
            "no_days_off": _("No days off"),
            "cannot_negotiate_conditions": _("Cannot refuse the work"),
            "believe_they_are_bonded_by_debt": _("Has to work to pay off a debt"),
            "acted_on_false_promises": _("Promised a different job"),
        },
    ),
    (
        "freedom",
        _("Freedom to come and go"),
        {
            "unable_to_leave_work_or_home": _("Cannot leave work or home"),
            "movements_controlled": _("Someone controls where they go"),
            "identity_or_travel_documents_held_by_someone_els": _("Someone else has their passport or papers"),
            "limited_contact_with_family_or_outsiders": _("Cannot contact family or others"),
            "cannot_communicate_freely": _("Cannot speak freely"),
            "lets_others_speak_for_them": _("Someone else speaks for them"),
            "dependent_on_others": _("Depends on others for food, a bed or travel"),
            "does_not_know_home_or_work_address": _("Does not know their own address"),
        },
    ),
    (
        "harm",
        _("Fear and harm"),
        {
            "fear_or_anxiety": _("Seems afraid"),
            "violence_or_threats_against_them_or_family": _("They or their family were hurt or threatened"),
            "injuries_that_look_like_assault": _("Injuries that look as if someone hit them"),
            "disciplined_through_punishment": _("Punished or fined"),
            "threatened_with_being_handed_to_the_authorities": _("Threatened with the police or immigration"),
            "afraid_to_reveal_immigration_status": _("Afraid to talk about papers or visas"),
            "distrust_of_authorities": _("Afraid of the police"),
            "acts_as_if_instructed_by_someone": _("Seems to repeat what they were told to say"),
        },
    ),
    (
        "living",
        _("Where they live"),
        {
            "poor_or_substandard_housing": _("Poor housing, or many people in one room"),
            "limited_or_no_social_interaction": _("Never seen with other people"),
            "no_access_to_medical_care": _("Cannot see a doctor"),
            "travel_fees_paid_by_others_to_be_worked_off": _("Someone paid for their journey and wants the money back"),
        },
    ),
)
# ilo_indicator, for businesses, who meet the names of the International Labour Organization in their audits.
BUSINESS_GROUPS: tuple[tuple[str, Text, Words], ...] = (
    (
        "ilo_work",
        _("Work and pay"),
        {
            "withholding_wages": _("Wages are withheld"),
            "debt_bondage": _("Workers have to work to pay off a debt"),
            "excessive_overtime": _("Very long hours that they cannot refuse"),
            "abusive_conditions": _("Very bad work or housing"),
            "deception": _("The job is not what was promised"),
        },
    ),
    (
        "ilo_control",
        _("Fear and control"),
        {
            "document_retention": _("Workers do not have their own passports or papers"),
            "restriction_of_movement": _("Workers cannot leave"),
            "isolation": _("Workers are cut off from others"),
            "intimidation_threats": _("Workers are threatened"),
            "physical_sexual_violence": _("Workers are hurt"),
            "abuse_of_vulnerability": _("Someone takes advantage of workers who have no other choice"),
        },
    ),
)
