"""Two addresses of the product, at the layer where it finds kept answers, that only give bytes back.

They stand where `cms.api.front` stands, behind the same door, and read the request, as every server has to. What is
asked with `X-Bench: remember` is answered by the product and remembered, headers and all. `CONSTANT` then gives the
same response; `CONSTANT_AFTER_HEAD` reads the head of the journal before, as every answer does.
"""

from collections.abc import Callable, Iterable
from typing import Any

from bench.operations import CONSTANT, CONSTANT_AFTER_HEAD
from cms.wsgi import front, processor  # first: it makes Django ready for what follows

from cms.api.front import version  # isort: skip
from cms.door import Door  # isort: skip

remembered: list[Any] = []


def constants(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The product, with the constant answers of the bench."""
    if environment["PATH_INFO"] in (CONSTANT, CONSTANT_AFTER_HEAD):
        environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))
        if environment["PATH_INFO"] == CONSTANT_AFTER_HEAD:
            version()
        start(*remembered[:2])
        return remembered[2:]
    if environment.get("HTTP_X_BENCH") != "remember":
        return front(environment, start)
    told: list[Any] = []

    def note(*begun: Any) -> Any:
        told[:] = begun[:2]
        return start(*begun)

    content = b"".join(front(environment, note))
    remembered[:] = [*told, content]
    return [content]


application = Door(constants, processor)
