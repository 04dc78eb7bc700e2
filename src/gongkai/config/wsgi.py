"""The WSGI application for any other WSGI server; `gongkai serve` brings its own."""

import os

from django.core.wsgi import get_wsgi_application

from gongkai.config.deployment import BadSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
application = get_wsgi_application()

from gongkai.organisations import demo  # noqa: E402 - its tables exist only now

try:
    demo.check_stays_here(listening_on="localhost")  # where that server listens, it alone knows
except demo.DemoInPublic as refusal:
    raise BadSetting(str(refusal)) from refusal
