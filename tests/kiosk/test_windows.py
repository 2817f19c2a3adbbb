"""What can be said of Windows without one: the words of its commands, as they were written down, and the paths."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kiosk.windows import has_port, is_listed, read_strangers
from printing.fonts.face import BESIDE_PROGRAM, font_folders

ROOT = Path(__file__).parents[2]
KEYS = Path(r"C:\ProgramData\Madoguchi\var\keys")
TIGHT = rf"""{KEYS} NT AUTHORITY\SYSTEM:(OI)(CI)(F)
                                    BUILTIN\Administrators:(OI)(CI)(F)
                                    NT SERVICE\madoguchi-counter:(OI)(CI)(M)

1 個のファイルが正常に処理されました。0 個のファイルを処理できませんでした
"""
USUAL = rf"""{KEYS} NT AUTHORITY\SYSTEM:(I)(OI)(CI)(F)
                                    BUILTIN\Administrators:(I)(OI)(CI)(F)
                                    CREATOR OWNER:(I)(OI)(CI)(IO)(F)
                                    BUILTIN\Users:(I)(OI)(CI)(RX)
                                    BUILTIN\Users:(I)(CI)(WD,AD,WEA,WA)
                                    MADOGUCHI-PC\sato:(I)(F)

1 個のファイルが正常に処理されました。0 個のファイルを処理できませんでした
"""


@pytest.mark.parametrize(("said", "strangers"), [(TIGHT, ()), (USUAL, (r"BUILTIN\Users", r"MADOGUCHI-PC\sato"))])
def test_whoever_may_open_the_keys_is_named(said: str, strangers: tuple[str, ...]) -> None:
    assert read_strangers(said, KEYS) == strangers


@pytest.mark.parametrize("port", ["COM3", "com3", r"\\.\COM12"])
def test_a_com_port_is_found_in_the_list_however_it_is_written(port: str) -> None:
    assert is_listed(port, ["COM3", "COM12"])
    assert not is_listed("COM1", ["COM3", "COM12"])


def test_a_serial_port_that_is_a_file_is_there(tmp_path: Path) -> None:
    file = tmp_path / "ttyACM0"
    assert not has_port(str(file))
    file.touch()
    assert has_port(str(file))


def test_fonts_beside_the_program_come_first() -> None:
    folders = font_folders({"LOCALAPPDATA": r"C:\Users\sato\AppData\Local", "SYSTEMROOT": r"D:\Windows"})
    assert folders[0] == BESIDE_PROGRAM == ROOT.parent / "fonts"
    assert str(folders[-1]).startswith(r"D:\Windows")


def test_output_into_a_file_is_utf8_whatever_the_system_says() -> None:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "cp932",
        "PYTHONPATH": str(ROOT),
        "KIOSK_CONFIG": str(ROOT / "config"),
    }
    command = [sys.executable, "-m", "kiosk", "forms", "list"]
    said = subprocess.run(command, capture_output=True, check=True, env=environment, timeout=60).stdout
    assert "住民票" in said.decode("utf-8")


@pytest.mark.parametrize("mode", ["counter", "lobby"])
def test_the_service_runs_the_desk_and_waits_for_the_card_service(mode: str) -> None:
    service = ET.parse(ROOT / "deploy" / "windows" / f"madoguchi-{mode}.xml").getroot()
    assert service.findtext("arguments") == f"-m kiosk desk --mode {mode}"
    assert service.findtext("depend") == "SCardSvr"
    assert {each.get("name") for each in service.findall("env")} == {"KIOSK_CONFIG", "PYTHONUTF8"}
