"""Where editors meet the checks: beside each form, and in a report."""

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.checking.panel import findings_of_form
from cms.checking.report import ChecksReport

FIRST = 50


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """The findings on a form, and the report."""
    return [
        path("checks-of-form/", findings_of_form, name="checks_of_form"),
        path("reports/checks/", ChecksReport.as_view(), name="checks_report"),
    ]


@hooks.register("register_reports_menu_item")
def report() -> MenuItem:
    """The way to the report."""
    return MenuItem(
        _("Checks of content"), reverse("checks_report"), icon_name="glasses", order=FIRST
    )


@hooks.register("insert_editor_js")
def show_findings() -> str:
    """Findings beside the form."""
    return format_html('<script type="module" src="{}"></script>', static("admin/checks.js"))
