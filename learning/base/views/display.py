"""How the editors' pages look to one person: theme, contrast, density, and shortcuts of a single character.

Wagtail offers this on its own account page, which is closed (portal.urls).

See docs/requirements/experience.md#editors-display.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.forms.account import ThemePreferencesForm
from wagtail.users.models import UserProfile


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    profile = UserProfile.get_for_user(request.user)
    form = ThemePreferencesForm(request.POST if request.method == "POST" else None, instance=profile)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("learning_display")
    context = {"form": form, "page_title": _("Display and shortcuts"), "header_icon": "view"}
    return render(request, "base/cms/display.html", context, status=422 if form.is_bound else 200)
