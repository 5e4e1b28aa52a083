"""Permission checks for views of wagtail-localize that do not ask who may publish, though they publish.

See docs/requirements/security.md#side-doors.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import convert, update_translations

from learning.base import services
from learning.base.selectors import get_translated_pages
from portal.accounts.current_user import get_current_user


def update(request: HttpRequest, source: int) -> HttpResponse:
    """Check before the form that can publish what the original now says; the library asks only who may begin a
    translation.
    """
    if "publish_translations" in request.POST:
        row = get_object_or_404(TranslationSource, pk=source)
        for translation in row.translations.filter(enabled=True).select_related("target_locale"):
            _must_publish(request, translation.get_target_instance())
    return update_translations.UpdateTranslationsView.as_view()(request, translation_source_id=source)


def convert_to_alias(request: HttpRequest, page: int) -> HttpResponse:
    """Check before the original's newest draft replaces what is published; the library asks only who may edit."""
    if request.method == "POST":
        _must_publish(request, get_object_or_404(Page, pk=page))
    return convert.convert_to_alias(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, page: int) -> HttpResponse:
    """Submit a translation as every version is: to a review by somebody who had no hand in it."""
    translation, target = get_translated_pages(page)
    if translation is None or target is None:
        raise Http404
    if not target.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        services.submit_translation(translation=translation, page=target, actor=get_current_user(request))
        messages.success(request, _("Translation submitted. We have emailed the reviewers."))
        return redirect("wagtailadmin_pages:edit", target.pk)
    context = {"page_title": _("Submit the translation"), "page_subtitle": target.title, "header_icon": "check"}
    return render(request, "base/cms/hand_in.html", context)


def _must_publish(request: HttpRequest, page: Page) -> None:
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
