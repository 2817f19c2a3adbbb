"""`kiosk hall check`: what a town finds out before its people wait."""

from pathlib import Path

from pypdfium2 import PdfDocument

from kiosk.town.status import read_statuses
from kiosk.web.qr import qr_png
from tests.kiosk.cli.conftest import Command
from tests.kiosk.town.test_hall import EXAMPLE


def test_it_works(kiosk: Command, town: Path) -> None:
    assert "番号と待ち時間は使いません" in kiosk("hall", "check").stdout
    (town / "hall.toml").write_text(EXAMPLE, encoding="utf-8")
    said = kiosk("hall", "check").stdout
    assert "C 証明書: 1番窓口（ふだん8分）" in said
    assert "誤りはありません" in said


def test_a_mistake_is_named(kiosk: Command, town: Path) -> None:
    (town / "hall.toml").write_text(EXAMPLE.replace("counter-1", "counter-9"), encoding="utf-8")
    failed = kiosk("hall", "check")
    assert failed.returncode == 1
    assert "hall.toml" in failed.stderr


def test_a_task_names_steps_and_questions_that_exist(kiosk: Command, town: Path) -> None:
    task = '\n[[task]]\nid = "t"\nlabel = "転校"\nsection = "juumin"\nsteps = ["転校の手続"]\n'
    file = town / "hall.toml"
    file.write_text(EXAMPLE + task + 'when = { "move.origin" = "abroad" }\n', encoding="utf-8")
    assert kiosk("hall", "check").returncode == 0
    mistaken = task.replace("転校の手続", "転校") + 'when = { "move.orign" = "abroad" }\n'
    file.write_text(EXAMPLE + mistaken, encoding="utf-8")
    failed = kiosk("hall", "check").stderr
    assert "「転校」という手順はありません。" in failed
    assert "「move.orign」という項目" in failed


def test_the_rule_of_calling_is_a_page_for_the_wall(kiosk: Command, tmp_path: Path) -> None:
    out = tmp_path / "rule.pdf"
    assert kiosk("hall", "rule", "--out", str(out)).returncode == 0
    (page,) = PdfDocument(out)
    said = page.get_textpage().get_text_bounded()
    assert "3回先に呼ばれた方" in said
    assert "15分過ぎた方" in said


def test_the_status_goes_out_by_file_and_by_light(kiosk: Command, town: Path, tmp_path: Path) -> None:
    (town / "hall.toml").write_text(EXAMPLE, encoding="utf-8")
    out = tmp_path / "status.txt"
    assert "status_key_file" in kiosk("hall", "status", "--out", str(out)).stderr
    set_key(town, "keys", "status_key_file", "status.key")
    assert kiosk("hall", "status", "--out", str(out)).returncode == 0
    key = kiosk("hall", "status-key").stdout.strip()
    (status,) = read_statuses(out.read_text(encoding="ascii"), bytes.fromhex(key))
    assert [queue.label for queue in status.queues] == ["証明書", "引っ越し"]
    set_key(town, "prefill", "status_key", key)
    picture, taken = tmp_path / "board.png", tmp_path / "taken.txt"
    picture.write_bytes(qr_png(out.read_text(encoding="ascii").strip(), 4))
    assert kiosk("hall", "take", str(picture), "--out", str(taken)).returncode == 0
    assert taken.read_text(encoding="ascii") == out.read_text(encoding="ascii")
    picture.write_bytes(qr_png("1234567", 4))
    assert kiosk("hall", "take", str(picture), "--out", str(taken)).stderr.startswith("no_status: ")


def set_key(town: Path, table: str, key: str, value: str) -> None:
    """Put a key into a table of town.toml."""
    file = town / "town.toml"
    text = file.read_text(encoding="utf-8")
    assert f"[{table}]\n" in text
    file.write_text(text.replace(f"[{table}]\n", f'[{table}]\n{key} = "{value}"\n'), encoding="utf-8")
