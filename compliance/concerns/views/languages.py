"""/r/languages: which number to call, in other languages. One page for all, so that no address names a language.

It needs neither the team's key nor a database, for a phone number must always be there.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from compliance.concerns import phone_help


@login_not_required
@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """Show which number to call in each reviewed language."""
    shown_languages = phone_help.shown_languages()
    if not shown_languages:
        return redirect("concerns:start")
    return render(request, "concerns/languages.html", {"phone_help": shown_languages})
