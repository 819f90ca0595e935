"""Links that show one draft to people without an account, for some days."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.policy.policies import HEADER, SITE, policy
from cms.previews.drafts import draft_of
from cms.previews.tokens import (
    SHARING,
    RefusedTokenError,
    issue,
    kind_of,
    may_edit,
    named_by,
    opened,
    previewable_models,
    revoke,
)
from snippets.drafts import showing

HOURS_IN_A_DAY = 24


def keep_from_others(response: HttpResponse) -> None:
    """Nothing keeps, lists or passes on what is given to whoever has a token."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"


@require_safe
def shared_draft(request: HttpRequest, token: str) -> HttpResponse:
    """What a link shows: the draft as last saved, on the plain site, which says that it is one."""
    try:
        draft = draft_of(opened(token, SHARING))
    except RefusedTokenError:
        response = TemplateResponse(request, "cms/shared_no_more.html", status=410).render()
    else:
        request.is_preview = True
        request.shared_until = datetime.fromtimestamp(named_by(token, SHARING).expires, UTC)
        thing = draft.thing
        with override(thing.locale.language_code), showing(draft):
            response = thing.serve_preview(request, thing.default_preview_mode)
            if hasattr(response, "render"):
                response.render()
    keep_from_others(response)
    response[HEADER] = policy(SITE)
    return response


def may_share(user: Any, thing: Model) -> bool:
    """Whether a user may give links to a draft."""
    return (
        bool(settings.SHARE_DAYS)
        and kind_of(type(thing)) in previewable_models()
        and may_edit(thing, user)
    )


class ShareDraftView(WagtailAdminTemplateMixin, TemplateView):
    """Gives a link to a draft, and takes all those given so far back."""

    template_name = "cms/share_draft.html"
    page_title = _("Share the draft")
    header_icon = "link"
    link = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find what is shared."""
        super().setup(request, *args, **kwargs)
        model = previewable_models().get(kwargs["kind"])
        if model is None:
            raise Http404
        self.thing = get_object_or_404(model, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse those who may not edit it."""
        if not may_share(request.user, self.thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give a link, or take them all back."""
        if "revoke" in request.POST:
            revoke(self.thing)
            messages.success(request, _("The links given so far show nothing any more."))
            return redirect(request.path)
        hours = settings.SHARE_DAYS * HOURS_IN_A_DAY
        token = issue(self.thing, request.user, hours=hours, signer=SHARING)
        self.link = request.build_absolute_uri(reverse("shared_draft", args=[token]))
        self.until = datetime.fromtimestamp(named_by(token, SHARING).expires, UTC)
        return self.get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: from the form."""
        form = {"url": self.form_address, "label": get_latest_str(self.thing)}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), form, here]

    @property
    def form_address(self) -> str:
        """Where it is edited."""
        return AdminURLFinder(self.request.user).get_edit_url(self.thing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The link, until when it shows the draft, and how long links do."""
        return super().get_context_data(
            **kwargs,
            thing=self.thing,
            name=get_latest_str(self.thing),
            link=self.link,
            until=getattr(self, "until", None),
            days=settings.SHARE_DAYS,
            form_address=self.form_address,
        )
