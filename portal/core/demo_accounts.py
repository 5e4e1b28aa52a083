"""What the demo tells about an account. Each app's demo.py offers `seed(*, today) -> list[DemoAccount]`."""

from dataclasses import dataclass

# Long enough for the rules and easy to type; the accounts exist only where DEMO is on.
DEMO_PASSWORD = "daylight-demo-2026"  # noqa: S105 - printed at every start of the demo


@dataclass(frozen=True)
class DemoAccount:
    email: str
    role: str
    can_try: str
    password: str = DEMO_PASSWORD
