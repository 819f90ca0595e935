"""Why the product does not start: what is missing in the environment, unsafe, or cannot be followed."""

from importlib.util import find_spec

from cms.settings import UnusableEnvironment
from cms.settings.env import Variables

SHORTEST_SECRET_KEY = 50
SHORTEST_METRICS_TOKEN = 32
WEAK_KEY_MARKS = ("django-insecure", "change-me", "changeme", "secret-key")


def unready_for_production(variables: Variables) -> list[str]:
    """One sentence for each variable that is missing or unsafe in production."""
    problems = []
    if not variables.secret_key:
        problems.append("SECRET_KEY is missing.")
    elif is_weak(variables.secret_key):
        problems.append("SECRET_KEY is weak: use 50 random characters or more.")
    if variables.debug:
        problems.append("DEBUG must be off.")
    if not variables.allowed_hosts or "*" in variables.allowed_hosts:
        problems.append("ALLOWED_HOSTS must name the hosts, without *.")
    if not variables.database_url:
        problems.append("DATABASE_URL is missing.")
    if not variables.wagtailadmin_base_url:
        problems.append("WAGTAILADMIN_BASE_URL is missing.")
    if variables.oidc_issuer.startswith("http://"):
        problems.append("OIDC_ISSUER must begin with https://.")
    return problems


def unfit(variables: Variables) -> list[str]:
    """One sentence for each variable that cannot be followed, or not safely, whatever the settings."""
    problems = []
    if variables.metrics_token and is_weak(variables.metrics_token, SHORTEST_METRICS_TOKEN):
        problems.append(
            f"METRICS_TOKEN is weak: use {SHORTEST_METRICS_TOKEN} random characters or more."
        )
    if variables.sentry_dsn and find_spec("sentry_sdk") is None:
        problems.append(
            "SENTRY_DSN needs Sentry's library: run requirements/install production, or unset it."
        )
    provider = (variables.oidc_issuer, variables.oidc_client_id, variables.oidc_client_secret)
    if any(provider) and not all(provider):  # passwords would stay open unnoticed
        problems.append("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together.")
    return problems


def is_weak(secret: str, shortest: int = SHORTEST_SECRET_KEY) -> bool:
    return (
        len(secret) < shortest
        or len(set(secret)) < 10
        or any(mark in secret.lower() for mark in WEAK_KEY_MARKS)
    )


def refuse(problems: list[str]) -> None:
    """Stop with one error that lists every problem; do nothing when there is none."""
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise UnusableEnvironment(
            f"The environment is not usable (see docs/configuration.md):\n{listed}"
        )
