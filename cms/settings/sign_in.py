"""Who comes in, and how (cms.accounts)."""

from cms.settings.env import variables

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# allauth has no limits of its own: they would stand in a process's cache.
AUTHENTICATION_BACKENDS = ["cms.accounts.backends.OneHash"]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "cms.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
SECOND_FACTOR = variables.second_factor
# Where there is a provider, it alone opens: no password does.
OIDC = bool(variables.oidc_issuer)
OIDC_ISSUER = variables.oidc_issuer.rstrip("/")
OIDC_CLIENT_ID = variables.oidc_client_id
OIDC_CLIENT_SECRET = variables.oidc_client_secret
OIDC_NAME = variables.oidc_name
OIDC_SCOPES = list(variables.oidc_scopes)
OIDC_TRUST_EMAILS = variables.oidc_trust_emails
SOCIALACCOUNT_ADAPTER = "cms.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.forms.PasswordResetForm"  # noqa: S105
WAGTAILUSERS_PASSWORD_ENABLED = not OIDC
WAGTAIL_PASSWORD_RESET_ENABLED = bool(variables.email_url) and not OIDC
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = not OIDC
# Users are found by their address: who could change it could become another.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = not OIDC
MFA_ADAPTER = "cms.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "cms.accounts.code_forms.CodeForm",
    "reauthenticate": "cms.accounts.code_forms.ConfirmingCodeForm",
    "activate_totp": "cms.accounts.code_forms.FirstCodeForm",
}
# A clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
