"""One process on one machine: `make run`, `make dev` and every manage.py command by default."""

import socket

from cms.settings.base import *
from cms.settings.env import type_problems, variables
from cms.settings.installation import installation_secrets
from cms.settings.refusing import refuse, unfit

refuse(type_problems + unfit(variables))

DEBUG = variables.debug
if DEBUG:
    # The development server has a new thread for each request.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
INSTALLATION = installation_secrets(DATA_DIR / "installation.env")
SECRET_KEY = variables.secret_key or INSTALLATION.secret_key
DEMO_PASSWORDS = {
    "redacteur": INSTALLATION.demo_editor_password,
    "responsable": INSTALLATION.demo_publisher_password,
    "administrateur": INSTALLATION.demo_admin_password,
}
ALLOWED_HOSTS = list(variables.allowed_hosts) or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    socket.gethostname(),
    variables.host,
]

# Static files are served from where they lie: no collectstatic before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

GRAPHQL_SERVER_TIMING = True
# A frontend that is being written on this machine.
CORS_ALLOWED_ORIGIN_REGEXES = [r"^http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$"]
# So is what follows the content.
WEBHOOK_PRIVATE_HOSTS = [*WEBHOOK_PRIVATE_HOSTS, "localhost", "127.0.0.1", "::1"]
