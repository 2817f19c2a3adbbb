"""Points in time, always aware and in UTC, on both engines."""

from datetime import UTC, date, datetime, timedelta, timezone

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

JAPAN = timezone(timedelta(hours=9), "JST")
"""Japan has one time zone and no summer time."""


class UtcTime(TypeDecorator[datetime]):
    """Takes any aware datetime, gives back UTC. SQLite keeps no zone, so it is put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def utc_now() -> datetime:
    return datetime.now(UTC)


def day_in_japan(moment: datetime) -> date:
    return moment.astimezone(JAPAN).date()
