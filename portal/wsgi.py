import gc
import os
from threading import Semaphore

from django.core.wsgi import get_wsgi_application

from portal.core.body_slots import BodySlots
from portal.core.concurrency import limit_concurrency
from portal.core.lanes import Lane, SlotPool
from portal.core.mount import mount_at_root

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
django = get_wsgi_application()

from portal.operations.stand_in import with_stand_in_worker  # noqa: E402 - its models need Django's settings

# In each process. All turns together need as many connections to the database as portal/settings/production.py has,
# and the watch of a missing worker one more.
RESERVED = (
    # Whoever tells the helpline something, and what asks whether we are there. Files wait longer than anything else.
    Lane(
        "reporters",
        ("/report/", "/r/", "/healthz", "/readyz"),
        Semaphore(3),
        bodies=BodySlots(96, max_seconds=20),
        sandbox=SlotPool(2, max_waiting=48, max_seconds=40),
    ),
    Lane(
        "desk",
        ("/desk/",),
        Semaphore(2),
        bodies=BodySlots(16),
        sandbox=SlotPool(1, max_waiting=16, max_seconds=25),
    ),
    # Open to everybody, and heavy: a statement is read in a process of its own.
    Lane(
        "statement check",
        ("/check-a-statement/",),
        Semaphore(1),
        bodies=BodySlots(16),
        sandbox=SlotPool(1, max_waiting=8, max_seconds=10),
        niceness=5,
    ),
    Lane(
        "businesses",
        ("/o/", "/dashboard/"),
        Semaphore(3),
        bodies=BodySlots(32),
        sandbox=SlotPool(1, max_waiting=12, max_seconds=25),
        niceness=5,
    ),
)
application = mount_at_root(with_stand_in_worker(limit_concurrency(django, at_once=3, reserved=RESERVED)))

# What is loaded now stays: to look through it again and again for garbage takes time from the pages.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
