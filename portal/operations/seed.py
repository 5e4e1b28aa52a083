"""The demo's content, put together from each app's demo.py."""

from datetime import date

from django.db import transaction

from portal.core.demo_accounts import DemoAccount
from portal.operations.apps import get_app_modules


def seed(*, today: date) -> list[DemoAccount]:
    """Let each app add its part, the lower ones first. Running it twice changes nothing.

    Without accounts, an app's `seed` returns nothing or an empty list.
    """
    accounts: list[DemoAccount] = []
    for _label, module in get_app_modules("demo"):
        with transaction.atomic():
            accounts += module.seed(today=today) or []
    return accounts
