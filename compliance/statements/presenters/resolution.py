"""The words that a board can put into its minutes, by legal form. Source: Modern Slavery Act 2015, section 54(6)."""

from django.utils.translation import gettext as _

from compliance.statements.rules.legal_forms import needs_approval


def draft_resolution(legal_form: str, *, name: str, period: str, number: int) -> str:
    """Return the resolution to approve a version and who is to sign it; for partnerships, the words of the signatory.

    period: the financial year in words. number: of the version.
    """
    facts = {"name": name, "period": period, "number": number}
    if not needs_approval(legal_form):
        words = _(
            "A partner signs the slavery and human trafficking statement of %(name)s for the financial year "
            "%(period)s (version %(number)s)."
        )
    elif legal_form == "llp":
        words = _(
            "The members approve the slavery and human trafficking statement of %(name)s for the financial year "
            "%(period)s (version %(number)s). A designated member is to sign it."
        )
    elif legal_form == "company":
        words = _(
            "The board of directors approves the slavery and human trafficking statement of %(name)s for the "
            "financial year %(period)s (version %(number)s). A director is to sign it."
        )
    else:
        words = _(
            "The management body approves the slavery and human trafficking statement of %(name)s for the financial "
            "year %(period)s (version %(number)s). A director, or the equivalent, is to sign it."
        )
    return words % facts
