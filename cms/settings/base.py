"""What development, production and tests have in common."""

from django.utils.translation import gettext_lazy as _

from cms.settings.database import database
from cms.settings.env import BASE_DIR, local_address, variables
from cms.settings.sign_in import *
from cms.settings.uploads import *

DEBUG = False
DATA_DIR = BASE_DIR / variables.data_dir

INSTALLED_APPS = [
    "cms.accounts",
    "cms",
    "cms.api",
    "cms.newsletter",
    "cms.checking",
    "cms.backup",
    "cms.exchange",
    "cms.finding",
    "cms.merging",
    "cms.previews",
    "cms.translating",
    "cms.webhooks",
    "cms.demo",
    "pages",
    "snippets",
    "wagtail.contrib.redirects",
    # After redirects, one of whose receivers it takes over.
    "cms.publishing",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.user_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "corsheaders",
    "modelcluster",
    "taggit",
    "django_filters",
    "grapple",
    "graphene_django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# Wagtail's REST API, which has no tables. The app brings the screen of tokens.
REST_API = variables.rest_api
if REST_API:
    INSTALLED_APPS.append("wagtail.api.v3")
WAGTAILAPI_DOCS_ENABLED = False

MIDDLEWARE = [
    # Around all others: what they answer is a page, too.
    "cms.policy.middleware.PolicyMiddleware",
    # Before whatever looks at host, scheme or session.
    "cms.health.HealthMiddleware",
    "cms.monitoring.page.MetricsMiddleware",
    "cms.tracing.RequestIdMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.outage.OutageMiddleware",
    "cms.api.middleware.PublicApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before whatever redirects; after what would choose another language than the user's.
    "cms.rest.gate.TokenGateMiddleware",
    "cms.finding.deleting_by_tools.LossesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Before whatever reads what was sent.
    "cms.bodies.BodyLimitMiddleware",
    "cms.publishing.middleware.EditorialTransactionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.moved.MovedPageMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Widgets of Wagtail have templates of ours, too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The server that `manage.py serve` starts, and whether it may write the demo outside SQLite.
SERVE_HOST = variables.host
SERVE_PORT = variables.port
SERVE_ADDRESS = local_address(variables.host, variables.port)
SERVE_THREADS = variables.server_threads
DEMO_ANYWHERE = variables.demo
SERVER_PROCESSES = variables.granian_workers
ONE_PROCESSOR = variables.one_processor
# User name → password of the accounts the demo makes. Nowhere but in development there are any.
DEMO_PASSWORDS: dict[str, str] = {}

DATABASES = {
    "default": database(
        variables.database_url,
        data_dir=DATA_DIR,
        pool_size=variables.database_pool_size,
        statement_seconds=variables.database_statement_seconds,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Operations that clients call by their hash.
    "operations": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "operations",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
if variables.cache_url:
    # Six megabytes, which a process alone does not need.
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # Answers that processes share. Who waits for it waits in vain: the answer is made meanwhile.
    CACHES["answers"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": variables.cache_url,
        "KEY_PREFIX": "technopole",
        "OPTIONS": {
            "serializer": "cms.api.shared.Bytes",
            "socket_connect_timeout": 0.2,
            "socket_timeout": 0.25,
            "retry": Retry(NoBackoff(), 0),
        },
    }

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cms.formats"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
# A recap with many blocks has more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# An address typed without a scheme is taken for HTTPS, as Django 6 will.
FORMS_URLFIELD_ASSUME_HTTPS = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Which pages of other origins may call the API from a browser. Cookies never go with a call.
CORS_URLS_REGEX = r"^/(graphql/|feeds/[a-z]+\.[a-z]+|newsletter/items\.json)$"
CORS_ALLOW_ALL_ORIGINS = "*" in variables.cors_origins
CORS_ALLOWED_ORIGINS = [each for each in variables.cors_origins if each != "*"]
CORS_ALLOW_METHODS = ["GET", "POST", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "content-type", "preview-token", "x-request-id"]
CORS_EXPOSE_HEADERS = ["retry-after", "server-timing", "x-request-id"]
CSRF_TRUSTED_ORIGINS = list(variables.csrf_trusted_origins)

TASKS = {"default": {"BACKEND": "cms.publishing.behind.OnceEach"}}

# No mail is sent until EMAIL_URL says how.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = variables.default_from_email

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "cms.logs.formats.Line"},
        "json": {"()": "cms.logs.formats.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": variables.log_format or "line",
        }
    },
    "root": {"handlers": ["console"], "level": variables.log_level.upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Servers' own lines about requests hold query strings, or addresses of readers.
        "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
        "_granian": {"handlers": [], "propagate": True},
        "granian.access": {"handlers": [], "propagate": True},
        # A line for each task and each save says nothing that the admin's own history does not.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        # It tells each attempt to connect anew; that the database is gone is told once.
        "psycopg.pool": {"level": "ERROR"},
    },
}

ACCESS_LOG = variables.access_log
METRICS_TOKEN = variables.metrics_token
SENTRY_DSN = variables.sentry_dsn

WAGTAIL_SITE_NAME = variables.site_name
WAGTAILADMIN_BASE_URL = variables.wagtailadmin_base_url or SERVE_ADDRESS
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "snippets.rich_text_area.RichTextArea"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search"}}

# The browser of an editor talks to no other host.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# Wagtail keeps shared passwords in plain text.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

# What one operation may ask for (cms.api.limits), and how it is served.
GRAPHQL_LIMITS = {
    "tokens": variables.graphql_tokens,
    "operations": variables.graphql_operations,
    "depth": variables.graphql_depth,
    "root_fields": variables.graphql_root_fields,
    "aliases": variables.graphql_aliases,
    "directives": variables.graphql_directives,
    "fragments": variables.graphql_fragments,
    "fields": variables.graphql_fields,
    "introspection": variables.graphql_introspection_values,
    "repeats": variables.graphql_repeats,
    "search_length": variables.graphql_search_length,
    "cost": variables.graphql_cost,
}
GRAPHQL_BODY_BYTES = variables.graphql_body_bytes
GRAPHQL_SECONDS = variables.graphql_seconds
GRAPHQL_AT_ONCE = variables.graphql_at_once
GRAPHQL_INTROSPECTION = variables.graphql_introspection
GRAPHQL_ALLOW_LIST = variables.graphql_allow_list
GRAPHQL_SERVER_TIMING = False
ANSWER_CACHE_BYTES = variables.answer_cache_bytes
CDN_SECONDS = variables.cdn_seconds
CDN_STALE_SECONDS = variables.cdn_stale_seconds
CACHE_TAG_HEADER = (
    "" if variables.cache_tag_header.lower() == "none" else variables.cache_tag_header
)
GRAPHIQL = variables.graphiql

PREVIEW_HOURS = variables.preview_hours
SHARE_DAYS = variables.share_days
# The address of the frontend that shows previews, by language.
PREVIEW_URLS = dict(each.split("=", 1) for each in variables.preview_urls)
JOURNAL_DAYS = variables.journal_days
WEBHOOK_SECONDS = variables.webhook_seconds
WEBHOOK_DAYS = variables.webhook_days
WEBHOOK_PRIVATE_HOSTS = [host.lower() for host in variables.webhook_private_hosts]

GRAPPLE = {"APPS": ["snippets", "pages"]}
GRAPHENE = {"SCHEMA": "cms.api.schema.schema", "MIDDLEWARE": []}
