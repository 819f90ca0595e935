"""The days of the demo: fixed, so that two loads are the same."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A time of day in Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


OPENING = moment(2025, 7, 1)
"""When the directory was filled: before the first story."""

FIRST_12_14 = date(2025, 7, 8)
"""The first 12/14 at Château-Gombert."""
