"""The setting mounts the API and brings the screen of tokens; it makes no tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

TELL = """
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.urls import resolve, reverse
call_command("makemigrations", check=True, verbosity=0)
print(apps.is_installed("wagtail.api.v3"), settings.WAGTAILAPI_DOCS_ENABLED)
print(resolve("/api/v3/whoami/").namespace, reverse("wagtailusers_api_tokens:index"))
print(len(list(apps.get_app_config("wagtailapi_v3").get_models())))
"""


def test_setting_mounts_the_api_and_the_screen_of_tokens(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "REST_API": "1",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", TELL]
    told = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert told.stdout.splitlines() == [
        "True False",
        "wagtailapi_v3 /admin/api-tokens/",
        "0",
    ], told.stderr


def test_off_by_default_without_a_screen_of_tokens(admin_client: Client) -> None:
    assert not apps.is_installed("wagtail.api.v3")
    with pytest.raises(NoReverseMatch):
        reverse("wagtailusers_api_tokens:index")
    assert admin_client.get("/admin/api-tokens/").status_code == 404
