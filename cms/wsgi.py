"""What a WSGI server loads. The GraphQL schema is built here, before the first request, and the
thread that makes the files of pictures begins here: only serving processes have one."""

import importlib
import os
from pathlib import Path

import environ
from django.core.wsgi import get_wsgi_application

environ.Env.read_env(Path(__file__).resolve().parents[1] / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()
importlib.import_module("cms.api.schema")
importlib.import_module("cms.publishing.background").start()
