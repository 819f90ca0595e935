"""What is to be corrected in a form, as it stands: nothing of it is saved."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic.preview import PreviewOnEdit
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from snippets.checking.subjects import findings_of

OF_PAGES = {
    "wagtailadmin_pages:preview_on_add": PreviewOnCreateView,
    "wagtailadmin_pages:preview_on_edit": PreviewOnEditView,
}
"""The views of addresses behind which Wagtail chooses one by the type of the page."""


class Findings:
    """Answers a form with what there is to say of it, where Wagtail's view would keep it for the preview."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; a word where the form cannot be read yet, for example a date half typed."""
        form = self.get_form(request.POST)
        findings = None
        if self.validate_form(form):
            [(_thing, findings)] = findings_of([form.save(commit=False)])
        return TemplateResponse(request, "checking/findings.html", {"findings": findings})


@require_POST
def findings_of_form(request: HttpRequest) -> HttpResponse:
    """The findings on a form that is open in the admin. `preview` is the address its preview is sent to,
    which says what is edited and who may."""
    try:
        match = resolve(request.GET.get("preview", ""))
    except Resolver404:
        raise Http404 from None
    previewing = OF_PAGES.get(match.view_name) or getattr(match.func, "view_class", None)
    if previewing is None or not issubclass(previewing, PreviewOnEdit):
        raise Http404
    view = checking(previewing).as_view(**getattr(match.func, "view_initkwargs", {}))
    return view(request, *match.args, **match.kwargs)


@cache
def checking(previewing: type[PreviewOnEdit]) -> type[PreviewOnEdit]:
    """The view that checks what another one previews."""
    return type(f"Checking{previewing.__name__}", (Findings, previewing), {})
