import gc
import os

from django.core.wsgi import get_wsgi_application

from portal.core.turns import in_turn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
django = get_wsgi_application()

from portal.operations.stand_in import watched  # noqa: E402 - its models need Django's settings

application = watched(in_turn(django, at_once=4))

# What is loaded now stays: to look through it again and again for garbage takes time from the pages.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
