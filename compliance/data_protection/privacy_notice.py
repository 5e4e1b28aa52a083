"""What the privacy notice says of the helpline: how long each thing is kept, and the law that lets us use it.

Every period and every basis is read from the rules that delete and disclose, so that the notice cannot say otherwise.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from compliance.casework.rules import retention_period
from compliance.concerns.promise_labels import GROUNDS
from compliance.concerns.services import draft, submission
from compliance.referrals.rules import disclosure
from portal.reference import helpline

DAYS_PER_YEAR = 365
DAYS_PER_MONTH = 30


@dataclass(frozen=True)
class RetentionRow:
    """One thing that the helpline holds, and how long it is kept, in words."""

    kept: str | Promise
    period: str | Promise


@dataclass(frozen=True)
class LawfulBasisRow:
    """One use of what we were told, with the article of the UK GDPR and the condition for sensitive details."""

    use: str | Promise
    basis: str | Promise
    condition: str | Promise


def get_retention_rows() -> list[RetentionRow]:
    """Return what is kept for how long, in the order in which a reporter meets it."""
    hours = int(draft.DRAFT_TTL.total_seconds() // 3600)
    adult = _retention("case_adult")
    return [
        RetentionRow(
            _("Answers you have not sent"),
            ngettext("%(count)d hour after you last open a page", "%(count)d hours after you last open a page", hours)
            % {"count": hours},
        ),
        RetentionRow(
            _("Your code"),
            _("%(period)s after the last message") % {"period": format_period(submission.CODE_TTL.days)},
        ),
        RetentionRow(
            _("What you told us, if we did not open a case"),
            _retention("contact_no_case"),
        ),
        RetentionRow(_("A case about adults"), _("%(period)s after we close it") % {"period": adult}),
        RetentionRow(
            _("A case about a child"),
            _("until the youngest person is %(age)d, or %(period)s after we close it, whichever is later")
            % {"age": retention_period.CHILD_CASE_UNTIL_AGE, "period": adult},
        ),
        RetentionRow(_("Files you sent us"), _("as long as the case they belong to")),
        RetentionRow(
            _("Papers for a referral to government support"),
            _("%(period)s after we hand them over") % {"period": _retention("nrm_pack")},
        ),
        RetentionRow(_("The record of who at the helpline opened or shared information"), _retention("audit_event")),
        RetentionRow(_("Figures without names"), _("permanently")),
    ]


def get_lawful_basis_rows() -> list[LawfulBasisRow]:
    """Return the uses of what we were told: holding it, sharing it as agreed, and each ground for sharing it anyway."""
    uses: dict[str, str | Promise] = {
        disclosure.HOLDING: _("Storing what you tell us and helping you"),
        disclosure.GIVEN: _("Sharing it with the people you agreed to"),
    }
    uses |= {
        ground: _("Sharing it without asking you: %(ground)s") % {"ground": GROUNDS[ground]}
        for ground in disclosure.GROUNDS
    }
    return [
        LawfulBasisRow(
            use,
            helpline.get_label("lawful_basis", disclosure.LAW[code][0]),
            helpline.get_label("special_category_condition", disclosure.LAW[code][1]),
        )
        for code, use in uses.items()
    ]


def format_period(days: int) -> str:
    """Return a number of days as years, months or days: the largest unit that a reader would use."""
    if days % DAYS_PER_YEAR == 0:
        years = days // DAYS_PER_YEAR
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    if days > 2 * DAYS_PER_MONTH:
        months = round(days / (DAYS_PER_YEAR / 12))
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def _retention(code: str) -> str:
    days = helpline.get_retention_days(code)
    if days is None:
        raise KeyError(code)
    return format_period(days)
