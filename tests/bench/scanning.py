"""From the scan of a ticket to the visit on the counter's screen, in processor time."""

import tempfile
import time
from pathlib import Path
from statistics import median

from kiosk.desk import create_app, open_workplace
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from tests.bench.register import PASSWORD
from tests.kiosk.desk.townhall import build_town_hall

SCANS = 40
FIRST = 5
"""Not counted: they compile statements and templates."""


def scan_and_show() -> tuple[float, float]:
    """Return the median and the least processor seconds of a scan with the screen that follows."""
    with tempfile.TemporaryDirectory() as folder:
        hall = build_town_hall(Path(folder))
        here = open_workplace(hall.office, hall.office.settings.desk(DeskMode.COUNTER))
        add_staff(here.store, "bench", PASSWORD, StaffRole.CLERK)
        app = create_app(hall.office, here.desk, here)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.post("/login", data={"name": "bench", "password": PASSWORD})
        used: list[float] = []
        for ticket in [hall.ticket()[0] for _ in range(FIRST + SCANS)]:
            began = time.process_time()
            answer = client.post("/scan", data={"text": ticket}, follow_redirects=True)
            used.append(time.process_time() - began)
            assert "/visits/" in answer.request.path, answer.status
        here.store.close()
    return median(used[FIRST:]), min(used[FIRST:])
