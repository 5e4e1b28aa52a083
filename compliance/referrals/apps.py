from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "compliance.referrals"
    label = "referrals"

    def ready(self) -> None:
        from compliance.casework import hooks  # noqa: PLC0415 — it needs the models
        from compliance.referrals.case_hooks import ReferralsHooks  # noqa: PLC0415

        hooks.register(ReferralsHooks())
