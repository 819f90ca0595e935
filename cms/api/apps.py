from django.apps import AppConfig
from django.conf import settings


class ApiConfig(AppConfig):
    """The GraphQL endpoint."""

    name = "cms.api"
    label = "api"

    def ready(self) -> None:
        """Register the check, build the schema before anybody asks, and learn what is counted by name."""
        from cms.api import checks  # noqa: F401
        from cms.api.known_names import KNOWN_NAMES
        from cms.publishing import background

        if settings.METRICS_TOKEN:
            background.works.append(KNOWN_NAMES)
