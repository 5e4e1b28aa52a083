"""/staff/guidance/…"""

from django.urls import path

from learning.resources.views import staff

app_name = "guidance_staff"

urlpatterns = [
    path("feedback/", staff.feedback, name="feedback"),
    path("feedback/<int:page>/", staff.words, name="words"),
]
