"""/r/return/ and /r/talk/: return with the code, and the conversation (docs/requirements/helpline.md#conversation)."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from compliance.concerns import throttling
from compliance.concerns.choices import Author
from compliance.concerns.forms.binding import DeleteContactForm, EndForm, NewCodeForm
from compliance.concerns.forms.dialogue import ReplyForm, ReturnForm
from compliance.concerns.forms.files import DialogueFileForm
from compliance.concerns.rules.receipt_expiry import get_code_end
from compliance.concerns.services import dialogue, files, reporter_sessions
from compliance.concerns.services.file_checks import UploadOptions
from compliance.concerns.services.reporter_sessions import OpenVisit
from compliance.concerns.services.submission import CODE_DISPLAY_TTL
from compliance.concerns.uploads import accept_visitor_files
from compliance.concerns.views.base import clear_browser_data, get_post_data, reporter_view, with_visit
from compliance.concerns.views.files import describe_file, get_form, save_or_report
from compliance.concerns.views.start import BUSY_SECONDS, wait_page
from portal.core import cookies, rate_limits
from portal.core.views import render_form, see_other
from portal.vault import receipts
from portal.vault.kdf import Busy


@reporter_view
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the code. One page and one status for an unknown code, an ended one and a retired one; it is not shown
    again.
    """
    if request.method != "POST":
        return render(request, "concerns/return.html", {"form": ReturnForm(), "has_ended": "ended" in request.GET})
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return render_form(request, "concerns/return.html", {"form": form})
    if wait := rate_limits.get_visitor_wait("receipt", request):
        return wait_page(request, wait)
    try:
        throttling.slow_down_if(rate_limits.get_global_wait("receipt_site") > 0, "receipt", request)
        cookie = reporter_sessions.start_visit(form.cleaned_data["code"], now=timezone.now())
    except Busy:
        return wait_page(request, BUSY_SECONDS)
    except reporter_sessions.NoSuchCode:
        return render(request, "concerns/return.html", {"form": ReturnForm(), "has_failed": True}, status=422)
    return cookies.set_cookie(see_other("concerns:talk"), settings.VISIT_COOKIE_NAME, cookie.text)


