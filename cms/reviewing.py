"""What a reviewer finds below a text that awaits their approval."""

from typing import Any

APPROVE_FIRST = "wagtailadmin/approve_first.html"


def put_approving_first(items: list[Any]) -> None:
    """Approving is the button, not a line of its menu; publishing past the review is not offered."""
    approving = next((item for item in items if is_plain_approval(item)), None)
    if approving is None:
        return
    approving.template_name = APPROVE_FIRST
    others = [item for item in items if item is not approving and item.name != "action-publish"]
    items[:] = [approving, *others]


def is_plain_approval(item: Any) -> bool:
    """Whether the item approves at once, without a window that asks for a comment."""
    return item.name == "approve" and not item.launch_modal
