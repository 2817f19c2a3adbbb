"""Clerks of sections at a counter without a browser, and a ticket one of them has scanned."""

from collections.abc import Collection
from itertools import count

from flask import Flask

from kiosk.desk import Workplace, create_app
from kiosk.staff import StaffRole, add_staff
from tests.kiosk.desk.townhall import YOSHIDA_ANSWERS, TownHall
from tests.kiosk.pages import Page, Pages

PASSWORD = "mado-guchi-1"
_NUMBERS = count(1)


def signed_in(workplace: Workplace, name: str, *sections: str, also: Collection[StaffRole] = ()) -> Pages:
    """Return the screen of a new clerk of these sections, who may have other roles as well."""
    add_staff(workplace.store, name, PASSWORD, StaffRole.CLERK, *also, sections=sections)
    return entered(create_app(workplace.office, workplace.desk, workplace), name)


def entered(app: Flask, name: str) -> Pages:
    """Return the screen of somebody who has an account, at an address nobody else has tried from."""
    pages = Pages(app)
    pages.client.environ_base["REMOTE_ADDR"] = f"10.{next(_NUMBERS)}.22.1"
    pages.open("/login")
    pages.send(name=name, password=PASSWORD)
    return pages


def scanned(pages: Pages, town_hall: TownHall, *more: str) -> Page:
    """Return the page of a visit for a 住民票の写し and `more` procedures."""
    pages.open("/")
    return pages.send(text=town_hall.ticket(YOSHIDA_ANSWERS, *more)[0], form="scanner")
