from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and their groups."""

    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Take portraits of users as other pictures are taken."""
        from wagtail.admin.views.account import AvatarSettingsPanel

        from cms.accounts.portraits import AvatarForm

        AvatarSettingsPanel.form_class = AvatarForm
