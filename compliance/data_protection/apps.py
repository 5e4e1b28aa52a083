from django.apps import AppConfig


class DataProtectionConfig(AppConfig):
    name = "compliance.data_protection"
    label = "data_protection"
