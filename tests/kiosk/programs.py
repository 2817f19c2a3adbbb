"""The `kiosk` programs of a PC as its units run them, each a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]

PATIENT = """
import runpy
from kiosk.store.database import SERVER_LIMITS
SERVER_LIMITS["idle_in_transaction_session_timeout"] = "30s"
runpy.run_module("kiosk", run_name="__main__", alter_sys=True)
"""
"""`python -m kiosk`, whose desk does not go alone because this machine let it stand still for a second."""


def environment(config: Path, version: Path = ROOT) -> dict[str, str]:
    """What a program of the version in this folder needs to know."""
    return {**os.environ, "PYTHONPATH": str(version), "KIOSK_CONFIG": str(config), "PYTHONUNBUFFERED": "1"}


@contextmanager
def running(config: Path, *words: str, version: Path = ROOT) -> Iterator[str]:
    """The address without a slash at which `kiosk …` answers, as it says itself."""
    command, around = [sys.executable, "-c", PATIENT, *words], environment(config, version)
    with (
        (config.parent / f"{'-'.join(words)}.log").open("w") as log,
        subprocess.Popen(
            command, cwd=version, env=around, stdout=subprocess.PIPE, stderr=log, text=True
        ) as program,
    ):
        try:
            assert program.stdout is not None
            told = program.stdout.readline()
            address = re.search(r"http://[^/ ]+", told)
            assert address, told + Path(log.name).read_text()
            yield address[0]
        finally:
            program.terminate()
