"""The demo, loaded once for all the tests of a module; what a test changes is taken back."""

from collections.abc import Iterator
from typing import Any

import pytest

from cms.demo.builder import build_demo, build_reports
from tests.conftest import taken_back


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo in the database, for the tests of one module."""
    with taken_back(django_db_blocker):
        build_demo()
        yield


@pytest.fixture(scope="module")
def seeded(loaded: None) -> None:
    """The demo and a dozen seeded reports."""
    build_reports(12, seed=7)


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """The demo, for one test."""


@pytest.fixture
def reports(seeded: None, db: None) -> None:
    """The demo and the seeded reports, for one test."""
