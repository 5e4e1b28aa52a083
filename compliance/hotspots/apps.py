from django.apps import AppConfig


class HotspotsConfig(AppConfig):
    name = "compliance.hotspots"
    label = "hotspots"
