"""/staff/history/…"""

from django.urls import path

from portal.history import views

app_name = "history"
urlpatterns = [
    path("", views.Log.as_view(), name="log"),
    path("verify/", views.verify, name="verify"),
]
