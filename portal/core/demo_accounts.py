"""Accounts of the demo. Each app's demo.py offers `seed(*, today) -> list[DemoAccount]`."""

from dataclasses import dataclass

# Long enough for the rules and easy to type; the accounts exist only where DEMO is on.
DEMO_PASSWORD = "daylight-demo-2026"  # noqa: S105 - printed at every start of the demo

# Opens what people tell the helpline; handlers type it once a shift.
DEMO_PASSPHRASE = "lantern harbour violet sparrow"  # noqa: S105 - printed as well


@dataclass(frozen=True)
class DemoAccount:
    email: str
    role: str
    can_try: str
    password: str = DEMO_PASSWORD
    passphrase: str = ""
