"""What an editor finds first in the admin: what to write, what waits, what came out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Locale, Page, TaskState

from pages.models import EventReport, EventReportIndex, StandardPage, Testimonial, TestimonialIndex

SHOWN = 8
STORIES = (
    # what is written, where, on which button
    (EventReport, EventReportIndex, "calendar-alt", _("Write an event report")),
    (Testimonial, TestimonialIndex, "openquote", _("Write a testimonial")),
)


class WritePanel(Component):
    """A button for each kind of story, which is begun in the language the user works in."""

    name = "write"
    order = 100
    template_name = "wagtailadmin/home/write.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The buttons of what the user may write."""
        user = parent_context["request"].user
        buttons = [
            {"url": add_url(story, index), "icon": icon, "label": label}
            for story, place, icon, label in STORIES
            if (index := place_of(place)) and index.permissions_for_user(user).can_add_subpage()
        ]
        return {"buttons": buttons}


def place_of(model: type[Page]) -> Page | None:
    """The list of stories in the language of the admin; else in the language of the site."""
    languages = (get_language(), Locale.get_default().language_code)
    places = {
        place.locale.language_code: place
        for place in model.objects.filter(locale__language_code__in=languages).select_related(
            "locale"
        )
    }
    return next((places[language] for language in languages if language in places), None)


def add_url(model: type[Page], parent: Page) -> str:
    """Address of the empty form of a page below `parent`."""
    arguments = (model._meta.app_label, model._meta.model_name, parent.pk)
    return reverse("wagtailadmin_pages:add", args=arguments)


class AwaitingReviewPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's list of what the user may approve; it says so when nothing waits."""

    template_name = "wagtailadmin/home/awaiting_review.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """With whether the user is asked for approvals at all."""
        user = parent_context["request"].user
        reviews = user.groups.filter(groupapprovaltask__active=True).exists()
        return {**super().get_context_data(parent_context), "reviews": reviews}


class PagesPanel(Component):
    """A few pages in a table."""

    template_name = "wagtailadmin/home/pages.html"
    heading = ""
    empty = ""
    dated = "latest_revision_created_at"

    def pages(self, user: Any) -> QuerySet:
        """The pages, the most important first."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The pages of the user, each with its date."""
        found = self.pages(parent_context["request"].user).specific(defer=True)
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "rows": [(page, getattr(page, self.dated)) for page in found[:SHOWN]],
        }


class DraftsPanel(PagesPanel):
    """What the user wrote last and nobody can read yet."""

    name = "my-drafts"
    order = 230
    heading = _("My drafts")
    empty = _("You have no draft.")

    def pages(self, user: Any) -> QuerySet:
        """Pages whose last version is the user's, unpublished and not submitted."""
        submitted = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        return (
            Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
            .exclude(latest_revision__in=submitted.values("revision"))
            .order_by("-latest_revision_created_at")
        )


class LastPublishedPanel(PagesPanel):
    """What readers got last."""

    name = "last-published"
    order = 240
    heading = _("Latest publications")
    empty = _("Nothing is published yet.")
    dated = "last_published_at"

    def pages(self, user: Any) -> QuerySet:
        """Live stories and standing pages: those in the language of the user first."""
        is_foreign = Case(When(locale__language_code=get_language(), then=0), default=1)
        told = Page.objects.type(EventReport, StandardPage, Testimonial).filter(live=True)
        return told.order_by(is_foreign, "-last_published_at")


def arrange(panels: list[Component]) -> None:
    """Keep what serves every day, and add what a newcomer looks for."""
    replaced = ("recent_edits", "workflow_objects_to_moderate")
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in replaced]
    panels += [WritePanel(), AwaitingReviewPanel(), DraftsPanel(), LastPublishedPanel()]
