"""The setup.exe installs and removes itself silently under Wine; nothing in it is run: there is no Windows here.

`make windows` runs it; it is not part of `make test`.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BUILT = Path(os.environ.get("BUILT", "build/windows")).resolve()
WINE = Path(shutil.which("wine64") or "/usr/lib/wine/wine64")
PROGRAM = "drive_c/Program Files/Madoguchi"
pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(not WINE.exists(), reason="needs wine64"),
]


def wine(folder: Path, *words: str) -> int:
    """Run it to its end in a Windows of its own."""
    environment = {
        **os.environ,
        "WINEPREFIX": str(folder),
        "WINEDEBUG": "-all",
        "WINEARCH": "win64",
        "DISPLAY": "",
    }
    ended = subprocess.run([WINE, *words], env=environment, check=False, capture_output=True, timeout=600)
    subprocess.run([WINE.with_name("wineserver64"), "-w"], env=environment, check=False)
    return ended.returncode


def test_it_installs_and_goes_silently_and_the_town_stays(tmp_path: Path) -> None:
    (setup,) = BUILT.glob("madoguchi-setup-*.exe")
    assert wine(tmp_path, str(setup), "/S") == 0
    program = tmp_path / PROGRAM
    for name in ("lib/kiosk/__init__.py", "lib/zxingcpp/zxingcpp.pyd", "fonts/ipamjm.ttf", "protect.cmd",
        "madoguchi-counter.xml", "doc/sbom.cdx.json", "uninstall.exe"):  # fmt: skip
        assert (program / name).is_file(), name
    town = tmp_path / "drive_c/ProgramData/Madoguchi"
    (town / "var" / "key").write_text("of the town")
    assert wine(tmp_path, str(setup), "/S") == 0
    assert wine(tmp_path, str(program / "uninstall.exe"), "/S", r"_?=C:\Program Files\Madoguchi") == 0
    assert not (program / "lib").exists()
    assert (town / "var" / "key").read_text() == "of the town"
