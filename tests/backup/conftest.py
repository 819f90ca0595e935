from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.systems import System, system


@pytest.fixture
def source(transactional_db: None, tmp_path: Path) -> Iterator[System]:
    """A system with content."""
    with system(tmp_path, "source", is_empty=False) as made:
        made.lives("begin")
        yield made


@pytest.fixture
def target(transactional_db: None, tmp_path: Path) -> Iterator[System]:
    """A system without anything."""
    with system(tmp_path, "target", is_empty=True) as made:
        yield made
