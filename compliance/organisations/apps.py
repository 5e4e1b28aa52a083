from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "compliance.organisations"
    label = "organisations"
