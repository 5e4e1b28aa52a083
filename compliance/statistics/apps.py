from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "compliance.statistics"
    label = "statistics"
