from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "compliance.casework"
    label = "casework"

    def ready(self) -> None:
        from compliance.casework import listeners  # noqa: PLC0415 — it needs the models

        listeners.listen()
