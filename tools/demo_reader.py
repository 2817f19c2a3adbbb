"""The demo's card reader service: a pcscd with a virtual reader, beside the machine's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cardreader import CardError
from cardreader.virtual import VirtualReaderService


@dataclass(frozen=True, slots=True)
class DemoReader:
    """Where virtual cards connect, and what a program needs in its environment to find the reader."""

    port: int
    environment: dict[str, str]


@contextmanager
def demo_reader(say: Callable[[str], None]) -> Iterator[DemoReader | None]:
    """The running service, or None, said plainly, where this machine does not allow one."""
    service = VirtualReaderService()
    try:
        try:
            service.start()
            reader = DemoReader(service.port, service.environment)
        except (CardError, OSError) as error:
            say(f"練習用カードは使えません（{error}）。ほかは動きます。")
            reader = None
        yield reader
    finally:
        service.stop()
