"""Route /staff/jobs/ for site administrators."""

from django.urls import path

from portal.operations.views import jobs

app_name = "operations_staff"

urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("<slug:kind>/<int:key>/try-again/", jobs.retry_job, name="retry_job"),
]
