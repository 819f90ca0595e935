"""What the settings must keep to, told by `manage.py check` instead of a strange error later."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register
from django.db import DEFAULT_DB_ALIAS, connection


@register
def grapple_stands_after_snippets(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    apps = settings.INSTALLED_APPS
    names = ("wagtail.snippets", "grapple")
    if all(name in apps for name in names) and apps.index(names[0]) < apps.index(names[1]):
        return []
    return [
        checks.Error(
            "grapple must stand after wagtail.snippets in INSTALLED_APPS.",
            hint="grapple reads the registered snippets when it starts; before "
            "wagtail.snippets it finds none, and their GraphQL types are missing.",
            id="cms.E001",
        )
    ]


@register
def redirects_are_installed(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    if "wagtail.contrib.redirects" in settings.INSTALLED_APPS:
        return []
    return [
        checks.Error(
            "wagtail.contrib.redirects must be in INSTALLED_APPS.",
            hint="grapple imports its models; readers follow moved pages through it.",
            id="cms.E002",
        )
    ]


@register
def processes_share_what_they_keep(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    if settings.SERVER_PROCESSES < 2 or "answers" in settings.CACHES:
        return []
    return [
        checks.Warning(
            f"{settings.SERVER_PROCESSES} processes of the server each keep their own answers.",
            hint="Answers stay right: each is kept for one version of the content. Set CACHE_URL, and what one "
            "process made the others need not make.",
            id="cms.W002",
        )
    ]


@register(checks.Tags.database)
def postgresql_tells_letters_from_signs(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    if DEFAULT_DB_ALIAS not in (databases or ()) or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('simple', '«été»') @@ to_tsquery('simple', 'été')")
        if cursor.fetchone() == (True,):
            return []
    return [
        checks.Warning(
            "This PostgreSQL database takes « » and ’ for letters: search misses words.",
            hint="Its locale is C. Create it with another, for instance: "
            "createdb --template template0 --encoding UTF8 --locale C.UTF-8 cms.",
            id="cms.W001",
        )
    ]
