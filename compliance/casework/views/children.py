"""/desk/cases/<uuid>/child/: which of the things that a child needs was done; its own page asks for the rest."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from compliance.casework.choices import ChildAction
from compliance.casework.forms.children import ChildActionForm
from compliance.casework.services import children
from compliance.casework.views.base import Desk, case_to_act, get_post_data, go, unlocked
from compliance.casework.views.cases import case_page
from portal.core.exceptions import ActionRefused


@unlocked
def child(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    if not case.concerns_child:
        raise Http404
    form = ChildActionForm(get_post_data(request), offered=children.get_offered_actions(case))
    if request.method == "POST" and form.is_valid():
        try:
            action = ChildAction(form.cleaned_data["action"])
            task = children.get_task(case=case, action=action, actor=desk.user, at=desk.now)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return go("cases:finish", case.pk, task.pk)
    context = {"heading": _("What was done for the child"), "button": _("Continue"), "back": "cases:actions"}
    return case_page(request, desk, case, "actions", "act.html", form=form, **context)
