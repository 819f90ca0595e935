"""Which version of the product runs."""

import tomllib
from functools import cache

from django.conf import settings


@cache
def product_version() -> str:
    """As the project names it."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]
