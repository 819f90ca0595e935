"""By what stories are filtered in the admin."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.models import Locale, Page, Revision, WorkflowState

from pages.models import EventReport, Testimonial
from snippets.models import EventSeries, Sector, Technopole

STATES = (
    ("live", _("Online")),
    ("changed", _("Online, with changes to publish")),
    ("draft", _("Draft")),
    ("review", _("Under review")),
    ("scheduled", _("Scheduled")),
    ("withdrawn", _("Withdrawn or ended")),
)


def in_state(state: str) -> Q:
    """The condition that a page is in a state."""
    key = Cast(OuterRef("pk"), CharField())
    reviews = WorkflowState.objects.filter(
        base_content_type__app_label=Page._meta.app_label,
        base_content_type__model=Page._meta.model_name,
        status=WorkflowState.STATUS_IN_PROGRESS,
        object_id=key,
    )
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=key)
    is_unseen = Q(live=False, first_published_at__isnull=True)
    conditions = {
        "live": Q(live=True),
        "changed": Q(live=True, has_unpublished_changes=True),
        "draft": is_unseen & ~Exists(reviews) & ~Exists(waiting),
        "review": Q(Exists(reviews)),
        "scheduled": Q(Exists(waiting)),
        "withdrawn": Q(live=False, first_published_at__isnull=False),
    }
    return conditions[state]


class StateFilter(MultipleChoiceFilter):
    """Stories in any of the states that are ticked."""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """Those stories; all when nothing is ticked."""
        wanted = Q()
        for state in value or ():
            wanted |= in_state(state)
        return qs.filter(wanted)


class RecordFilter(ModelMultipleChoiceFilter):
    """Stories filed under any of the records that are ticked, in whatever language."""

    def __init__(self, model: type[Model], **options: Any) -> None:
        self.below = options.pop("below", None)
        super().__init__(
            queryset=lambda request: one_of_each(model),
            widget=CheckboxSelectMultiple,
            label=options.pop("label", None) or model._meta.verbose_name,
            **options,
        )

    def filter(self, qs: QuerySet, value: list[Model]) -> QuerySet:
        """Those stories; all when nothing is ticked."""
        if not value:
            return qs
        keys = [record.translation_key for record in value]
        filed = Q(**{f"{self.field_name}__translation_key__in": keys})
        if self.below:
            filed |= Q(**{f"{self.field_name}__{self.below}__translation_key__in": keys})
        return qs.filter(pk__in=qs.model.objects.filter(filed).order_by().values("pk"))


def one_of_each(model: type[Model]) -> QuerySet:
    """The records of a kind, each in the language of the site, or in the one it has."""
    usual = model.objects.filter(locale=Locale.get_default())
    translated = usual.filter(translation_key=OuterRef("translation_key"))
    found = model.objects.filter(Q(pk__in=usual.values("pk")) | ~Exists(translated))
    return found.select_related("parent") if model is Sector else found


def authors(model: type[Page]) -> QuerySet:
    """Those who began a story of a type."""
    stories = model.objects.filter(owner__isnull=False).order_by()
    return get_user_model().objects.filter(pk__in=stories.values("owner"))


class StoryFilterSet(WagtailFilterSet):
    """What event reports and testimonials are both filtered by."""

    state = StateFilter(label=_("Status"), choices=STATES, widget=CheckboxSelectMultiple)
    technopole = RecordFilter(Technopole)
    sectors = RecordFilter(Sector, below="parent")
    locale = ModelMultipleChoiceFilter(
        label=_("Language"),
        queryset=lambda request: Locale.objects.all(),
        widget=CheckboxSelectMultiple,
    )


class ReportFilterSet(StoryFilterSet):
    """What event reports are filtered by."""

    series = RecordFilter(EventSeries)
    owner = MultipleUserFilter(
        label=_("Author"),
        queryset=lambda request: authors(EventReport),
        widget=CheckboxSelectMultiple,
    )
    starts_at = DateFromToRangeFilter(label=_("Date of the event"), widget=DateRangePickerWidget)

    class Meta:
        model = EventReport
        fields: list[str] = []


class TestimonialFilterSet(StoryFilterSet):
    """What testimonials are filtered by."""

    owner = MultipleUserFilter(
        label=_("Author"),
        queryset=lambda request: authors(Testimonial),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Testimonial
        fields: list[str] = []
