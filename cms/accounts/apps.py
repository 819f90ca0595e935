from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and their groups."""

    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Take what users tell of themselves as it is taken elsewhere: addresses, portraits, new passwords."""
        import_module("cms.accounts.receivers")
        import_module("cms.accounts.addresses")
        names = ("wagtail.admin.views.account", "cms.accounts.portraits", "cms.accounts.forms")
        panels, portraits, forms = map(import_module, names)
        panels.NameEmailSettingsPanel.form_class = forms.NameEmailForm
        panels.AvatarSettingsPanel.form_class = portraits.AvatarForm
        panels.ChangePasswordPanel.form_class = forms.PasswordChangeForm
