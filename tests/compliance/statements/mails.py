"""The mails of statements that wait in the outbox."""

from portal.core.fernet import decrypt
from portal.core.models import Outbox


def get_mails(template="statements/digest") -> list[Outbox]:
    return list(Outbox.objects.filter(template=template).order_by("pk"))


def read_mail(mail: Outbox) -> str:
    return f"{mail.subject}\n{decrypt(bytes(mail.body)).decode()}"
