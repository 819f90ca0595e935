"""The admin without inline scripts.

Wagtail starts some of its widgets with a script in the middle of the page, made anew for each. In their place we
write what is to be started, and with what, as attributes of an element; `admin/starting.js` reads them.
Panels and calendars are templates of ours (`templates/wagtailadmin/`); choosers are put together in Python.
"""

import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser

STATEMENT = re.compile(r"(?:new )?(\w+)\((.*)\);", re.DOTALL)
"""What Wagtail would run: one call, whose arguments are JSON."""


def rendered(
    self: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None
) -> SafeString:
    """A chooser, and what starts it."""
    told = self.get_value_data(value)
    statement = self.render_js_init(attrs["id"], name, told)
    if (call := STATEMENT.fullmatch(statement)) is None:
        raise ValueError(f"{type(self).__name__} is started by more than a call.")
    start = '{}<template data-start="{}" data-with="[{}]"></template>'
    return format_html(start, self.render_html(name, told, attrs), *call.groups())


def start_without_inline_scripts() -> None:
    """Let all choosers be rendered so."""
    BaseChooser.render = rendered
