"""/desk/figures/: the internal month, on a page and as a workbook. Coded facts only, so the desk may be locked."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.casework.forms.figures import MonthForm
from compliance.casework.reading import figures as reading
from compliance.casework.services import figures
from compliance.casework.views.frame import at_desk
from portal.accounts.visitors import signed_in
from portal.core import limits
from portal.core.views import render_form, too_many_requests

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _month(request: HttpRequest) -> tuple[MonthForm, reading.Month]:
    today = timezone.localdate()
    form = MonthForm(request.GET if "month" in request.GET else None, today=today)
    return form, form.chosen()


@at_desk
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form, month = _month(request)
    if not form.is_bound:
        form.initial = {"month": month.code}
    context = {"form": form, "month": month, "tables": reading.tables(month)}
    return render_form(request, "casework/figures/index.html", context)


@at_desk
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if wait := limits.wait("export", user.pk):
        return too_many_requests(request, wait)
    _form, month = _month(request)
    response = HttpResponse(figures.workbook(month=month, by=user, at=timezone.now()), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="helpline-{month.code}.xlsx"'
    return response
