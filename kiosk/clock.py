"""Time: moments are aware and in UTC, days are Japanese, wherever the server's clock is set."""

from datetime import UTC, date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9), "JST")
"""Japan has one time zone and no summer time; as an offset it needs no time zone database."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def day_in_japan(moment: datetime) -> date:
    return moment.astimezone(JAPAN).date()