@with_visit
def talk(request: HttpRequest, *, visit: OpenVisit) -> HttpResponse:
    """Show the conversation and add a message."""
    # Whoever said which language is best for them most likely writes in it, and can choose another.
    language = visit.concern.language
    form = ReplyForm(get_post_data(request), binding=visit.form_binding, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        cleaned, now = form.cleaned_data, timezone.now()
        with reporter_sessions.keep_open(visit, now=now):
            dialogue.add_message(
                visit.concern,
                visit.key,
                author=Author.REPORTER,
                text=cleaned["text"],
                now=now,
                token=cleaned["token"],
                language=cleaned["language"],
            )
        return see_other("concerns:talk")
    context = {
        "form": form,
        "concern": visit.concern,
        "messages": dialogue.get_conversation(visit.concern, visit.key),
        "files": [describe_file(facts) for facts in files.get_files(visit.concern, visit.key) if not facts["beside"]],
        "has_contact": dialogue.has_contact_details(visit.concern, visit.key),
        "is_device_unsafe": dialogue.is_device_unsafe(visit.concern, visit.key),
        "code": get_code_end(visit.row.receipt.ends_on, timezone.localdate()),
    }
    reporter_sessions.check_open(visit, now=timezone.now())
    dialogue.mark_seen(visit.concern, by=Author.REPORTER)
    reporter_sessions.drop_pending_code(visit, now=timezone.now())
    return render_form(request, "concerns/talk.html", context)


@with_visit
@accept_visitor_files(lambda visit: files.get_sizes(visit.concern))
def add_file(request: HttpRequest, *, visit: OpenVisit, refused: ValidationError | None) -> HttpResponse:
    """Add a file to the concern."""
    form = get_form(request, refused, partial(DialogueFileForm, binding=visit.form_binding))
    if request.method == "POST" and form.is_valid():

        def keep(upload, wish: UploadOptions, token: UUID) -> list[str]:
            now = timezone.now()
            guard = partial(reporter_sessions.keep_open, visit, now=now)
            return files.add_to_concern(visit.concern, visit.key, upload, wish=wish, token=token, now=now, guard=guard)

        if save_or_report(form, keep) is not None:
            return see_other("concerns:talk")
    return render_form(request, "concerns/talk_file.html", {"form": form})


@with_visit
@require_safe
def keep(request: HttpRequest, *, visit: OpenVisit) -> HttpResponse:
    """Extend the visit, up to an hour after it was opened."""
    return render(request, "concerns/keep.html", {"onward": "concerns:talk"})


@with_visit
@require_safe
def note(request: HttpRequest, *, visit: OpenVisit) -> HttpResponse:
    """Show a note that a concern was reported, and on which day; never what, or by whom."""
    now = timezone.now()
    return render(
        request,
        "concerns/talk_note.html",
        {
            "received_on": timezone.localdate(visit.concern.arrived_hour),
            "today": timezone.localdate(now),
            "is_device_unsafe": dialogue.is_device_unsafe(visit.concern, visit.key),
        },
    )


@with_visit
def new_code(request: HttpRequest, *, visit: OpenVisit) -> HttpResponse:
    """Show a new code; the old one stays valid until the person confirms, and then ends with every other visit."""
    form = NewCodeForm(get_post_data(request), binding=visit.form_binding)
    if request.method != "POST" or not form.is_valid():
        return render_form(request, "concerns/talk_code.html", {"form": form})
    now = timezone.now()
    if "receipt" in request.POST:
        receipt = _uuid(request.POST["receipt"])
        if receipt and reporter_sessions.retire_other_codes(visit, receipt, now=now):
            return see_other("concerns:talk")
        return render(request, "concerns/talk_code.html", {"form": form, "has_failed": True}, status=422)
    of_visitor, of_concern = (
        rate_limits.get_visitor_wait("code_anew", request),
        rate_limits.get_in_memory_wait("code_anew", visit.concern.uuid),
    )
    if wait := of_visitor or of_concern:
        return wait_page(request, wait)
    try:
        row, digits = reporter_sessions.create_new_code(visit, now=now)
    except Busy:
        return wait_page(request, BUSY_SECONDS)
    context = {
        "groups": receipts.format_receipt(digits).split(),
        "receipt": row.uuid,
        "shown_until": now + CODE_DISPLAY_TTL,
        "is_device_unsafe": dialogue.is_device_unsafe(visit.concern, visit.key),
    }
    return render(request, "concerns/talk_code.html", {"form": form, **context})


@with_visit
def delete_contact(request: HttpRequest, *, visit: OpenVisit) -> HttpResponse:
    """Delete the reporter's name and contact details."""
    form = DeleteContactForm(get_post_data(request), binding=visit.form_binding)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with reporter_sessions.keep_open(visit, now=now):
            dialogue.delete_contact(visit.concern, visit.key, now=now)
        return see_other("concerns:talk")
    return render_form(request, "concerns/talk_contact.html", {"form": form})


@with_visit
def end(request: HttpRequest, *, visit: OpenVisit) -> HttpResponse:
    """Close the conversation for good."""
    form = EndForm(get_post_data(request), binding=visit.form_binding)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with reporter_sessions.keep_open(visit, now=now):
            dialogue.close_conversation(visit.concern, now=now)
        return clear_browser_data(render(request, "concerns/ended.html"))
    return render_form(request, "concerns/talk_end.html", {"form": form})


@reporter_view
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the conversation in this browser; the code opens it again."""
    reporter_sessions.end_visit(request.COOKIES.get(settings.VISIT_COOKIE_NAME, ""))
    return clear_browser_data(see_other("concerns:start"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
