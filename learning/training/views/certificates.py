"""Views of a certificate for its owner, and the page where anybody checks one by its code."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from learning.training import documents
from learning.training.forms.certificates import VerifyForm
from learning.training.models import Certificate
from learning.training.selectors import progress
from portal.core import rate_limits
from portal.core.pdf import CannotRender
from portal.core.types import Context
from portal.core.views import add_wait_header, render_form, too_many_requests


@require_safe
def certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return render(
        request, "training/certificate.html", documents.get_certificate_facts(_get_own_certificate(request, uuid))
    )


@require_safe
def certificate_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    certificate = _get_own_certificate(request, uuid)
    if wait := rate_limits.count_and_get_wait("certificate_pdf", request.user.pk):
        return too_many_requests(request, wait)
    try:
        body = documents.render_certificate_pdf(certificate)
    except CannotRender:
        return render(request, "training/no_pdf.html", {"certificate": certificate}, status=503)
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{certificate.attempt.course.slug}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a code. It is sent by POST, so that it stands in no address; the page shows what the certificate says, no
    more.
    """
    form = VerifyForm(request.POST if request.method == "POST" else None)
    context: Context = {"form": form}
    if request.method == "POST" and (wait := rate_limits.get_visitor_wait("certificate_verify", request)):
        form.is_valid()
        page = render(request, "training/verify.html", context | {"wait": rate_limits.describe_wait(wait)})
        return add_wait_header(page, wait)
    if form.is_valid():
        match = progress.find_certificate_by_code(form.cleaned_data["code"])
        context |= {"is_asked": True} | (documents.get_certificate_facts(match) if match else {})
    return render_form(request, "training/verify.html", context)


def _get_own_certificate(request: HttpRequest, uuid: UUID) -> Certificate:
    if (certificate := progress.get_own_certificate(request.user, uuid)) is None:
        raise Http404
    return certificate
