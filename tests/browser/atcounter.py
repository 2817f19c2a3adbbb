"""What happens at a desk from outside: a scanner types, the printer says something."""

from asyncio import gather
from collections.abc import Callable, Iterable
from time import monotonic, time
from typing import NamedTuple

from playwright.sync_api import Page

from kiosk.desk import Workplace
from kiosk.desk.printjobs import PrintJob

PLACES = {":": "Semicolon", ";": "Semicolon", "/": "Slash", "?": "Slash", ".": "Period", "=": "Equal"}


class Key(NamedTuple):
    """A key that is pressed: what it means, where it is, what it types, its number on Windows."""

    key: str
    code: str
    text: str = ""
    number: int = 0

    def pressed_at(self, seconds: float) -> dict[str, object]:
        kind = {"type": "keyDown", "text": self.text} if self.text else {"type": "rawKeyDown"}
        where = {"key": self.key, "code": self.code, "windowsVirtualKeyCode": self.number}
        return {**kind, **where, "timestamp": seconds}


ENTER = Key("Enter", "Enter", "\r", 13)


def us_key(sign: str) -> Key:
    """The key of a US keyboard for a sign."""
    if sign == "\n":
        return ENTER
    place = PLACES.get(sign) or f"{'Digit' if sign.isdigit() else 'Key'}{sign.upper()}"
    return Key(sign, place, sign, ord(sign.upper()) if sign.isalnum() else 0)


def press_keys(page: Page, keys: Iterable[Key], pace: float = 1, begun: float | None = None) -> None:
    """Presses keys as a device does, so many milliseconds from one to the next, whether the page keeps up or not; the
    first one now, or at the time `begun`.

    `page.keyboard` waits until the page has dealt with each key, and stamps it only then: while others keep the machine
    busy, a scanner's keys are then as far apart as a person's. Releases are left out, since no page listens to them.
    """
    # A page that is still coming does not listen yet: its scripts are there when it has loaded.
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    first = time() if begun is None else begun
    events = [key.pressed_at(first + number * pace / 1000) for number, key in enumerate(keys)]

    async def all_at_once() -> None:
        await gather(*(session._impl_obj.send("Input.dispatchKeyEvent", event, None) for event in events))

    session._sync(all_at_once())


def read_code(page: Page, text: str, *, pace: float = 1) -> None:
    """Types as a scanner does what it has read, so many milliseconds from key to key."""
    press_keys(page, [us_key(sign) for sign in text], pace)


def scan(page: Page, digits: str, *, end: str = "\n", pace: float = 1) -> None:
    """Has a ticket read, and waits for the visit it opens."""
    page.wait_for_load_state()
    before = page.url
    read_code(page, digits + end, pace=pace)
    page.wait_for_url(lambda url: "/visits/" in url and url != before, timeout=40_000)
    page.wait_for_load_state()


def eventually(page: Page, is_so: Callable[[], bool]) -> None:
    """Waits for what no page says."""
    give_up = monotonic() + 30
    while not is_so():
        assert monotonic() < give_up
        page.wait_for_timeout(50)


def tell(workplace: Workplace, job: PrintJob) -> None:
    """The desk knows of this job, as if its printer had just said so."""
    workplace.printer.jobs._jobs[job.visit] = job
    workplace.hub.publish(job.topic, job.fields)
