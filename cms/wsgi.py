"""What a WSGI server loads. The GraphQL schema is built here, before the first request, and the
threads of a serving process begin here: those that make the files of pictures, and others.

What stands by then stays: the collector of garbage need not look through it while readers wait.
"""

import gc
import importlib
import os
from pathlib import Path
from time import perf_counter

import environ
from django.core.wsgi import get_wsgi_application

environ.Env.read_env(Path(__file__).resolve().parents[1] / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

importlib.import_module("cms.metrics.processes").share()
django = get_wsgi_application()
importlib.import_module("cms.api.schema")
front = importlib.import_module("cms.api.front").Front(django)
processor = importlib.import_module("cms.processor").keep_to_one(perf_counter)
application = importlib.import_module("cms.door").Door(front, processor)
importlib.import_module("cms.publishing.background").start()
gc.collect()
gc.freeze()
