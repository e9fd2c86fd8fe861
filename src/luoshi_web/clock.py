"""The only clock of the product: everything else is handed the day and the instant.

A demonstration may pin the day (LUOSHI_TODAY); the hour still runs, so that entries keep their order.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

OFFICE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware and in UTC; on the pinned day where one is pinned."""
    instant = datetime.now(OFFICE)
    if settings.TODAY is not None:
        instant = datetime.combine(settings.TODAY, instant.timetz())
    return instant.astimezone(UTC)


def wall() -> datetime:
    """The real instant, for sessions and locks, which a pinned day must neither end nor prolong."""
    return datetime.now(UTC)


def today() -> date:
    """The office's day."""
    return settings.TODAY or datetime.now(OFFICE).date()


def office_day(instant: datetime) -> date:
    """The office's day at an instant."""
    return instant.astimezone(OFFICE).date()
