"""Whether a certificate of publication says what was published: found again by the fingerprint of the text."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from compliance.statements.presenters import signoff
from compliance.statements.register import selectors as register
from compliance.statements.register.forms.verify import VerifyForm
from portal.core.types import Context
from portal.core.views import render_form


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Answer the question in the address, so that the answer can be passed on; a fingerprint is public."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    context: Context = {"form": form}
    if form.is_valid():
        code = form.cleaned_data["code"]
        context |= {"fingerprint": signoff.fingerprint(code), "found": register.get_with_text(code)}
    return render_form(request, "register/verify.html", context)
