"""The screens on which duplicates are found and merged."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.merging.comparing import Side, compared
from cms.merging.duplicates import pairs
from cms.merging.merge import Merger, merge
from snippets.listings import count_users
from snippets.models.former import MERGED, kind_of
from snippets.records import DraftableRecord

KINDS = {kind_of(model): model for model in MERGED}
A_PAGE = 25


def may_merge(user: Any, model: type[Model]) -> bool:
    """Whether a user may merge records of a kind: who may delete them may."""
    return model.snippet_viewset.permission_policy.user_has_permission(user, "delete")


class MergingScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen about records of one kind, for those who may delete them."""

    header_icon = "copy"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the kind."""
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.model = KINDS[kwargs["kind"]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse the others."""
        if not may_merge(request.user, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here, by the list of the kind."""
        listed = reverse(self.model.snippet_viewset.get_url_name("list"))
        return [
            *super().get_breadcrumbs_items(),
            {"url": listed, "label": capfirst(self.model._meta.verbose_name_plural)},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_page_subtitle(self) -> str:
        """Of what."""
        return capfirst(self.model._meta.verbose_name_plural)


class DuplicatesView(MergingScreen):
    """Pairs of records that may be one."""

    template_name = "merging/duplicates.html"
    page_title = gettext_lazy("Duplicates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of pairs, with what uses each."""
        listing = Paginator(pairs(self.model), A_PAGE).get_page(self.request.GET.get("p"))
        keys = {key for pair in listing for key in (pair.first, pair.second)}
        records = self.model.objects.select_related("locale").in_bulk(keys)
        uses = count_users(list(records.values()))
        rows = [
            {
                "records": [
                    {"record": records[key], "uses": uses[str(key)]}
                    for key in (pair.first, pair.second)
                ],
                "is_same_name": pair.is_same_name,
                "address": reverse("merge", args=[kind_of(self.model), pair.first, pair.second]),
            }
            for pair in listing
        ]
        others = [
            (capfirst(model._meta.verbose_name_plural), reverse("duplicates", args=[kind]))
            for kind, model in KINDS.items()
            if model is not self.model and may_merge(self.request.user, model)
        ]
        return super().get_context_data(rows=rows, listing=listing, others=others, **kwargs)


class ChooseOtherView(MergingScreen):
    """Asks with which record one is to be merged."""

    template_name = "merging/choose.html"
    page_title = gettext_lazy("Merge with another record")

    @cached_property
    def form(self) -> forms.Form:
        """The choice of the other one."""
        chooser = self.model.snippet_viewset.chooser_viewset
        field = forms.ModelChoiceField(
            queryset=self.model.objects.exclude(pk=self.kwargs["pk"]),
            widget=chooser.widget_class(),
            label=capfirst(self.model._meta.verbose_name),
        )
        made = type("OtherForm", (forms.Form,), {"other": field})
        return made(self.request.POST or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show both side by side."""
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        other = self.form.cleaned_data["other"]
        return redirect("merge", kind_of(self.model), kwargs["pk"], other.pk)

    def get_page_subtitle(self) -> str:
        """Which one."""
        return get_object_or_404(self.model, pk=self.kwargs["pk"]).name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the chooser needs."""
        return super().get_context_data(form=self.form, media=self.form.media, **kwargs)


class MergeView(MergingScreen):
    """Both side by side; asks which one stays, and says what will happen."""

    template_name = "merging/merge.html"
    page_title = gettext_lazy("Merge two records")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find both."""
        super().setup(request, *args, **kwargs)
        if kwargs["first"] == kwargs["second"]:
            raise Http404
        keys = (kwargs["first"], kwargs["second"])
        self.records = [get_object_or_404(self.model, pk=key) for key in keys]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Merge them, or say why not."""
        kept = next(
            (each for each in self.records if str(each.pk) == request.POST.get("stays")), None
        )
        if kept is None:
            messages.error(request, _("Say which one stays."))
            return redirect(request.path)
        merger = Merger(kept, self.other_than(kept))
        if objection := merger.objection:
            messages.error(request, objection)
            return redirect(request.path)
        words = {"kept": kept.name, "gone": merger.gone.name}
        merge(merger, user=request.user)
        messages.success(request, _("“%(gone)s” was merged into “%(kept)s”.") % words)
        return redirect(kept.snippet_viewset.get_url_name("edit"), kept.pk)

    def other_than(self, record: DraftableRecord) -> DraftableRecord:
        """The one of both that a record is not."""
        return next(each for each in self.records if each.pk != record.pk)

    def get_page_subtitle(self) -> str:
        """Whose."""
        return " / ".join(each.name for each in self.records)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both, field by field, with what uses them; the one to be proposed is online and used more."""
        sides = [Side(each, self.request.user) for each in self.records]
        best = max(sides, key=lambda side: (side.record.live, side.count, -side.record.pk))
        objection = Merger(best.record, self.other_than(best.record)).objection
        return super().get_context_data(
            sides=sides,
            best=best,
            objection=objection,
            rows=list(compared(*self.records)),
            **kwargs,
        )
