"""Naming help to a reporter: found in the directory or in our guidance, or typed where neither has it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.forms.signposts import DirectoryForm, GuidanceForm, SendForm, SignpostForm, ToWhomForm
from compliance.casework.models import Case
from compliance.casework.selectors import concerns, signposts
from compliance.casework.selectors.signposts import NamedHelp
from compliance.casework.services import messages
from compliance.casework.views.base import Desk, case_to_act, get_post_data, unlocked
from compliance.casework.views.case_actions import acting
from compliance.casework.views.cases import case_page
from learning.resources.selectors.pages import find_pages
from portal.core.types import Context

PAGE = "signpost.html"
SAID: dict[str, Any] = {"tab": "sharing", "said": gettext_lazy("Signpost recorded.")}


@unlocked
def signpost(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """The searches, and a form for what neither of them has."""
    case = case_to_act(desk, uuid)
    form = SignpostForm(get_post_data(request), to=concerns.get_codes(case), initial={"token": uuid4()})

    def save() -> None:
        cleaned = {name: form.cleaned_data[name] for name in ("kind", "code", "title", "address", "token")}
        _tell(desk, case, form, **cleaned)

    return acting(
        request, desk, case, form, save, **_words(case), **SAID, template=PAGE,
        search=DirectoryForm(initial=_known(desk, case)), guidance=GuidanceForm(),
    )  # fmt: skip


@unlocked
def find(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What the directory has. By POST: the place of a case stands in no address."""
    case = case_to_act(desk, uuid)
    form = DirectoryForm(get_post_data(request), initial=_known(desk, case))
    context: Context = {"search": form, "guidance": GuidanceForm()}
    if form.is_bound and form.is_valid() and not form.is_unsure:
        open_at = desk.now if form.cleaned_data["open_now"] else None
        results = signposts.search_services(form.asked(), open_at=open_at, now=desk.now, page=_number(request))
        rows = [*results.rows, *results.always, *results.nearest]
        context |= {"found": results, "rows": [(row, row.is_open(desk.now)) for row in rows]}
        context |= {"next": results.number + 1, "previous": results.number - 1}
    return _page(request, desk, case, context)


@unlocked
def find_guidance(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    form = GuidanceForm(get_post_data(request))
    context: Context = {"search": DirectoryForm(initial=_known(desk, case)), "guidance": form}
    if form.is_bound and form.is_valid():
        context["pages"] = find_pages(form.cleaned_data["about"], language=case.language)
    return _page(request, desk, case, context)


@unlocked
def tell_service(request: HttpRequest, desk: Desk, uuid: UUID, service: UUID) -> HttpResponse:
    case = case_to_act(desk, uuid)
    card = signposts.get_service(service)
    if card is None:
        raise Http404
    return _confirm(request, desk, case, card[1], advice=card[0].service.safe_contact)


@unlocked
def tell_page(request: HttpRequest, desk: Desk, uuid: UUID, key: int) -> HttpResponse:
    case = case_to_act(desk, uuid)
    help_item = signposts.get_guidance_page(key)
    if help_item is None:
        raise Http404
    return _confirm(request, desk, case, help_item)


def _confirm(request: HttpRequest, desk: Desk, case: Case, help_item: NamedHelp, advice: str = "") -> HttpResponse:
    """The words as they would be read, and whether it is safe to send them. advice: how to reach it safely."""
    form = SendForm(get_post_data(request), to=concerns.get_codes(case), initial={"token": uuid4()})
    return acting(
        request, desk, case, form,
        lambda: _tell(
            desk, case, form,
            kind=help_item.kind, code=help_item.code, title=help_item.title, address=help_item.address,
            token=form.cleaned_data["token"],
        ),
        **_words(case), **SAID, template="signpost_send.html", told=help_item, advice=advice,
    )  # fmt: skip


def _tell(desk: Desk, case: Case, form: ToWhomForm, **said: Any) -> None:
    """In the conversation where there is one, and kept either way."""
    concern = next((row for row in concerns.get_concerns(case) if row.pk == form.concern), None)
    messages.add_signpost(case=case, concern=concern, **said, actor=desk.user, keys=desk.keys, at=desk.now)


def _words(case: Case) -> dict[str, str]:
    has_conversation = bool(concerns.get_concerns(case))
    return {
        "heading": _("Signpost the reporter to help"),
        "button": _("Send and record it") if has_conversation else _("Record the signpost"),
    }


def _known(desk: Desk, case: Case) -> dict[str, str]:
    """What the search begins with."""
    language = case.language if case.language not in {"other", "unknown"} else ""
    return {"place": signposts.get_council_label(case, desk.keys), "language": language}


def _page(request: HttpRequest, desk: Desk, case: Case, context: Context) -> HttpResponse:
    context |= {"form": SignpostForm(to=concerns.get_codes(case), initial={"token": uuid4()}), **_words(case)}
    return case_page(request, desk, case, "sharing", PAGE, **context)


def _number(request: HttpRequest) -> int:
    number = request.POST.get("page", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
