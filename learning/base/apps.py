from django.apps import AppConfig


class LearningBaseConfig(AppConfig):
    name = "learning.base"
    label = "base"
