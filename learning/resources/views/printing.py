"""/guidance/print/: posters, cards and notices. Open to all, and the same to all."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from learning.resources.services import printing
from portal.core.pdf import CannotRender

UNAVAILABLE = 503
TRAIL = [("/", _("Home")), ("/guidance/", _("Guidance"))]


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    sheets = [(sheet, printing.get_pdf_size(sheet)) for sheet in printing.SHEETS.values()]
    return render(request, "resources/print/index.html", {"sheets": sheets, "trail": TRAIL})


@login_not_required
@require_safe
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    if name not in printing.SHEETS:
        raise Http404
    try:
        body = printing.get_pdf(printing.SHEETS[name])
    except CannotRender:
        return render(request, "resources/print/not_now.html", status=UNAVAILABLE)
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
