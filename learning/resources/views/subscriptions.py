"""Views of feedback and subscriptions. Without an account, and without a cookie but the one against forged forms."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from learning.base.public_page import set_no_trace_headers
from learning.resources.forms.subscriptions import FeedbackForm, SubscribeForm, TopicsForm
from learning.resources.selectors.feedback import page_for_feedback
from learning.resources.services import feedback as feedback_services
from learning.resources.services import subscriptions
from portal.core import rate_limits
from portal.core.rate_limits import OverLimit
from portal.core.views import render_form, too_many_requests

SEE_OTHER = 303


@login_not_required
def feedback(request: HttpRequest, page: int) -> HttpResponse:
    row = page_for_feedback(page)
    if row is None:
        raise Http404
    initial = {"token": uuid4(), "useful": request.GET.get("useful", "")}
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        if wait := rate_limits.get_visitor_wait("guidance_feedback", request):
            form.add_error(None, OverLimit(wait))
        else:
            answers = form.cleaned_data
            feedback_services.save_feedback(
                page=row,
                token=answers["token"],
                is_useful=form.is_useful(),
                words=answers["words"],
                on=timezone.localdate(),
            )
            return HttpResponseRedirect(reverse("guidance:feedback_thanks"), status=SEE_OTHER)
    response = render_form(request, "resources/readers/feedback.html", {"form": form, "page": row})
    return set_no_trace_headers(response, has_form=True) if row.is_discreet else response


@login_not_required
@require_safe
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "resources/readers/thanks.html")


@login_not_required
@sensitive_variables("form")
def subscribe(request: HttpRequest) -> HttpResponse:
    """Subscribe; the page says the same whether or not an address is known."""
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if wait := rate_limits.get_visitor_wait("guidance_mail", request):
            form.add_error(None, OverLimit(wait))
        else:
            answers = form.cleaned_data
            subscriptions.request_subscription(address=answers["address"], topics=answers["topics"], at=timezone.now())
            return HttpResponseRedirect(reverse("guidance:mail_sent"), status=SEE_OTHER)
    return render_form(request, "resources/readers/subscribe.html", {"form": form})


@login_not_required
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "resources/readers/sent.html")


@login_not_required
@sensitive_variables("secret")
def manage(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a reader's own page: programs that look at links in mails press nothing here."""
    if wait := rate_limits.get_visitor_wait("supplier_page", request):
        return too_many_requests(request, wait)
    row = subscriptions.find_subscription(secret)
    if row is None:
        return render(request, "resources/readers/ended.html", status=404)
    is_saved = request.method == "POST"
    form = TopicsForm(request.POST if is_saved else None, initial={"topics": row.topics})
    if form.is_valid():
        subscriptions.change_topics(subscription=row, topics=form.cleaned_data["topics"])
        subscriptions.confirm_subscription(subscription=row, at=timezone.now())
        return redirect(f"{request.path}?saved=1")
    context = {"form": form, "secret": secret, "is_confirmed": row.confirmed_at is not None}
    context["is_saved"] = "saved" in request.GET
    return render_form(request, "resources/readers/own.html", context)


# A mail program presses the button without a cookie or a token of ours (RFC 8058); the secret stands for both.
@csrf_exempt
@login_not_required
@sensitive_variables("secret")
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """Unsubscribe; the same answer for a link that was used: who presses twice has what they want."""
    if wait := rate_limits.get_visitor_wait("supplier_page", request):
        return too_many_requests(request, wait)
    row = subscriptions.find_subscription(secret)
    if request.method == "POST" and row:
        subscriptions.unsubscribe(subscription=row)
        row = None
    return render(request, f"resources/readers/{'stop' if row else 'ended'}.html", {"secret": secret})
