"""What the WSGI server of the stock endpoint loads."""

import importlib
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.stock.settings")

application = get_wsgi_application()
importlib.import_module("grapple.schema")
