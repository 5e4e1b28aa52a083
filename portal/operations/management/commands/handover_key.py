"""At the new operator, before anything comes: a key pair for the handover alone. Nothing is kept."""

import base64
from typing import Any

from django.core.management.base import BaseCommand

from portal.vault import encryption
from portal.vault.models import fingerprint
from portal.vault.services import recovery


class Command(BaseCommand):
    help = "Create a key pair so that another operator can hand over what people told them. Nothing is stored."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        private, public = encryption.new_key_pair()
        line, text = base64.urlsafe_b64encode(public).decode(), recovery.format_recovery_key(private)
        self.stdout.write(TEXT.format(public=line, fingerprint=fingerprint(public), private=text))


TEXT = """The public key, for the other operator:

    {public}

Ask them to read these numbers to you, and check that they match:

    {fingerprint}

The private key, which we show once and do not store. Write it down on paper only. You'll need it for
manage.py handover_check and manage.py handover_take. Destroy the paper once the keys are yours:

    {private}
"""
