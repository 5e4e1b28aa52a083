from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "learning.resources"
    label = "resources"
