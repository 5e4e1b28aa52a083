"""/desk/cases/<uuid>/refer/: to whom a case goes, one recipient or several, and why it may."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from compliance.casework.selectors import emergency
from compliance.casework.views.base import Desk, case_to_act, get_post_data, unlocked
from compliance.referrals.forms.referral_start import StartForm
from compliance.referrals.services import batch, consent, recipients
from compliance.referrals.views.referrals import go_to_next_step, on_case
from portal.core.exceptions import ActionRefused


@unlocked
def begin(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    offered = recipients.get_recipients(case, desk.keys)
    answers = consent.get_consents_in_force(case, desk.keys)
    agreed = {recipient for recipient, answer in answers.items() if answer.state in consent.YES}
    form = StartForm(get_post_data(request), offered=offered, age=case.age_of_person, consented=agreed)
    if request.method == "POST" and form.is_valid():
        try:
            drafts = batch.start_referrals(
                case=case,
                kind=form.cleaned_data["kind"],
                targets=form.chosen_targets,
                ground=form.chosen_ground,
                **desk.acting,
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return go_to_next_step(desk, drafts[0])
    context = {"form": form, "found": offered, "is_emergency": emergency.is_emergency(case)}
    return on_case(request, desk, case, "referrals/to_whom.html", **context)
