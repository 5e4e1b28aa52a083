"""Mail of the desk to agencies: that there is something to read, and never what."""

from compliance.referrals.models import Partner
from portal.core import mail


def referral_sent(partner: Partner) -> None:
    """Tell the people of the agency that a referral waits on their page. In the caller's transaction."""
    for member in partner.members.filter(user__is_active=True).select_related("user"):
        mail.send(to=member.user.email, template="casework/referral_waiting")
