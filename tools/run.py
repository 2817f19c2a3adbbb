"""`make run`: the whole product on one machine, with a virtual card and a virtual printer, until Ctrl-C."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event
from time import monotonic

from tools import processes
from tools.demo_console import Card, Paper, listen
from tools.demo_reader import demo_reader
from tools.demo_town import Demo, DemoError, prepare
from tools.virtual_printer import PrinterDidNotStartError, VirtualPrinter

LOOKS_EVERY = 0.5
SERVER_STARTS_WITHIN = 60.0
DESKS = {"counter": "counter", "lobby": "lobby"}


def main() -> int:
    """Starts everything, says where it is, and stops everything again; 1 when something is in the way."""
    parser = argparse.ArgumentParser(description="書かない窓口の見本を動かします。Ctrl-C で全部止まります。")
    parser.add_argument("--folder", type=Path, default=Path("var/demo"), help="where the demo keeps everything")
    parser.add_argument("--shift", type=int, default=0, help="added to every port, to run beside another demo")
    given = parser.parse_args()
    stop = Event()
    with _stopped_by_signals(stop):
        try:
            return _run(given.folder.resolve(), given.shift, stop)
        except (DemoError, PrinterDidNotStartError) as error:
            if stop.is_set():
                return 0
            say(f"\n{error}")
            return 1


def say(line: str) -> None:
    """One line for the person at the terminal."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _run(folder: Path, shift: int, stop: Event) -> int:
    with ExitStack() as running:
        say("見本を準備しています…")
        demo = prepare(folder, shift)
        if stop.is_set():
            return 0
        programs: dict[str, processes.Process] = {}
        printer = VirtualPrinter(folder / "printer", demo.ports["printer"], seconds_per_page=1.0)
        running.enter_context(printer)
        reader = running.enter_context(demo_reader(say))
        card = None if reader is None else Card(demo, reader.port)
        if card is not None:
            running.callback(card.take_out)
            card.put_in()
        environment = {} if reader is None else reader.environment
        for name, command in _servers().items():
            programs[name] = running.enter_context(_started(demo, name, command, environment))
        _wait_until_up(demo, programs, stop)
        if not stop.is_set():
            _say_where(demo, has_card=card is not None)
            listen(Paper(printer), card, say)
        _watch(demo, programs, stop)
        say("\n止めています…")
        return 0


def _servers() -> dict[str, list[str]]:
    return {"prefill": ["prefill"]} | {name: ["desk", "--mode", mode] for name, mode in DESKS.items()}


@contextmanager
def _started(
    demo: Demo, name: str, command: list[str], environment: dict[str, str] | None = None
) -> Iterator[processes.Process]:
    whole = demo.environment | (environment or {})
    process = processes.start([demo.kiosk, *command], demo.log(name), whole)
    try:
        yield process
    finally:
        processes.end(process, gently=True)


def _wait_until_up(demo: Demo, programs: dict[str, processes.Process], stop: Event) -> None:
    give_up_at = monotonic() + SERVER_STARTS_WITHIN
    for name, process in programs.items():
        while not processes.is_taken(demo.ports[name]) and not stop.wait(0.1):
            if process.poll() is not None or monotonic() > give_up_at:
                raise DemoError(_ended(demo, name))


def _watch(demo: Demo, programs: dict[str, processes.Process], stop: Event) -> None:
    """Until Ctrl-C; a program that ends by itself ends the demo and is named."""
    started_by = processes.parent_if_make()
    while not stop.wait(LOOKS_EVERY):
        gone = next((name for name, process in programs.items() if process.poll() is not None), None)
        if gone is not None:
            raise DemoError(_ended(demo, gone))
        if started_by is not None and processes.parent_if_make() != started_by:
            return


def _ended(demo: Demo, name: str) -> str:
    said = demo.log(name).read_text("utf-8", "replace").strip().splitlines()[-5:]
    return "\n".join([f"{name} が動きませんでした。記録: {demo.log(name)}", *said])


def _say_where(demo: Demo, *, has_card: bool) -> None:
    at = {name: f"http://127.0.0.1:{port}/" for name, port in demo.ports.items()}
    say("\n書かない窓口の見本が動いています。止めるには Ctrl-C を押してください。\n")
    say(f"  記入サイト（スマートフォン）  {at['prefill']}")
    say(f"  窓口（職員）                  {at['counter']}")
    say(f"      職員 {demo.staff}   パスワード {demo.password}")
    say("      台帳の見本（300人）が入っています   例：よしだ はなこ 19850412")
    say(f"  ロビー端末（住民）            {at['lobby']}")
    if has_card:
        say(f"      練習用カードが置いてあります   {demo.person}   暗証番号 {demo.pin}")
    say(f"  印刷した紙（PDF）             {demo.folder / 'printer' / 'papers'}")
    say(f"  記録                          {demo.folder / 'logs'}\n")


@contextmanager
def _stopped_by_signals(stop: Event) -> Iterator[None]:
    """Ctrl-C, an ended terminal and a polite kill all end the demo the same way, also while it starts."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


if __name__ == "__main__":
    sys.exit(main())
