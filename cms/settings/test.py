"""Tests: files in a folder that is removed at the end, SQLite unless DATABASE_URL is given. CACHE_URL and STORAGE_URL
count as well: each process keeps apart from the others there by a name of its own."""

import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

from cms.settings.base import *
from cms.settings.database import database
from cms.settings.env import type_problems, variables
from cms.settings.refusing import refuse, unfit

refuse(type_problems + unfit(variables))

SECRET_KEY = variables.secret_key or secrets.token_urlsafe(50)
DEMO_PASSWORDS = {
    name: secrets.token_urlsafe(12) for name in ("redacteur", "responsable", "administrateur")
}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

test_folder = tempfile.TemporaryDirectory(prefix="technopole-cms-tests-")
DATA_DIR = Path(test_folder.name)
MEDIA_ROOT = DATA_DIR / "media"
OWN_NAME = DATA_DIR.name
if OBJECT_STORAGE:
    OBJECT_STORAGE = replace(OBJECT_STORAGE, folder=f"{OBJECT_STORAGE.root}{OWN_NAME}")
    MEDIA_URL = OBJECT_STORAGE.public_root
if "answers" in CACHES:
    CACHES["answers"]["KEY_PREFIX"] = OWN_NAME
DATABASES = {"default": database(variables.database_url, data_dir=DATA_DIR, pool_size=0)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: in memory, requests that come at once (autosave, preview) meet locked tables.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CORS_ALLOWED_ORIGINS = ["https://www.example.org"]
WAGTAILADMIN_BASE_URL = "http://testserver"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
