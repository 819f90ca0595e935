from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and their groups."""

    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Take portraits of users as other pictures are taken."""
        import_module("cms.accounts.receivers")
        panels, portraits = map(
            import_module, ("wagtail.admin.views.account", "cms.accounts.portraits")
        )
        panels.AvatarSettingsPanel.form_class = portraits.AvatarForm
