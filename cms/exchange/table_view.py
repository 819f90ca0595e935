"""The screen that brings a table of organisations or people in: it says first what will change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.exchange.tables import COLUMNS, HEADERS, Row, UnreadableError, rows_of, text_of

MOST_BYTES = 2_000_000
MODELS = {model._meta.model_name: model for model in COLUMNS}


class TableForm(forms.Form):
    """The file, or its text once it was read."""

    file = forms.FileField(required=False, label=gettext_lazy("Table (CSV)"))
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    publish = forms.BooleanField(
        required=False,
        label=gettext_lazy("Publish at once"),
        help_text=gettext_lazy("Else drafts are saved, which readers do not see."),
    )

    def clean(self) -> dict[str, Any]:
        """Take the text of the file."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", _("The file is too large: 2 MB at most."))
        elif file:
            cleaned["text"] = text_of(file.read())
        elif not cleaned.get("text"):
            self.add_error("file", _("Choose a file."))
        return cleaned


class ImportTableView(WagtailAdminTemplateMixin, TemplateView):
    """Takes a table, shows what each row would do, and does it once that is confirmed."""

    template_name = "exchange/table.html"
    page_title = gettext_lazy("Import a table")
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find out what the table is of."""
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in MODELS:
            raise Http404
        self.model = MODELS[kwargs["kind"]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not add and change such records."""
        if not may_import(request.user, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_publish(self) -> bool:
        """Whether this user may publish such records."""
        return self.model.snippet_viewset.permission_policy.user_has_permission(
            self.request.user, "publish"
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be done, or do it."""
        form = TableForm(request.POST, request.FILES)
        rows: list[Row] = []
        if form.is_valid():
            try:
                rows = rows_of(form.cleaned_data["text"], self.model)
            except UnreadableError as error:
                form.add_error("file", str(error))
        faulty = any(row.problems for row in rows)
        if "confirm" in request.POST and rows and not faulty:
            return self.write(rows, publish=self.may_publish and form.cleaned_data["publish"])
        return self.get(request, form=form, rows=rows, faulty=faulty)

    def write(self, rows: list[Row], *, publish: bool) -> HttpResponse:
        """Save what rows change: all of it, or nothing."""
        records = {id(row.record): row.record for row in rows if row.is_new or row.changes}
        for record in records.values():
            is_new = record.pk is None
            if is_new:
                record.clean()
                record.save()
                log(instance=record, action="wagtail.create", user=self.request.user)
            revision = record.save_revision(user=self.request.user, log_action=not is_new)
            if publish:
                revision.publish(user=self.request.user)
        told = ngettext(
            "%(count)s record was brought in.", "%(count)s records were brought in.", len(records)
        )
        messages.success(self.request, told % {"count": len(records)})
        return redirect(self.list_url)

    @property
    def list_url(self) -> str:
        """Where the records are listed."""
        return reverse(self.model.snippet_viewset.get_url_name("list"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: from the list."""
        records = {"url": self.list_url, "label": self.model._meta.verbose_name_plural}
        return [
            *super().get_breadcrumbs_items(),
            records,
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and what the rows would do."""
        context = {"form": TableForm(), "rows": [], "faulty": False, **kwargs}
        rows = context["rows"]
        return super().get_context_data(
            **context,
            columns=[HEADERS[name][0] for name in COLUMNS[self.model]],
            text=context["form"].cleaned_data.get("text", "") if rows else "",
            touching=sum(bool(row.is_new or row.changes) for row in rows),
            may_publish=self.may_publish,
            list_url=self.list_url,
        )


def may_import(user: Any, model: type) -> bool:
    """Whether a user may add and change records of a kind."""
    policy = model.snippet_viewset.permission_policy
    return all(policy.user_has_permission(user, action) for action in ("add", "change"))
