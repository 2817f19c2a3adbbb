"""What happens at a counter from outside: a scanner types, the printer says something."""

from playwright.sync_api import Page

from kiosk.desk import Workplace
from kiosk.desk.printjob import PrintJob


def scan(page: Page, digits: str, *, end: str = "\n", delay: float = 1) -> None:
    """Types as a scanner does, and waits for the visit it opens."""
    # A page that is still coming does not listen yet: its scripts are there when it has loaded.
    page.wait_for_load_state()
    before = page.url
    page.keyboard.type(digits + end, delay=delay)
    page.wait_for_url(lambda url: "/visits/" in url and url != before, timeout=40_000)
    page.wait_for_load_state()


def tell(workplace: Workplace, job: PrintJob) -> None:
    """The desk knows of this job, as if its printer had just said so."""
    workplace.printer.jobs._jobs[job.visit] = job
    workplace.hub.publish(job.topic, job.fields)
