"""/plan/<token>/…: short and neutral, for it stands in a supplier's browser."""

from django.urls import path

from compliance.audits.views import supplier_plan, supplier_questionnaire

app_name = "plan"

urlpatterns = [
    path("<str:token>/", supplier_plan.home, name="home"),
    path("<str:token>/language/", supplier_plan.set_language, name="language"),
    path("<str:token>/questions/", supplier_questionnaire.home, name="questionnaire"),
    path("<str:token>/questions/code/", supplier_questionnaire.reuse, name="questionnaire_code"),
    path("<str:token>/questions/<slug:topic>/", supplier_questionnaire.topic, name="questionnaire_topic"),
    path("<str:token>/<uuid:uuid>/", supplier_plan.action, name="action"),
    path("<str:token>/<uuid:uuid>/evidence/", supplier_plan.evidence, name="evidence"),
]
