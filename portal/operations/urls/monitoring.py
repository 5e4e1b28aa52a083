"""What looks at the whole installation, the desk among it."""

from django.urls import path

from portal.operations.views import monitoring

urlpatterns = [
    path("health", monitoring.show_health, name="health"),
    path("metrics", monitoring.show_metrics, name="metrics"),
]
