"""/desk/cases/<uuid>/sharing/: help that was named, who may read the case, and what went to others."""

from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.selectors import tasks
from compliance.casework.views.base import Desk
from compliance.casework.views.cases import tab
from compliance.referrals.services import drafts
from portal.core.types import Context


@tab("sharing")
def sharing_tab(desk: Desk, case: Case) -> Context:
    return {
        "signposts": tasks.get_signposts(case, desk.keys),
        "readers": list(case.readers.select_related("user")),
        "restriction": tasks.get_restriction(case, desk.keys),
        "referrals": drafts.get_referrals(case),
        "today": timezone.localdate(desk.now),
    }
