from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "compliance.workbooks"
    label = "workbooks"
