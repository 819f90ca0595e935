"""Users in Wagtail's admin."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView as WagtailEditView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.accounts.addresses import OwnAddress
from cms.accounts.mails import is_told
from cms.accounts.middleware import is_required
from cms.accounts.models import User
from cms.accounts.second_factor import may_reset, reset

RESET = "wagtailusers_users:reset_second_factor"
EDIT = "wagtailusers_users:edit"
AFTER_DELETING = 40


class CreationForm(OwnAddress, UserCreationForm):
    """Wagtail's, with an address of one's own."""


class EditForm(OwnAddress, UserEditForm):
    """The same for a user who is there."""


class EditView(WagtailEditView):
    """Wagtail's, from which the second factor is reset."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """One more for a user who has a second factor, for whoever may reset it."""
        buttons = super().header_more_buttons
        if not is_offered(self.request.user, self.object):
            return buttons
        address = reverse(RESET, args=[self.object.pk])
        label = _("Reset second factor")
        return [*buttons, Button(label, url=address, icon_name="key", priority=AFTER_DELETING)]


class ResetView(WagtailAdminTemplateMixin, TemplateView):
    """Says what resetting a second factor means; then does it."""

    template_name = "accounts/reset_second_factor.html"
    page_title = _("Reset second factor")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the user, for those who may. Where a provider opens, there is no second factor."""
        if settings.OIDC:
            raise Http404
        self.user = get_object_or_404(User, pk=kwargs["pk"])
        if not may_reset(request.user, self.user):
            raise PermissionDenied
        if not has_one(self.user):
            told = {"name": self.get_page_subtitle()}
            messages.warning(request, _("%(name)s has no second factor.") % told)
            return redirect(self.edit_url)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reset it, and go back to the user."""
        reset(self.user, by=request.user)
        told = {"name": self.get_page_subtitle()}
        messages.success(request, _("The second factor of %(name)s was reset.") % told)
        return redirect(self.edit_url)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: from the list of users, by the user."""
        label = capfirst(User._meta.verbose_name_plural)
        users = {"url": reverse("wagtailusers_users:index"), "label": label}
        user = {"url": self.edit_url, "label": self.get_page_subtitle()}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), users, user, here]

    def get_page_subtitle(self) -> str:
        """Whose."""
        return get_user_display_name(self.user)

    @property
    def edit_url(self) -> str:
        """The form of the user."""
        return reverse(EDIT, args=[self.user.pk])

    def get_context_data(self, **told: Any) -> dict[str, Any]:
        """What the screen shows."""
        return super().get_context_data(
            name=self.get_page_subtitle(),
            edit_url=self.edit_url,
            is_required=is_required(),
            is_told=is_told(self.user),
            **told,
        )


class UserViewSet(WagtailUserViewSet):
    """Wagtail's screens, with ours."""

    edit_view_class = EditView

    def get_form_class(self, *, for_update: bool = False) -> type[ModelForm]:
        """The form of a new user, or of one who is there."""
        return EditForm if for_update else CreationForm

    @property
    def reset_view(self) -> Callable[..., HttpResponse]:
        """Where a second factor is reset."""
        return self.construct_view(ResetView)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses, and ours."""
        address = f"second-factor/<{self.pk_path_converter}:pk>/"
        return [
            *super().get_urlpatterns(),
            path(address, self.reset_view, name="reset_second_factor"),
        ]


def has_one(user: User) -> bool:
    """Whether there is anything to reset."""
    return Authenticator.objects.filter(user=user).exists()


def is_offered(by: User, user: User) -> bool:
    """Whether the way to the reset leads anywhere."""
    return not settings.OIDC and may_reset(by, user) and has_one(user)
