"""Where editors meet what is behind: the report, and the history."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.translating.views import ACTION, TranslationsReport, mark_up_to_date

SECOND = 60


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """The report, and what the button of the notice in a form calls."""
    return [
        path("reports/translations/", TranslationsReport.as_view(), name="translations_report"),
        path(
            "translations/<str:kind>/<int:pk>/up-to-date/",
            mark_up_to_date,
            name="translation_up_to_date",
        ),
    ]


@hooks.register("register_reports_menu_item")
def report() -> MenuItem:
    """The way to the report."""
    return MenuItem(
        _("Translations to bring up to date"),
        reverse("translations_report"),
        icon_name="globe",
        order=SECOND,
    )


@hooks.register("register_log_actions")
def name_what_was_done(actions: Any) -> None:
    """How the history calls it."""
    actions.register_action(
        ACTION, _("Up to date with the source"), _("Brought up to date with the source")
    )
