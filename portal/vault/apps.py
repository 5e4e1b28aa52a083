from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "portal.vault"
    label = "vault"

    def ready(self) -> None:
        from portal.vault import signals  # noqa: PLC0415 — it needs the models

        signals.connect_signals()
