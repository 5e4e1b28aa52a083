"""Actions of sharing in words: which agreement and which feed, never what is in it."""

from django.utils.translation import gettext_lazy as _

from compliance.sharing.choices import FeedKind
from portal.reference import helpline

ACTIONS = {
    "sharing.agreement.proposed": (_("Sharing agreement proposed"), _("proposed {object} with {partner}")),
    "sharing.agreement.started": (_("Sharing agreement started"), _("started {object} with {partner}")),
    "sharing.agreement.revoked": (_("Sharing agreement revoked"), _("revoked {object} with {partner}")),
    "sharing.feed.prepared": (
        _("Feed prepared"),
        _("prepared {object} for {partner} under {agreement} ({kind}, rows: {rows}, SHA-256: {sha256})"),
    ),
    "sharing.feed.asked": (_("Second person asked about a feed"), _("asked a second person about {object}")),
    "sharing.feed.sent": (
        _("Feed sent"),
        _("sent {object} to {partner} under {agreement} (rows: {rows}, columns: {columns}, SHA-256: {sha256})"),
    ),
    "sharing.feed.refused": (_("Feed refused"), _("was refused {object}: {agreement} is not live")),
    "sharing.feed.previewed": (_("Feed previewed"), _("looked at what {object} would send")),
    "sharing.feed.withdrawn": (_("Feed withdrawn"), _("withdrew {object}")),
    "sharing.feed.downloaded": (_("Feed downloaded"), _("downloaded {object}")),
    "sharing.feed.deletion_confirmed": (_("Deletion confirmed"), _("confirmed that {object} is deleted")),
    "sharing.feed.answered": (_("Outcome of a feed"), _("reported the outcome of {object}: {outcome}")),
}

FACTS = {
    "kind": lambda code: str(FeedKind(code).label) if code in FeedKind else code,
    "outcome": lambda code: str(helpline.get_label("referral_outcome", code)),
}
