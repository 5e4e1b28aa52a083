"""What referrals, consent and NRM packs add to a case: the answers to the questions that casework asks."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind
from compliance.casework.hooks import CaseHooks, UnsentItem
from compliance.casework.models import Approval, Case, PersonGroup
from compliance.casework.permissions import rows_counted_for
from compliance.casework.rules.coded_facts import ReferralFact
from compliance.casework.rules.message_claims import DisclosureLog
from compliance.casework.selectors.statistics_tables import Table, label_for
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.referrals.choices import CHILD_PATHWAYS, UNANSWERED_STATUSES, UNSENT_STATUSES, ReferralStatus
from compliance.referrals.models import Consent, Disclosure, NrmPack, Referral, ReferralAnswer
from compliance.referrals.rules.disclosure import may_go_alone
from compliance.referrals.selectors.disclosure_log import get_disclosure_log
from compliance.referrals.selectors.disclosures import disclosures_approved_by
from compliance.referrals.services import drafts
from compliance.referrals.services.nrm import approval as nrm_approval
from portal.accounts.models import User
from portal.core.types import Context
from portal.reference import helpline
from portal.reference.helpline import get_labels


class ReferralsHooks(CaseHooks):
    def count_unanswered_referrals(self, case: Case) -> int:
        return merged_cases.rows_of_case(Referral.objects.filter(status__in=UNANSWERED_STATUSES), case).count()

    def count_unsent_referrals(self, case: Case) -> int:
        return merged_cases.rows_of_case(Referral.objects.filter(status__in=UNSENT_STATUSES), case).count()

    def has_unsent_referral(self, case: Case) -> bool:
        return case.referrals.filter(status__in=UNSENT_STATUSES).exists()

    def has_override(self, case: Case) -> bool:
        return merged_cases.rows_of_case(Disclosure.objects.exclude(override_ground=""), case).exists()

    def rests_on_people(self, group: PersonGroup) -> bool:
        return group.packs.exists() or group.consents.exists()

    def handle_age_changed_to_adult(self, case: Case) -> None:
        """A link to a pack that was made without asking, as for a child, opens nothing any more."""
        NrmPack.objects.filter(case__in=[part.pk for part in case.parts], pathway__in=CHILD_PATHWAYS).drop_links()

    def get_log(self, case: Case) -> DisclosureLog:
        return get_disclosure_log(case)

    def get_sent_referrals(self, case: Case) -> list[tuple[datetime, str]]:
        sent = merged_cases.read_rows(Referral.objects.exclude(sent_at=None), case)
        return [
            (row.sent_at or row.made_at, str(helpline.get_label("referral_target_type", row.target_type)))
            for row in sent
        ]

    def get_unsent_items(self, approvals: Collection[UUID]) -> list[UnsentItem]:
        """Referrals first, then packs."""
        by_approval = {"approval__in": approvals}
        referrals = Referral.objects.filter(status__in=UNSENT_STATUSES, **by_approval).select_related(
            "case", "approval"
        )
        packs = NrmPack.objects.filter(handed_over_at=None, deleted_at=None, **by_approval).select_related(
            "case", "approval"
        )
        return [
            *(UnsentItem(row.case, row.approval, row.pk, "cases:refer_check") for row in referrals if row.approval),
            *(UnsentItem(row.case, row.approval, row.pk, "cases:nrm") for row in packs if row.approval),
        ]

    def get_rows_of_merge(self, kind: str, cases: list[UUID]) -> list[QuerySet]:
        match kind:
            case "referral":
                answers = ReferralAnswer.objects.filter(referral__case__in=cases)
                return [Referral.objects.filter(case__in=cases), answers]
            case "pack":
                return [NrmPack.objects.filter(case__in=cases)]
            case "consent":
                return [Consent.objects.filter(case__in=cases), Disclosure.objects.filter(case__in=cases)]
        return []

    def get_referrals_table(self, begins: datetime, ends: datetime, reader: User | None) -> Table:
        """What no partner has answered is said openly (docs/requirements/helpline.md#referral-answers)."""
        sent = Referral.objects.filter(sent_at__gte=begins, sent_at__lt=ends)
        if reader is not None:
            sent = rows_counted_for(sent, reader, "case")
        kinds, outcomes = get_labels("referral_target_type"), get_labels("referral_outcome")
        numbers = Counter(sent.values_list("target_type", "outcome", "status"))
        rows = [
            [
                label_for(target, kinds),
                str(ReferralStatus(status).label),
                label_for(outcome, outcomes) if outcome else _("No feedback"),
                number,
            ]
            for (target, outcome, status), number in sorted(numbers.items())
        ]
        return Table(_("Referrals and outcomes"), (_("Recipient"), _("Status"), _("Outcome"), _("Referrals")), rows)

    def get_referral_facts(self, begins: datetime, ends: datetime, reader: User | None) -> list[ReferralFact]:
        sent = Referral.objects.filter(sent_at__gte=begins, sent_at__lt=ends)
        if reader is not None:
            sent = rows_counted_for(sent, reader, "case")
        return [
            ReferralFact(f"{timezone.localtime(at):%Y-%m}", recipient, outcome)
            for at, recipient, outcome in sent.values_list("sent_at", "target_type", "outcome")
        ]

    def require_agreeable(self, approval: Approval, *, actor: User, keys: Keys) -> None:
        if approval.kind == ApprovalKind.NRM_HANDOVER:
            nrm_approval.require_agreeable(approval, actor=actor, keys=keys)

    def get_caution(self, approval: Approval) -> str:
        return nrm_approval.get_caution(approval) if approval.kind == ApprovalKind.NRM_HANDOVER else ""

    def saves_life(self, approval: Approval, keys: Keys) -> bool:
        referral = drafts.get_referral_for(approval)
        if referral is None:
            return False
        return may_go_alone(ground=drafts.read_draft(referral, keys).ground.ground, level=referral.case.level)

    def get_approval_context(
        self, approval: Approval, *, reader: User, keys: Keys, at: datetime, shows_pack: bool
    ) -> Context:
        return {
            "handover": nrm_approval.read_handover(approval, reader=reader, keys=keys, at=at) if shows_pack else None,
            "shown": disclosures_approved_by(approval, keys),
            "referral": drafts.get_referral_for(approval),
        }

    def get_page_after_override(self, approval: Approval) -> tuple[Any, ...] | None:
        referral = drafts.get_referral_for(approval)
        return None if referral is None else ("cases:refer_check", referral.case_id, referral.pk)
