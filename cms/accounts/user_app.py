from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens of users, with ours among them."""

    user_viewset = "cms.accounts.user_admin.UserViewSet"
