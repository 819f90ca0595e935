"""A date is typed the way the forms show it, whatever the language of the admin."""

from datetime import date, datetime

import pytest
from django.forms import DateField, DateTimeField
from django.utils.translation import override
from wagtail.admin.widgets import AdminDateTimeInput

from tests.factories import PARIS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_day_comes_first(language: str) -> None:
    noon = datetime(2025, 7, 8, 12, tzinfo=PARIS)
    with override(language):
        assert DateField().clean("08/07/2025") == date(2025, 7, 8)
        assert DateTimeField().clean("08/07/2025 12:00") == noon
        assert DateTimeField().clean("2025-07-08 12:00") == noon
        assert AdminDateTimeInput().format_value(noon) == "08/07/2025 12:00"
