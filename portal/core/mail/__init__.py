"""Mail that is not lost when the post is down: `send` writes a row, the worker delivers it.

In a test, `django_capture_on_commit_callbacks(execute=True)` lets the mail leave.

See docs/requirements/security.md#one-transaction.
"""

from portal.core.mail.delivery import deliver, deliver_due, forget
from portal.core.mail.enqueue import owe, send

__all__ = ["deliver", "deliver_due", "forget", "owe", "send"]
