from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and their groups."""

    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Take portraits of users as other pictures are taken, and new passwords as others are typed."""
        import_module("cms.accounts.receivers")
        names = ("wagtail.admin.views.account", "cms.accounts.portraits", "cms.accounts.forms")
        panels, portraits, forms = map(import_module, names)
        panels.AvatarSettingsPanel.form_class = portraits.AvatarForm
        panels.ChangePasswordPanel.form_class = forms.PasswordChangeForm
