"""Showing who somebody is, and a number: each asks first, each is a line of history, nothing of it is in an address."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from compliance.casework.choices import NoteKind, RevealReason
from compliance.casework.forms.cases import RevealForm, SafeForm
from compliance.casework.models import Case
from compliance.casework.rules.safe_to_call import Verdict
from compliance.casework.selectors import people
from compliance.casework.services import identity, notes, phone_reveal
from compliance.casework.views.base import Desk, case_at_hand, get_post_data, unlocked
from compliance.casework.views.cases import case_page
from portal.accounts.reauthentication import recently_authenticated

KINDS = (identity.REPORTER, identity.PERSON, identity.CONCERN)
# A number is shown on a page of its own, after the question whether calling is safe.
NUMBERS = frozenset({"phone"})


@unlocked
@recently_authenticated
def reveal(request: HttpRequest, desk: Desk, uuid: UUID, kind: str, row: UUID) -> HttpResponse:
    """Ask why, then show once, on the answer itself. The number stays hidden here."""
    case, form = case_at_hand(desk, uuid), RevealForm(get_post_data(request))
    if kind not in KINDS:
        raise Http404
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = identity.reveal_identity(
            case=case,
            kind=kind,
            uuid=row,
            reason=RevealReason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
            actor=desk.user,
            keys=desk.keys,
            at=desk.now,
        )
        if shown is None:
            raise Http404
    details = {} if shown is None else shown.details
    # Of somebody affected, everything is one reason away; only a reporter has rules of when to call.
    hidden = frozenset() if kind == identity.PERSON else NUMBERS
    return case_page(
        request,
        desk,
        case,
        "people",
        "reveal.html",
        form=form,
        is_shown=shown is not None,
        details=[(name.replace("_", " ").capitalize(), value) for name, value in details.items() if name not in hidden],
        number_of=(kind, row) if hidden & details.keys() else None,
    )


@unlocked
@recently_authenticated
def number(request: HttpRequest, desk: Desk, uuid: UUID, kind: str, row: UUID) -> HttpResponse:
    """Never, where the person does not want to be phoned; at once, where any time is safe; else by our word."""
    case = case_at_hand(desk, uuid)
    teller = next(
        (person for person in people.get_tellers(case, desk.keys) if (person.kind, person.uuid) == (kind, row)), None
    )
    if teller is None:
        raise Http404
    verdict, form = phone_reveal.get_call_verdict(teller), SafeForm(get_post_data(request))
    shown = ""
    is_sent = request.method == "POST" and verdict != Verdict.NEVER
    if is_sent and (verdict == Verdict.SAFE or form.is_valid()):
        shown = _number(desk, case, kind, row, verdict, form)
    return case_page(
        request,
        desk,
        case,
        "people",
        "number.html",
        teller=teller,
        verdict=verdict.value,
        form=form if verdict == Verdict.ASK and not shown else None,
        number=shown,
        now=desk.now,
    )


def _number(desk: Desk, case: Case, kind: str, row: UUID, verdict: Verdict, form: SafeForm) -> str:
    if verdict == Verdict.ASK:
        sentence = _("Safe to call now: %(how)s") % {"how": form.cleaned_data["how"]}
        notes.add_note(
            case=case, kind=NoteKind.SAFEGUARDING, text=sentence, actor=desk.user, keys=desk.keys, at=desk.now
        )
    person = identity.reveal_identity(
        case=case,
        kind=kind,
        uuid=row,
        reason=RevealReason.CALL_BACK,
        words="",
        actor=desk.user,
        keys=desk.keys,
        at=desk.now,
    )
    phone_reveal.record_reveal(case=case, verdict=verdict, actor=desk.user, at=desk.now)
    return str(person.details.get("phone", "")) if person else ""
