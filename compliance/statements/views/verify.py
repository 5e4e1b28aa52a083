"""Whether a certificate of publication says what was published: found again by the fingerprint of the text."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from compliance.statements import documents, register
from compliance.statements.forms.verify import VerifyForm
from portal.core.views import render_form


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The question is in the address, so that an answer can be passed on; a fingerprint is public."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        code = form.cleaned_data["code"]
        context |= {"fingerprint": documents.fingerprint(code), "found": register.with_text(code)}
    return render_form(request, "register/verify.html", context)
