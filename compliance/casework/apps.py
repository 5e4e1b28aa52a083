from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "compliance.casework"
    label = "casework"

    def ready(self) -> None:
        from compliance.casework import signals  # noqa: PLC0415 — it needs the models

        signals.connect_signals()
