"""Where the admin brings tables in."""

from django.urls import URLPattern, path
from wagtail import hooks

from cms.exchange.table_view import ImportTableView


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """The screen that brings a table in."""
    return [path("import/<str:kind>/", ImportTableView.as_view(), name="import_table")]
