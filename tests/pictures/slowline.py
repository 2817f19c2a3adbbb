"""How long a phone on a slow line waits, from typing the address to the first question."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from playwright.sync_api import Browser, Page

from tests.browser.conftest import phone_context
from tests.browser.walking import begin

LATENCY_MS = 400
BYTES_PER_SECOND = 400_000 // 8


def slow_line(browser: Browser, url: str) -> list[tuple[str, float]]:
    """Seconds since the address was typed, with nothing kept from an earlier visit: 400 ms for each way there and
    back and 400 kbit/s, as WebPageTest's profile "3G Slow" has them. The person taps at once."""
    with _slow_phone(browser) as page:
        marks: dict[str, float] = {}

        def look(page: Page, name: str) -> None:
            page.get_by_role("heading", level=1).wait_for()
            marks[name] = perf_counter()

        started = perf_counter()
        begin(page, url, look)
        look(page, "whom")
    return [
        ("はじめの画面が読める", marks["start"] - started),
        ("はじめの質問に答えられる（手続を選ぶ手間は入れない）", marks["whom"] - started),
    ]


@contextmanager
def _slow_phone(browser: Browser) -> Iterator[Page]:
    page = phone_context(browser, scale=1).new_page()
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    yield page
    page.context.close()
