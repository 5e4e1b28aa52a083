from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "learning.training"
    label = "training"
