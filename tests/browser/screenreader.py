"""A real screen reader as a test's ear: Orca reads a Chromium with windows, on a screen, a message bus and a speech server
of its own.

Assert on what is said at single steps, never on the order of a whole page: Orca numbers that differently from run to run.
"""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from html import unescape
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import CHROMIUM, FLAGS

PROGRAMS = ("Xvfb", "dbus-daemon", "openbox", "orca", "xdotool", "localedef")
ORCA_SETTINGS = """
import orca.settings as s
s.enableSpeech, s.enableBraille, s.enableBrailleMonitor, s.enableSound = True, False, False, False
s.speechServerFactory = "speechdispatcherfactory"
s.enableKeyEcho = False
"""
SPOKEN_AFTER = 0.02
"""Seconds a message takes. Orca learns its number only from the answer: an END at once is lost on it, and it stays in
reading the whole page for ever, without names of groups."""
LOUD = [
    *FLAGS,
    "--force-renderer-accessibility=complete",
    "--lang=ja",
    "--window-size=480,900",
    "--window-position=0,0",
]
FIRST_DISPLAY = 913
PATIENCE = 20.0

Send = Callable[..., None]


class SpeechServer(threading.Thread):
    """As much of speech-dispatcher's protocol (SSIP) as Orca uses."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.said: list[tuple[float, str]] = []
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen(8)

    def run(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        def send(*lines: str) -> None:
            with suppress(OSError):  # Orca may have gone
                client.sendall("".join(f"{line}\r\n" for line in lines).encode())

        lines = (raw.decode("utf-8", "replace").rstrip("\r\n") for raw in client.makefile("rb"))
        for line in lines:
            words = line.upper().split()
            if words[:1] == ["SPEAK"]:
                send("230 OK RECEIVING DATA")
                text = "\n".join(iter(lambda: next(lines, "."), "."))
                self._heard(unescape(re.sub(r"<[^>]+>", "", text)).strip(), send)
            elif words[:1] in (["CHAR"], ["KEY"]):
                self._heard(line.split(" ", 1)[1], send)
            elif words[:1] == ["QUIT"]:
                send("231 HAPPY HACKING")
                return
            else:
                send(*_answer(words))

    def _heard(self, text: str, send: Send) -> None:
        self.said.append((time.monotonic(), text))
        number = len(self.said)
        send(f"225-{number}", "225 OK MESSAGE QUEUED")
        spoken = [f"701-{number}", "701-1", "701 BEGIN", f"702-{number}", "702-1", "702 END"]
        threading.Timer(SPOKEN_AFTER, send, spoken).start()


def _answer(words: list[str]) -> tuple[str, ...]:
    if words[:3] == ["HISTORY", "GET", "CLIENT_ID"]:
        return "245-1", "245 OK CLIENT ID SENT"
    if words[:2] == ["LIST", "OUTPUT_MODULES"]:
        return "250-ear", "250 OK MODULE LIST SENT"
    if words[:1] == ["LIST"]:
        return "249-ear\tja\tnone", "249 OK VOICE LIST SENT"
    return ("251-0", "251 OK GET RETURNED") if words[:1] == ["GET"] else ("200 OK",)


class Ear:
    """What Orca says while something is done."""

    def __init__(self, speech: SpeechServer, environment: dict[str, str]) -> None:
        self._speech, self.environment = speech, environment

    def during(self, act: Callable[[], object], first: float = 1.5, quiet: float = 0.4, most: float = 30.0) -> str:
        """Return all of it as one text: waits `first` for it to begin, and until it is `quiet` for so long."""
        since, begin = len(self._speech.said), time.monotonic()
        act()
        done = time.monotonic()
        while (now := time.monotonic()) - begin < most:
            got = self._speech.said[since:]
            if (got and now - max(got[-1][0], done) > quiet) or (not got and now - done > first):
                break
            time.sleep(0.02)
        return "\n".join(text for _, text in self._speech.said[since:])

    def press(self, *keys: str, first: float = 1.5, quiet: float = 0.4) -> str:
        """Press keys so that Orca sees them, which it does not when the browser is told of them."""
        return self.during(lambda: self._run("key", *keys), first, quiet)

    def type(self, text: str) -> str:
        """Type letters and digits."""
        return self.during(lambda: self._run("type", "--delay", "40", text), first=0.3)

    def open(self, url: str) -> str:
        """Go to an address as a person does: else the focus stays in the address bar."""
        self.press("ctrl+l")
        self.type(url)
        return self.press("Return", first=6, quiet=1.0)

    def tab_to(self, page: Page, selector: str, most: int = 60) -> str:
        """Press Tab until this has the focus, and return what is said there; silence once more is asked back."""
        for _ in range(most):
            said = self.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return said or (self.press("shift+Tab") and self.press("Tab"))
        raise AssertionError(f"Tab does not lead to {selector}")

    def _run(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self.environment, check=True)


@contextmanager
def listening(folder: Path, worker: int = 0) -> Iterator[Ear]:
    """Orca with all it needs, ended again in the end; `worker` tells several at once apart."""
    with ExitStack() as ending:
        environment = _environment(folder, f":{FIRST_DISPLAY + worker}")

        def start(*command: str) -> None:
            log = ending.enter_context((folder / f"{command[0]}.log").open("wb"))
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
            ending.callback(_end, process)

        display = environment["DISPLAY"]
        start("Xvfb", display, "-screen", "0", "800x1000x24", "-nolisten", "tcp", "-noreset")
        _until(Path(f"/tmp/.X11-unix/X{display[1:]}").exists)
        start(
            "dbus-daemon",
            "--session",
            "--nofork",
            "--nopidfile",
            f"--address={environment['DBUS_SESSION_BUS_ADDRESS']}",
        )
        _until((folder / "run/bus").exists)
        wakes = [
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.a11y.Bus",
            "/org/a11y/bus",
            "org.a11y.Bus.GetAddress",
        ]
        _until(lambda: subprocess.run(wakes, env=environment, capture_output=True).returncode == 0)
        start("openbox")
        speech = SpeechServer(folder / "speech")
        speech.start()
        ending.callback(speech.socket.close)
        start("orca", "--replace")
        _until(lambda: bool(speech.said))
        yield Ear(speech, environment)


@contextmanager
def window(ear: Ear, browser: Browser) -> Iterator[Page]:
    """A browser with windows that the screen reader reads."""
    opened = browser.browser_type.launch(
        executable_path=CHROMIUM, headless=False, args=LOUD, env=dict[str, str | float | bool](ear.environment)
    )
    page = opened.new_context(no_viewport=True, locale="ja-JP").new_page()
    ear.during(lambda: None)
    try:
        yield page
    finally:
        opened.close()


def _environment(folder: Path, display: str) -> dict[str, str]:
    for each in ("home", "run", "data/orca", "config", "cache", "locale"):
        (folder / each).mkdir(parents=True)
    (folder / "run").chmod(0o700)
    (folder / "data/orca/orca-customizations.py").write_text(ORCA_SETTINGS)
    subprocess.run(["localedef", "-i", "ja_JP", "-f", "UTF-8", folder / "locale/ja_JP.UTF-8"], check=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": f"{folder}/home",
        "DISPLAY": display,
        "XDG_RUNTIME_DIR": f"{folder}/run",
        "XDG_DATA_HOME": f"{folder}/data",
        "XDG_CONFIG_HOME": f"{folder}/config",
        "XDG_CACHE_HOME": f"{folder}/cache",
        "LOCPATH": f"{folder}/locale",
        "LANG": "ja_JP.UTF-8",
        "LANGUAGE": "ja",
        "GSETTINGS_BACKEND": "memory",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/run/bus",
        "SPEECHD_ADDRESS": f"unix_socket:{folder}/speech",
    }


def _until(is_ready: Callable[[], bool]) -> None:
    begin = time.monotonic()
    while not is_ready():
        if time.monotonic() - begin > PATIENCE:
            raise TimeoutError("the screen reader does not come up")
        time.sleep(0.05)


def _end(process: "subprocess.Popen[bytes]") -> None:
    for each in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, each)
            process.wait(3)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
