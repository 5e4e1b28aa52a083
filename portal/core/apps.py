from django.apps import AppConfig


class PortalCoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
