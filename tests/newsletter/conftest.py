"""What the tests of newsletters take from those of the API and of the demo."""

from tests.api.conftest import ask
from tests.demo.conftest import demo, loaded

__all__ = ["ask", "demo", "loaded"]
