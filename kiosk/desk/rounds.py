"""The rounds of the day: what somebody looks at before the doors open, and what is still undone when they close."""

import ipaddress
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from forms.wareki import wareki
from kiosk.pagewriter import EDGE, PRACTICE, PageWriter
from kiosk.settings import Desk, DeskMode
from kiosk.store import Store, audit
from kiosk.till import tillday, tills
from printing.ipp import PrintCode, check_printer

MOST_ASKED_AT_ONCE = 32
HASH_PART = 8


class Level(StrEnum):
    """How something looks in the morning."""

    GOOD = "good"
    CAUTION = "caution"
    WRONG = "wrong"
    UNSEEN = "unseen"
    """Cannot be told from here."""


@dataclass(frozen=True, slots=True)
class PrinterLook:
    """One printer with the desks that print on it."""

    desks: tuple[str, ...]
    level: Level
    sentence: str
    next_step: str = ""


class TillState(StrEnum):
    """How far a till's day is."""

    NOT_OPEN = "not_open"
    FORGOTTEN = "forgotten"
    """An earlier day was never closed."""
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TillLook:
    """One till; `day` is the open one, else today's."""

    till: str
    state: TillState
    day: tillday.TillDay | None

    @property
    def is_undone(self) -> bool:
        """Whether it still has to be closed."""
        return self.state in (TillState.FORGOTTEN, TillState.OPEN)


def look_at_printers(desks: Sequence[Desk], own: str) -> tuple[PrinterLook, ...]:
    """Ask all printers at once, each one once whoever prints on it. One that hangs on another PC cannot be asked from here;
    a desk that only makes PDFs has none."""
    sharing: dict[tuple[str, str | None], list[Desk]] = {}
    for desk in desks:
        if desk.printer_uri is not None:
            whose = desk.name if _is_local(desk.printer_uri) else ""
            sharing.setdefault((desk.printer_uri, whose), []).append(desk)
    if not sharing:
        return ()
    with ThreadPoolExecutor(min(len(sharing), MOST_ASKED_AT_ONCE)) as asking:
        return tuple(asking.map(lambda same: _look_at(same, own), sharing.values()))


def look_at_tills(store: Store, desks: Sequence[Desk], today: date) -> tuple[TillLook, ...]:
    """Return every till of the town. Raise StoreError."""
    names = dict.fromkeys(desk.till for desk in desks if desk.mode is DeskMode.COUNTER)
    return tuple(_look_at_till(tills.Tills(store, name), today) for name in names)


def draw_head(town: str, day: date, head: audit.ChainHead, *, is_practice: bool = False) -> bytes:
    """Return an A4 page to be bound with the others: the number and hash that prove the audit log up to now."""
    sheet = PageWriter(f"audit {day.isoformat()}", PRACTICE if is_practice else "")
    sheet.heading("監査記録の控え", wareki(day.isoformat()), town)
    sheet.text(
        EDGE,
        "この番号までの記録が書き換えられていないことを、あとで確かめるための控えです。つづって保管してください。",
    )
    sheet.down(12)
    sheet.text(EDGE, f"番号　{head.seq}", 16, bold=True)
    sheet.down(12)
    parts = [head.hash[at : at + HASH_PART] for at in range(0, len(head.hash), HASH_PART)]
    for half in (parts[:4], parts[4:]):
        sheet.text(EDGE, "　".join(half), 16)
        sheet.down(9)
    sheet.down(4)
    sheet.text(EDGE, f"確かめ方　kiosk audit check --noted {head.seq}:（上の64字を、空きを入れずに）")
    sheet.down(12)
    sheet.seals("記入", "確認")
    return sheet.saved()


def _look_at(same: Sequence[Desk], own: str) -> PrinterLook:
    desk, labels = same[0], tuple(each.label for each in same)
    if _is_local(desk.printer_uri or "") and desk.name != own:
        return PrinterLook(
            labels, Level.UNSEEN, "この端末からは確かめられません。", "その端末の画面で確かめてください。"
        )
    found = check_printer(desk.printer_uri or "", fingerprint=desk.printer_fingerprint)
    if found.code is PrintCode.PAPER_LOW:
        level = Level.CAUTION
    else:
        level = Level.GOOD if found.usable or found.code is PrintCode.BUSY else Level.WRONG
    return PrinterLook(labels, level, found.sentence, "" if level is Level.GOOD else found.next_step)


def _is_local(uri: str) -> bool:
    """Whether the address means the PC on which it is read."""
    host = urlsplit(uri).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _look_at_till(till: tills.Tills, today: date) -> TillLook:
    if (day := till.open_day()) is not None:
        return TillLook(till.till, TillState.OPEN if day.day == today else TillState.FORGOTTEN, day)
    day = till.day(today)
    return TillLook(till.till, TillState.CLOSED if day else TillState.NOT_OPEN, day)
