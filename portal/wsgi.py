import gc
import os

from django.core.wsgi import get_wsgi_application

from portal.core.mount import at_root
from portal.core.turns import in_turn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = at_root(in_turn(get_wsgi_application(), at_once=4))

# What is loaded now stays: to look through it again and again for garbage takes time from the pages.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
