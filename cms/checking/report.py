"""The report on all content: what breaks which rule."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.checking.everything import check_everything, check_kind, checked_kinds
from cms.checking.models import Verdict, WholeCheck
from pages.checking.catalogue import RULES
from pages.kinds import MODELS, ContentKind

A_PAGE = 20
"""Things on a page of the report."""
MOST_AT_ONCE = 3_000
"""Things that are checked while somebody waits: some seconds."""


class ChecksReport(WagtailAdminTemplateMixin, TemplateView):
    """Counts by rule as of the last check of everything; below, each thing as it is now."""

    template_name = "checking/report.html"
    page_title = gettext_lazy("Checks of content")
    header_icon = "glasses"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check everything again."""
        if how_much() > MOST_AT_ONCE:
            messages.error(
                request, _("There is too much content to check it here: ask your operator.")
            )
        else:
            found = sum(bool(checked.findings) for checked in check_everything())
            messages.success(
                request, _("Everything was checked. To look at: %(count)s.") % {"count": found}
            )
        return redirect(request.get_full_path())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def rule(self) -> str:
        """The code of the rule one asked for; empty for all."""
        asked = self.request.GET.get("rule", "")
        return asked if asked in RULES else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The counts, and a page of things."""
        listing = Paginator(things_found(self.rule), A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            counts=list(counts()),
            rule=self.rule,
            listing=listing,
            rows=list(rows(listing, self.rule, AdminURLFinder(self.request.user))),
            last=WholeCheck.objects.first(),
            **kwargs,
        )


def how_much() -> int:
    """How many things there are to check."""
    return sum(MODELS[kind]._base_manager.count() for kind in checked_kinds())


def counts() -> Iterator[dict[str, Any]]:
    """Each rule that is broken: how many things break it, how often; what blocks first."""
    by_rule = Verdict.objects.values("rule", "is_blocking").annotate(
        things=Count("pk"), findings=Sum("number")
    )
    for each in by_rule.order_by("-is_blocking", "-findings", "rule"):
        if each["rule"] in RULES:
            yield {**each, "name": RULES[each["rule"]].name}


def things_found(rule: str) -> QuerySet:
    """Kind and key of each thing that breaks a rule, or any."""
    verdicts = Verdict.objects.filter(rule=rule) if rule else Verdict.objects.all()
    things = verdicts.values("kind", "key")
    blocking = Count("pk", filter=Q(is_blocking=True))
    return things.annotate(blocking=blocking, all=Sum("number")).order_by(
        "-blocking", "-all", "kind", "-key"
    )


def rows(listing: Any, rule: str, finder: AdminURLFinder) -> Iterator[dict[str, Any]]:
    """The things on a page of the report, with what there is to say of them now."""
    keys: dict[str, list[int]] = {}
    for each in listing:
        keys.setdefault(each["kind"], []).append(each["key"])
    found = {
        (name, checked.thing.pk): checked
        for name, these in keys.items()
        for checked in check_kind(ContentKind[name], these)
    }
    for each in listing:
        if (checked := found.get((each["kind"], each["key"]))) is not None:
            shown = [one for one in checked.findings if rule in ("", one.rule.code)]
            yield {
                "thing": checked.thing,
                "kind": capfirst(checked.thing._meta.verbose_name),
                "findings": shown,
                "form": finder.get_edit_url(checked.thing),
            }
