"""The product's models and database, with grapple's own schema and view and nothing around them.

No session, no authentication, no search of redirects: fewer middlewares than the product has.
"""

from cms.settings.development import *

DEBUG = False
# Declares before grapple, whose `ready` reads the declarations.
INSTALLED_APPS = ["bench.stock", *(app for app in INSTALLED_APPS if app != "cms.api")]
MIDDLEWARE = [
    "bench.stock.statements.CountStatements",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    # An app of the product does not start without it. It does nothing for an answer.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "bench.stock.urls"
WSGI_APPLICATION = "bench.stock.wsgi.application"
CACHES = {
    **CACHES,
    # What Wagtail keeps renditions in: large enough for all of them, in process memory.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
GRAPPLE = {"APPS": ["snippets", "pages"], "MAX_PAGE_SIZE": 100}
GRAPHENE = {"SCHEMA": "grapple.schema.schema", "MIDDLEWARE": []}
