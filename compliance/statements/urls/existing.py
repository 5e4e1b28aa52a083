"""/check-a-statement/"""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from compliance.statements.views import existing

app_name = "existing"
urlpatterns = [path("", login_not_required(existing.check), name="check")]
