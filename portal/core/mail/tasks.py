"""The wake-up: load by id, call one service."""

from django.tasks import task
from django.utils import timezone

from portal.core.mail import delivery


@task(backend="jobs", queue_name="mail")
def deliver_mail(pk: int) -> bool:
    return delivery.deliver(pk, now=timezone.now())
