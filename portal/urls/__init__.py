"""The root URLconf; other programs rely on these addresses. A face of its own leaves out the parts of the others."""

from importlib import import_module

from django.conf import settings

from portal.core import views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [pattern for part in settings.URL_PARTS for pattern in import_module(f"portal.urls.{part}").urlpatterns]
