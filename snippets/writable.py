"""What tools may read and write of a page or record by Wagtail's REST API, where it is mounted."""

from wagtail.api import APIField


def writable(*names: str) -> list[APIField]:
    """The fields of these names, checked by the same form as in the admin."""
    return [APIField(name, writable=True) for name in names]
