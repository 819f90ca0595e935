from django.apps import AppConfig


class BackupConfig(AppConfig):
    """The whole system in one file, and back. An app for its commands: it has no tables."""

    name = "cms.backup"
    label = "backup"
