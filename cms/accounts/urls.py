"""Addresses below `/admin/`, before Wagtail's own. Of allauth only what is needed is there."""

from allauth.account import views as account
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LogoutView

from cms.accounts.views import PasswordReset, SignIn

sign_in = SignIn.as_view()

urlpatterns = [
    path("login/", sign_in, name="wagtailadmin_login"),
    path("login/", sign_in, name="account_login"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    # Wagtail's own drops the cookie of the session whatever the method.
    path("logout/", require_POST(LogoutView.as_view()), name="wagtailadmin_logout"),
    path("password_reset/", PasswordReset.as_view(), name="wagtailadmin_password_reset"),
]
