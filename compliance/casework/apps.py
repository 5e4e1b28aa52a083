from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "compliance.casework"
    label = "casework"
