"""Wagtail's own REST API v3 for tools that write, where `REST_API` mounts it: only with a token."""

PREFIX = "/api/v3"


def is_below(path: str) -> bool:
    """Whether a path belongs to the API, whether or not there is anything at it."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")
