"""The pages of reporters."""

from django.urls import include, path

urlpatterns = [path("", include("compliance.concerns.urls"))]
