"""`[hall]`, `[[section]]`, `[[way]]`: where and when residents come, how they pay, what they need not come for."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms import MistakeKind, Table
from kiosk.settings.values import PHONE, read_choices, read_matching, read_optional_words, read_words

TIME = r"([01]?[0-9]|2[0-3]):[0-5][0-9]"
HOURS = f"{TIME}-{TIME}"
WEB_ADDRESS = r"https://[!-~]+"


class Closed(StrEnum):
    """When the town hall is not open, beside the night."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAYS = "holidays"
    """国民の祝日: no list of them is kept here, they are only told."""
    NEW_YEAR = "new_year"
    """12月29日 to 1月3日 (地方自治法4条の2)."""


class Payment(StrEnum):
    """How a fee can be paid."""

    CASH = "cash"
    CARD = "card"
    EMONEY = "emoney"
    """交通系, WAON and the like."""
    CODE = "code"
    """コード決済."""


SATURDAY, SUNDAY = 5, 6
NEW_YEAR = ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))


@dataclass(frozen=True, slots=True)
class Hall:
    """`[hall]`: where and when residents come; what a town does not say is empty."""

    address: str
    hours: str
    """`8:30-17:15`."""
    closed: tuple[Closed, ...]
    remark: str
    """What else the town says about its hours, in its own words."""
    map_url: str
    payment: tuple[Payment, ...]

    def is_closed(self, day: date) -> bool:
        """Return whether nobody is there on that day, as far as it can be told without a list of holidays."""
        return (
            (day.weekday() == SATURDAY and Closed.SATURDAY in self.closed)
            or (day.weekday() == SUNDAY and Closed.SUNDAY in self.closed)
            or ((day.month, day.day) in NEW_YEAR and Closed.NEW_YEAR in self.closed)
        )

    def last_open_day(self, first: date, last: date) -> date:
        """Return the last day from first to last on which somebody is there; `last` if there is none."""
        days = (last - timedelta(days=back) for back in range((last - first).days + 1))
        return next((day for day in days if not self.is_closed(day)), last)


@dataclass(frozen=True, slots=True)
class Section(Hall):
    """One `[[section]]`: a counter (`desk` of procedures). What it does not say is as in the hall."""

    name: str
    place: str
    """What the signs in the building say: 1階 1番窓口."""
    phone: str


class WayKind(StrEnum):
    """How something is had without coming to the counter."""

    CONVENIENCE = "convenience"
    """コンビニ交付, with a マイナンバーカード and its four digits."""
    ONLINE = "online"
    """マイナポータル or the town's own site."""
    POST = "post"


@dataclass(frozen=True, slots=True)
class Way:
    """One `[[way]]`: another way to what some procedures give, told before anybody begins."""

    kind: WayKind
    procedures: tuple[str, ...]
    fee: int | None
    """Yen, where it differs from the counter's."""
    hours: str
    url: str


def read_way(table: Table) -> Way:
    """Read one `[[way]]`. Raise DataMistake where its kind is none."""
    fee = table.integer("fee", least=0) if table.has("fee") else None
    table.raw("fee")
    way = Way(
        table.choice("kind", WayKind),
        table.texts("procedures"),
        fee,
        _hours(table, ""),
        _web_address(table, "url", ""),
    )
    table.finish()
    return way


def read_hall(table: Table) -> Hall:
    """Read `[hall]`, which may be missing."""
    hall = Hall(*_place_and_hours(table, Hall("", "", (), "", "", ())))
    table.finish()
    return hall


def read_sections(tables: tuple[Table, ...], hall: Hall, phone: str) -> tuple[Section, ...]:
    """Read every `[[section]]`."""
    sections: list[Section] = []
    for table in tables:
        section = Section(
            *_place_and_hours(table, hall),
            name=read_words(table, "name"),
            place=read_optional_words(table, "place") or "",
            phone=read_matching(table, "phone", PHONE, "半角数字（例 0123-00-0000）", phone),
        )
        if section.name in {other.name for other in sections}:
            table.note(MistakeKind.DUPLICATE, "name", section.name)
        table.finish()
        sections.append(section)
    return tuple(sections)


def _place_and_hours(
    table: Table, usual: Hall
) -> tuple[str, str, tuple[Closed, ...], str, str, tuple[Payment, ...]]:
    return (
        read_words(table, "address", usual.address),
        _hours(table, usual.hours),
        read_choices(table, "closed", Closed, usual.closed),
        read_words(table, "remark", usual.remark),
        _web_address(table, "map_url", usual.map_url),
        read_choices(table, "payment", Payment, usual.payment),
    )


def _hours(table: Table, usual: str) -> str:
    expected = "開く時刻と閉まる時刻（例 8:30-17:15）"
    if not table.has("hours"):
        return table.text("hours", usual)
    found = read_matching(table, "hours", HOURS, expected)
    opens, _dash, closes = found.partition("-")
    if opens.rjust(5, "0") >= closes.rjust(5, "0"):
        table.wrong_type("hours", expected)
    return found


def _web_address(table: Table, key: str, usual: str) -> str:
    """Read an address that may have a query and a fragment, as those of maps do."""
    found = read_words(table, key, usual)
    if table.has(key) and not re.fullmatch(WEB_ADDRESS, found):
        table.wrong_type(key, "https:// で始まるアドレス")
    return found
