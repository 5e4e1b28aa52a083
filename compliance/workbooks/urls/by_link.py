"""Route /plan/<token>/workbook/…"""

from django.urls import path

from compliance.workbooks.views import by_link

app_name = "plan_workbook"

urlpatterns = [
    path("", by_link.home, name="home"),
    path("actions.xlsx", by_link.download, name="download"),
    path("<uuid:uuid>/", by_link.returned, name="returned"),
    path("<uuid:uuid>/result/", by_link.result, name="result"),
]
