"""`kiosk figures`: a month as open data."""

import json
from pathlib import Path

from tests.kiosk.cli.conftest import Command


def test_it_works(kiosk: Command, tmp_path: Path) -> None:
    ended = kiosk("figures", "--month", "2026-02", "--out", str(tmp_path / "out"))
    assert ended.returncode == 0
    found = json.loads((tmp_path / "out/figures-2026-02.json").read_text(encoding="utf-8"))
    assert (found["since"], found["until"]) == ("2026-02-01", "2026-02-28")
    assert (tmp_path / "out/figures-2026-02.csv").read_bytes().startswith("\ufeffmeasure,by".encode())
    assert kiosk("figures", "--month", "February", "--out", str(tmp_path)).stderr.startswith("usage: ")
