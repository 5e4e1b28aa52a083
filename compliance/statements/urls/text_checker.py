"""/check-a-statement/"""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from compliance.statements.text_checker.views import check as views_check

app_name = "existing"
urlpatterns = [path("", login_not_required(views_check.check), name="check")]
