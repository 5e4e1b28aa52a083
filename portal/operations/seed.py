"""The demo's content, put together from each app's demo.py."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from portal.core.demo_accounts import DemoAccount
from portal.operations.apps import get_app_modules


def seed(*, today: date, only: Collection[str] = ()) -> list[DemoAccount]:
    """Let each app add its part, the lower ones first, or the apps of these labels only. Running it twice changes
    nothing.

    Without accounts, an app's `seed` returns nothing or an empty list.
    """
    accounts: list[DemoAccount] = []
    for label, module in get_app_modules("demo"):
        if not only or label in only:
            with transaction.atomic():
                accounts += module.seed(today=today) or []
    return accounts
