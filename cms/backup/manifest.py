"""What a backup says of itself: `manifest.json`, its last member."""

from typing import Literal

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from cms.version import product_version

FORMAT = "technopole-backup"
VERSION = 1
"""Grows when an older version of the product could not restore what a newer one writes."""


class Told(BaseModel):
    """Part of a manifest. What a newer version of the product says besides is passed over."""

    model_config = ConfigDict(strict=True)


class Member(Told):
    """A member of the file: what has to be found when it is read."""

    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Content(Told):
    """What the database held at the moment of the backup."""

    migrations: list[str]
    """As `app.name`, those that the code which made the backup knew."""
    journal: int
    """The number of the last change."""
    rows: dict[str, int]
    """How many there were in each table."""


class Manifest(Told):
    """What a backup holds, and of which moment."""

    format: Literal["technopole-backup"] = FORMAT
    version: Literal[1] = VERSION
    product: str = Field(default_factory=product_version)
    made_at: str = Field(default_factory=lambda: timezone.now().isoformat(timespec="seconds"))
    database: Literal["sqlite", "postgresql"]
    database_version: str
    content: Content
    missing: list[str]
    """Uploads that the database named and that were not on disk."""
    members: dict[str, Member]
    """All others of the file, in their order."""
