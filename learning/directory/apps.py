from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "learning.directory"
    label = "directory"
