"""/staff/guidance/…"""

from django.urls import path

from learning.resources.views import staff

app_name = "guidance_staff"

urlpatterns = [
    path("feedback/", staff.Counts.as_view(), name="feedback"),
    path("feedback/<int:page>/", staff.Comments.as_view(), name="words"),
]
