"""Users in Wagtail's admin."""

from django.forms import ModelForm
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.accounts.addresses import OwnAddress


class CreationForm(OwnAddress, UserCreationForm):
    """Wagtail's, with an address of one's own."""


class EditForm(OwnAddress, UserEditForm):
    """The same for a user who is there."""


class UserViewSet(WagtailUserViewSet):
    """Wagtail's screens, with forms of ours."""

    def get_form_class(self, *, for_update: bool = False) -> type[ModelForm]:
        """The form of a new user, or of one who is there."""
        return EditForm if for_update else CreationForm
