import importlib

from django.apps import AppConfig
from django.conf import settings


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"

    def ready(self) -> None:
        importlib.import_module("cms.checks")
        importlib.import_module("cms.metrics.sign_ins").connect()
        if settings.SENTRY_DSN:
            importlib.import_module("cms.logs.sentry").begin(settings.SENTRY_DSN)
        around = importlib.import_module("cms.publishing.middleware").around
        around.append(importlib.import_module("cms.embeds_ahead").videos_at_hand)
        importlib.import_module("cms.policy.widgets").start_without_inline_scripts()
