"""What a second person is shown of an agreement or a feed, and when they can no longer say yes (casework.hooks)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import ApprovalKind
from compliance.casework.hooks import CaseHooks
from compliance.casework.models import Approval
from compliance.casework.services.case_keys import Keys
from compliance.sharing.models import Agreement, Feed
from compliance.sharing.services import agreements, feeds
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import Context


class SharingHooks(CaseHooks):
    def require_agreeable(self, approval: Approval, *, actor: User, keys: Keys) -> None:
        if approval.kind != ApprovalKind.FEED:
            return
        feed = _feed(approval)
        if feed is None:
            raise ActionRefused(_("This feed is no longer stored."))
        agreements.require_live(feed.agreement, timezone.now())
        feeds.require_unsent(feed)

    def get_approval_context(
        self, approval: Approval, *, reader: User, keys: Keys, at: datetime, shows_pack: bool
    ) -> Context:
        if approval.kind == ApprovalKind.FEED:
            return {"feed": _feed(approval)}
        if approval.kind == ApprovalKind.SHARING_AGREEMENT and "agreement" in approval.data:
            return {"agreement": Agreement.objects.filter(pk=approval.data["agreement"]).first()}
        return {}


def _feed(approval: Approval) -> Feed | None:
    return Feed.objects.select_related("agreement__partner").filter(pk=approval.data["feed"]).first()
