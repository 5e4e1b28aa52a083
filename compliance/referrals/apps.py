from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "compliance.referrals"
    label = "referrals"
