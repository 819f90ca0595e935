"""The screen on which editors see what newsletter tools take from a feed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.newsletter.doctor_form import DoctorForm


class DoctorView(WagtailAdminTemplateMixin, TemplateView):
    """The form, and below it the feed that was chosen. It changes nothing: its address can be shared."""

    template_name = "newsletter/doctor.html"
    page_title = _("Newsletter feeds")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what is told of a feed once one is chosen."""
        # Its libraries take a megabyte, which a process that only answers readers need not hold.
        from cms.newsletter.doctor import examine

        form = DoctorForm(self.request.GET or None)
        diagnosis = examine(form.address) if form.is_valid() else None
        return super().get_context_data(form=form, diagnosis=diagnosis, **kwargs)
