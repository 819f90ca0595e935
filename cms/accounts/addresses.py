"""An e-mail address opens to one user: two who share it sign in by their user names alone."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, register
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cms.accounts.models import User

NAMED = 10
"""How many user names the check tells."""


class OwnAddress:
    """For forms of a user: a new address is nobody else's. One that was shared before may stay."""

    def clean_email(self: Any) -> str:
        """The address. Raises ValidationError, with what to do."""
        email = self.cleaned_data["email"]
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if "email" in self.changed_data and email and others.exists():
            raise ValidationError(
                _("Another account has this address already. Each account needs one of its own.")
            )
        return email


@register(checks.Tags.database)
def addresses_are_of_one_user(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Tell who shares an address."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if User._meta.db_table not in connection.introspection.table_names():
        return []  # Before the first migration.
    names = sharing()
    if not names:
        return []
    return [
        checks.Warning(
            f"{len(names)} users share their e-mail address with another: "
            f"{', '.join(names[:NAMED])}{'…' if len(names) > NAMED else ''}.",
            hint="They sign in by their user names alone, and a provider of OpenID Connect finds none of them. Give each "
            "an address of their own.",
            id="accounts.W001",
        )
    ]


def sharing() -> list[str]:
    """The user names of all who share an address, in their order."""
    addressed = User.objects.exclude(email="").annotate(address=Lower("email"))
    shared = addressed.values("address").annotate(bearers=Count("pk")).filter(bearers__gt=1)
    users = addressed.filter(address__in=shared.values("address"))
    return list(users.order_by("username").values_list("username", flat=True))
