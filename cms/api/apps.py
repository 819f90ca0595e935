from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The GraphQL endpoint."""

    name = "cms.api"
    label = "api"

    def ready(self) -> None:
        """Register the check and build the schema, before anybody asks."""
        from cms.api import checks  # noqa: F401
