from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from portal.accounts import listeners  # noqa: PLC0415 — it needs the models

        listeners.listen()
