"""How pages are judged in a browser."""

from collections.abc import Callable
from typing import Any

import pytest

GRAVE = {"moderate", "serious", "critical"}


@pytest.fixture
def grave_violations(browser_page: Any) -> Callable[[], list[str]]:
    """What axe finds of moderate or higher impact on the page that is open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def find() -> list[str]:
        return [
            f"{found['id']}: {node['html']}"
            for found in axe.run(browser_page).response["violations"]
            if found["impact"] in GRAVE
            for node in found["nodes"]
        ]

    return find


def is_too_wide(page: Any) -> bool:
    """Whether a page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
