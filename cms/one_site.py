"""There is one site: its stories are the same for every frontend, whatever its address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

REFUSAL = _("There is one site, and it exists already: change its address and name instead.")


def refuse_second_site(instance: Site, *, raw: bool = False, **kwargs: Any) -> None:
    """Before a site is saved, by whatever code: there must be no other one."""
    if not raw and Site.objects.exclude(pk=instance.pk).exists():
        raise ValidationError(REFUSAL)
