"""Counter mode: one screen for staff that always listens to the scanner. A module a screen, named as its address."""

from flask import Blueprint

from kiosk.desk.counter import (
    announcements,
    card,
    closing,
    desks,
    directory,
    events,
    fields,
    figures,
    login,
    lookups,
    opening,
    password,
    pdf,
    print as printing,
    records,
    register,
    reveal,
    scanner,
    second,
    staff,
    start,
    survey,
    tasks,
    till,
    tillclose,
    tillmonth,
    today,
    training,
    turns,
    twins,
    visit,
)

counter = Blueprint("counter", __name__)
counter.before_request(login.only_staff)
counter.before_request(twins.only_with_database)
counter.before_request(reveal.only_own_parts)
for module in (
    login,
    desks,
    directory,
    password,
    second,
    start,
    visit,
    reveal,
    fields,
    events,
    printing,
    pdf,
    card,
    lookups,
    register,
    scanner,
    staff,
    training,
    turns,
    tasks,
    announcements,
    today,
    figures,
    survey,
    till,
    tillclose,
    tillmonth,
    twins,
    opening,
    closing,
    records,
):
    counter.register_blueprint(module.routes)

__all__ = ["counter"]
