from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "portal.vault"
    label = "vault"

    def ready(self) -> None:
        from portal.vault import listeners  # noqa: PLC0415 — it needs the models

        listeners.listen()
