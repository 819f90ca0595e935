from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo.conftest import taken_back
from tests.walls.world import World


@pytest.fixture(scope="package")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world in the database, for all tests of this folder."""
    with taken_back(django_db_blocker):
        yield World()


@pytest.fixture
def world(written: World, db: None) -> World:
    """The world, for one test."""
    return written
