"""What tests of feeds ask and read."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone


def told(response: Any) -> Any:
    """The JSON of a response that is none of a refusal."""
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def published(days: float) -> dict[str, Any]:
    """The moments of a story that was published so many days ago."""
    moment = timezone.now() - timedelta(days=days)
    return {"first_published_at": moment, "last_published_at": moment}
