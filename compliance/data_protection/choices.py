"""States of the requests that people make about their data, and of complaints."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    ACCESS = "access", _("Copy of their data")
    ERASURE = "erasure", _("Erasure")
    RECTIFICATION = "rectification", _("Correction")
    OBJECTION = "objection", _("Objection or restriction")


class RequestStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    IDENTITY_CHECK = "identity_check", _("Checking identity")
    SEARCHING = "searching", _("Searching")
    REVIEW = "review", _("Waiting for a second person")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused")


REQUEST_STEPS: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.RECEIVED: frozenset({RequestStatus.IDENTITY_CHECK, RequestStatus.REFUSED}),
    RequestStatus.IDENTITY_CHECK: frozenset({RequestStatus.SEARCHING, RequestStatus.REFUSED}),
    RequestStatus.SEARCHING: frozenset({RequestStatus.REVIEW}),
    RequestStatus.REVIEW: frozenset({RequestStatus.SEARCHING, RequestStatus.ANSWERED, RequestStatus.REFUSED}),
    RequestStatus.ANSWERED: frozenset(),
    RequestStatus.REFUSED: frozenset(),
}


class ComplaintStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    UNDER_REVIEW = "under_review", _("Being looked at")
    ANSWERED = "answered", _("Answered")


COMPLAINT_STEPS: dict[ComplaintStatus, frozenset[ComplaintStatus]] = {
    ComplaintStatus.RECEIVED: frozenset({ComplaintStatus.ACKNOWLEDGED}),
    ComplaintStatus.ACKNOWLEDGED: frozenset({ComplaintStatus.UNDER_REVIEW, ComplaintStatus.ANSWERED}),
    ComplaintStatus.UNDER_REVIEW: frozenset({ComplaintStatus.ANSWERED}),
    ComplaintStatus.ANSWERED: frozenset(),
}
