"""What whoever shows the demo can do to it from the terminal: card in and out, paper in and out."""

import sys
from collections.abc import Callable
from threading import Thread

from tools import processes
from tools.demo_town import PERSON, Demo
from tools.virtual_printer import VirtualPrinter

Say = Callable[[str], None]


class Card:
    """The practice card: a program that is a card in the reader for as long as it runs."""

    def __init__(self, demo: Demo, reader_port: int) -> None:
        self._demo = demo
        self._command = ["card", "virtual", "--person", PERSON, "--port", str(reader_port)]
        self._program: processes.Process | None = None

    def turn(self) -> str:
        """Takes the card out when it is in, puts it in when it is not; says which."""
        if self._program is not None:
            self.take_out()
            return "カードを取りました。"
        self.put_in()
        return "カードを置きました。"

    def put_in(self) -> None:
        """The card is in the reader."""
        command = [str(self._demo.kiosk), *self._command]
        self._program = processes.start(command, self._demo.log("card"), self._demo.environment)

    def take_out(self) -> None:
        """The card is out of the reader."""
        processes.end(self._program, gently=True)
        self._program = None


class Paper:
    """The paper in the virtual printer's tray."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self._printer = printer
        self._there = True

    def turn(self) -> str:
        """Takes the paper out when it is in, puts it in when it is not; says which."""
        self._there = not self._there
        if self._there:
            self._printer.refill()
            return "プリンターに紙を入れました。"
        self._printer.take_paper_out()
        return "プリンターの紙を抜きました。次の印刷は紙を待ちます。"


def listen(paper: Paper, card: Card | None, say: Say) -> None:
    """Obeys `c` and `p`, each with Enter, for as long as somebody sits at a terminal."""
    if not sys.stdin.isatty():
        return
    turns = {"p": paper.turn} if card is None else {"p": paper.turn, "c": card.turn}
    say(
        "  Enter で操作できます:  "
        + ("" if card is None else "c = カードを取る・置く   ")
        + "p = 紙を抜く・入れる\n"
    )
    Thread(target=_obey, args=(turns, say), daemon=True).start()


def _obey(turns: dict[str, Callable[[], str]], say: Say) -> None:
    for line in sys.stdin:
        turn = turns.get(line.strip().lower())
        if turn is not None:
            say(f"  {turn()}")
