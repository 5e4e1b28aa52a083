import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from portal.core.body_slots import BodySlots
from portal.core.concurrency import limit_concurrency
from portal.core.lanes import Lane, SlotPool
from portal.core.mount import mount_at_root

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
try:
    # Nothing that is loaded here is garbage: to look for it takes a fifth of the start.
    gc.disable()
    django = get_wsgi_application()
except ImproperlyConfigured as error:
    # For whoever starts the server: what is missing, and not where in Django it was missed.
    sys.exit(str(error))

from portal.core.faces import has_desk
from portal.core.garbage import leave_loaded_alone
from portal.core.senders import get_senders
from portal.core.sqlite3.pool import pool
from portal.core.turn_queue import Turns
from portal.operations.request_counts import forget_dead_processes
from portal.operations.warm_up import warm_up

# In each process. All turns together need as many connections to the database as portal/settings/production.py has,
# and the watch of a missing worker one more. A flood from one network works on one report at a time.
RESERVED = (
    # Files of reporters, which come slowly and wait longer than anything else: they never delay words.
    Lane(
        "reporters' files",
        ("/r/9", "/r/talk/file"),
        Turns(2, of_a_network=1),
        bodies=BodySlots(96, max_seconds=20),
        sandbox=SlotPool(2, max_waiting=48, max_seconds=40),
    ),
    # Whoever tells the helpline something, and what asks whether we are there.
    Lane(
        "reporters",
        ("/report/", "/r/", "/healthz", "/readyz", "/health", "/metrics"),
        Turns(3, of_a_network=1),
        bodies=BodySlots(48, max_seconds=20),
        sandbox=SlotPool(1, max_waiting=16, max_seconds=25),
    ),
    Lane(
        "desk",
        ("/desk/",),
        Turns(2),
        bodies=BodySlots(16),
        sandbox=SlotPool(1, max_waiting=16, max_seconds=25),
    ),
    # Open to everybody, and heavy: a statement is read in a process of its own.
    Lane(
        "statement check",
        ("/check-a-statement/",),
        Turns(1),
        bodies=BodySlots(16),
        sandbox=SlotPool(1, max_waiting=8, max_seconds=10),
        niceness=5,
    ),
    Lane(
        "businesses",
        ("/o/", "/dashboard/"),
        Turns(3),
        bodies=BodySlots(32),
        sandbox=SlotPool(1, max_waiting=12, max_seconds=25),
        niceness=5,
    ),
)
AT_ONCE = 3
MAX_KEPT_CONNECTIONS = 14
application = limit_concurrency(django, at_once=AT_ONCE, reserved=RESERVED, get_senders=get_senders)
if has_desk():
    # Nobody else can load what watches the desk.
    from portal.operations.stand_in import with_stand_in_worker

    application = with_stand_in_worker(application)
application = mount_at_root(application)

# Of as many as work at once; a database of another kind has its own pool.
pool.max_size = MAX_KEPT_CONNECTIONS
forget_dead_processes()
warm_up()
leave_loaded_alone()
