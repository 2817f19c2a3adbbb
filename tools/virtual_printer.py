"""A printer made of CUPS's own `ippeveprinter`, for the demo and for tests: real IPP, paper as PDF files.

`ippeveprinter` insists on a system message bus even when it is not to be announced on the network, so each
printer has a private bus of its own; no daemon of the machine is used or touched.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.request import urlopen

from tools import processes

HERE = Path(__file__).parent


class PrinterDidNotStartError(RuntimeError):
    """The virtual printer, its message bus or its port is not there; the text says which."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What came out: the PDF as it arrived, and the job's settings by their IPP names."""

    pdf: Path
    job: Mapping[str, str]


class VirtualPrinter:
    """A context manager: inside it the printer listens at `uri`.

    `folder` keeps everything of this printer and belongs to it; `port` 0 takes a free one.
    """

    def __init__(
        self, folder: Path, port: int = 0, name: str = "madoguchi", seconds_per_page: float = 0.05
    ) -> None:
        self.folder = folder
        self.port = port or processes.free_port()
        self.name = name
        self.seconds_per_page = seconds_per_page
        self._bus_address = ""
        self._bus: processes.Process | None = None
        self._printer: processes.Process | None = None

    @property
    def uri(self) -> str:
        """Where to print."""
        return f"ipp://localhost:{self.port}/ipp/print"

    @property
    def papers_folder(self) -> Path:
        """Where printed PDFs land."""
        return self.folder / "papers"

    def papers(self) -> list[Paper]:
        """What has come out so far, oldest first."""
        sheets = sorted(self.papers_folder.glob("*.pdf"))
        return [Paper(pdf, json.loads(pdf.with_suffix(".json").read_text("utf-8"))) for pdf in sheets]

    def set_speed(self, seconds_per_page: float) -> None:
        """How long a page takes, also the one that is being printed: an hour holds the job where it is."""
        new = self._control / "seconds_per_page.new"
        new.write_text(str(seconds_per_page))
        new.replace(self._control / "seconds_per_page")  # never read half written

    def take_paper_out(self) -> None:
        """The tray is empty: a job waits at its next page until `refill`."""
        self._say("media-empty")
        self._set_sheets(0)

    def open_cover(self) -> None:
        """The cover is open: a job waits until `close_cover`."""
        self._say("cover-open")

    def jam(self) -> None:
        """Paper is stuck: a job waits until `clear_jam`."""
        self._say("media-jam")

    def refill(self) -> None:
        """Paper is in the tray again."""
        self._unsay("media-empty")
        self._set_sheets(250)

    def close_cover(self) -> None:
        """The cover is closed again."""
        self._unsay("cover-open")

    def clear_jam(self) -> None:
        """The stuck paper is out."""
        self._unsay("media-jam")

    def break_engine(self) -> None:
        """Every job from now on fails in the middle."""
        (self._control / "broken").touch()

    def unplug(self) -> None:
        """Power cut: the printer is gone at once, and forgets its jobs."""
        processes.end(self._printer)
        self._printer = None

    def plug_in(self) -> None:
        """Power is back; the printer starts anew at the same address."""
        self._start_printer()

    def start(self) -> None:
        """Starts bus and printer; returns when the printer answers."""
        shutil.rmtree(self._control, ignore_errors=True)
        for folder in (self._control, self._spool, self.papers_folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.set_speed(self.seconds_per_page)
        self._bus_address = self._start_bus()
        self._start_printer()

    def stop(self) -> None:
        """Ends both, and what the printer was running."""
        self.unplug()
        processes.end(self._bus, gently=True)  # it takes its socket away itself
        self._bus = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _control(self) -> Path:
        return self.folder / "control"

    @property
    def _spool(self) -> Path:
        return self.folder / "spool"

    def _say(self, reason: str) -> None:
        (self._control / "reasons").mkdir(exist_ok=True)
        (self._control / "reasons" / reason).touch()

    def _unsay(self, reason: str) -> None:
        (self._control / "reasons" / reason).unlink(missing_ok=True)

    def _set_sheets(self, level: int) -> None:
        """Tells the printer's own page about its trays, so that it knows of empty paper while idle too."""
        trays = f"size0=iso_a4_210x297mm&type0=stationery&level0={level}&size1=&level1=25"
        with suppress(OSError), urlopen(f"http://localhost:{self.port}/media?{trays}", timeout=5) as page:
            page.read()

    def _start_bus(self) -> str:
        command = ["dbus-daemon", f"--config-file={HERE / 'private_bus.conf'}", "--nofork", "--print-address"]
        self._bus = processes.start(command, self.folder / "bus.log", stdout=subprocess.PIPE)
        assert self._bus.stdout is not None
        address = self._bus.stdout.readline().decode().strip()
        if not address:
            raise PrinterDidNotStartError(f"dbus-daemon did not start: see {self.folder / 'bus.log'}")
        return address

    def _start_printer(self) -> None:
        engine = self.folder / "engine"
        engine.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "print_engine.py"}" "$@"\n')
        engine.chmod(0o755)
        environment = {
            "DBUS_SYSTEM_BUS_ADDRESS": self._bus_address,
            "HOME": str(self.folder),
            "MADOGUCHI_CONTROL": str(self._control),
            "MADOGUCHI_PAPERS": str(self.papers_folder),
        }
        log = self.folder / "printer.log"
        self._printer = processes.start(self._command(engine), log, environment)
        if not processes.listens(self._printer, self.port):
            raise PrinterDidNotStartError(f"ippeveprinter did not start: see {log}")

    def _command(self, engine: Path) -> list[str]:
        program = shutil.which("ippeveprinter", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise PrinterDidNotStartError("ippeveprinter is missing: install cups-ipp-utils")
        options = ["-vv", "-r", "off", "-n", "localhost", "-p", str(self.port)]
        places = ["-d", self._spool, "-K", self.folder, "-a", HERE / "office_printer.conf", "-c", engine]
        return [program, *options, *(str(each) for each in places), self.name]
