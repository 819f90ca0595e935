"""Behind HTTPS, with every secret in the environment. Refuses to start when one is missing."""

import environ

from cms.settings.base import *
from cms.settings.env import type_problems, variables
from cms.settings.refusing import refuse, unfit, unready_for_production

refuse(type_problems + unready_for_production(variables) + unfit(variables))

SECRET_KEY = variables.secret_key
ALLOWED_HOSTS = list(variables.allowed_hosts)

LOGGING["handlers"]["console"]["formatter"] = variables.log_format or "json"

STATIC_ROOT = BASE_DIR / "static"
STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"

if variables.email_url:
    vars().update(environ.Env.email_url_config(variables.email_url))

SECURE_SSL_REDIRECT = variables.secure_ssl_redirect
SECURE_HSTS_SECONDS = variables.secure_hsts_seconds
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if variables.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Of the addresses in X-Forwarded-For, the one that the proxy wrote: the last.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
