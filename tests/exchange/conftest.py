"""The demo, loaded once for the tests of a module, and where files are written."""

from tests.demo.conftest import demo, loaded

__all__ = ["demo", "loaded"]
