"""Keys, staff, purge, doctor and settings from the command line."""

import socket
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import JAPAN
from tests.kiosk.cli.conftest import ROOT, Command
from tests.kiosk.town.test_hall import EXAMPLE


def test_private_keys_are_readable_by_the_owner_only(keyed: Command, town: Path) -> None:
    files = list((town.parent / "var" / "keys").glob("key-*"))
    assert files
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_whatever_a_command_makes_is_for_its_owner_only(town: Path) -> None:
    """Also for whoever has a careless umask."""
    words = [sys.executable, "-m", "kiosk", "--config", str(town), "keys", "new"]
    assert subprocess.run(words, cwd=ROOT, capture_output=True, umask=0, check=False).returncode == 0
    made = {path: stat.S_IMODE(path.stat().st_mode) for path in (town.parent / "var").rglob("*")}
    open_to_others = [path.name for path, mode in made.items() if mode & 0o077]
    assert open_to_others == ["public.toml"]
    assert stat.S_IMODE((town.parent / "var").stat().st_mode) == 0o700


def test_the_current_key_is_destroyed_by_no_command(keyed: Command) -> None:
    id = keyed("keys", "list").stdout.split("\t")[0]
    assert keyed("keys", "retire", id, "--force").stderr.startswith("still_current: ")
    assert keyed("keys", "rotate").returncode == 0
    assert keyed("keys", "retire", id, "--force").returncode == 0
    assert "破棄済み" in keyed("keys", "list").stdout


def test_keys_are_listed_with_the_hour_of_japan(keyed: Command) -> None:
    shown = keyed("keys", "list").stdout.rstrip("\n").split("\t")[2]
    made = datetime.strptime(shown, "%Y-%m-%d %H:%M").replace(tzinfo=JAPAN)
    assert abs(datetime.now(JAPAN) - made) < timedelta(hours=1)


def test_a_second_first_key_is_refused(keyed: Command) -> None:
    assert keyed("keys", "new").stderr.startswith("already_has_key: ")


@pytest.mark.parametrize(
    ("server", "reason"), [(("prefill",), "no_public_file"), (("desk", "--mode", "counter"), "no_folder")]
)
def test_no_server_starts_without_the_keys_it_needs(kiosk: Command, server: tuple[str, ...], reason: str) -> None:
    ended = kiosk(*server)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{reason}: ")
    assert "kiosk keys new" in ended.stderr


@pytest.mark.parametrize("lost", ["key-*.toml", "public.toml"])
def test_a_desk_that_lost_a_half_of_its_key_does_not_start(keyed: Command, town: Path, lost: str) -> None:
    for file in (town.parent / "var" / "keys").glob(lost):
        file.unlink()
    ended = keyed("desk", "--mode", "counter")
    assert ended.stderr.split(":")[0] in ("private_missing", "no_public_file")
    assert str(town.parent / "var" / "keys") in ended.stderr
    assert "kiosk keys rotate" in ended.stderr
    assert keyed("keys", "rotate").returncode == 0
    assert "[正常] 秘密鍵" in keyed("doctor").stdout


def test_the_public_key_of_another_town_is_refused(keyed: Command, town: Path) -> None:
    file = town.parent / "var" / "keys" / "public.toml"
    file.write_text(file.read_text().replace("019992", "011002"))
    assert keyed("prefill").stderr.startswith("other_town: ")


def test_a_server_says_where_it_listens(keyed: Command, town: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "kiosk", "--config", str(town), "prefill", "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        server.terminate()
    assert said.startswith(f"始めました: http://127.0.0.1:{port}/ ")


def test_a_taken_port_and_a_foreign_address_are_named(as_process: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert as_process("prefill", "--port", port).stderr.startswith("port_taken: ")
    assert as_process("prefill", "--host", "999.1.1.1").stderr.startswith("address_unusable: ")


def test_staff_are_added_and_listed(kiosk: Command) -> None:
    assert (
        kiosk("staff", "add", "sato", "--display", "佐藤", "--password-stdin", given="correct horse\n").returncode
        == 0
    )
    assert kiosk("staff", "list").stdout == "sato\tclerk\t使用中\t佐藤\n"
    assert kiosk("staff", "add", "sato", "--password-stdin", given="correct horse\n").stderr.startswith(
        "name_taken: "
    )
    assert kiosk("staff", "add", "mori", "--password-stdin", given="123\n").stderr.startswith(
        "password_too_short: "
    )


def test_staff_have_the_roles_they_are_given(kiosk: Command, town: Path) -> None:
    (town / "hall.toml").write_text(EXAMPLE, encoding="utf-8")
    added = kiosk(
        *("staff", "add", "sato", "--role", "clerk", "--role", "cashier", "--section", "juumin"),
        "--password-stdin",
        given="correct horse\n",
    )
    assert added.stdout == "職員 sato（職員・出納）を登録しました。\n"
    assert kiosk("staff", "list").stdout == "sato\tcashier+clerk@juumin\t使用中\t\n"
    assert (
        kiosk("staff", "roles", "sato", "--role", "auditor").stdout == "職員 sato の役割を「監査」にしました。\n"
    )
    assert kiosk("staff", "roles", "sato", "--section", "nowhere").stderr.startswith("sections_impossible: ")
    assert kiosk("staff", "roles", "sato", "--role", "mayor").returncode == 2


def test_no_password_is_asked_for_where_nobody_can_type_one(kiosk: Command) -> None:
    failed = kiosk("staff", "add", "sato", given="correct horse\n")
    assert failed.stderr.startswith("usage: パスワードを打てる画面がありません。")
    assert "--password-stdin" in failed.stderr


def test_purge_works(kiosk: Command) -> None:
    assert kiosk("purge").returncode == 0


def test_doctor_names_what_is_missing(kiosk: Command) -> None:
    examined = kiosk("doctor")
    assert "[正常] 文字" in examined.stdout
    assert "[異常] 公開鍵" in examined.stdout
    assert examined.stderr.startswith("doctor_found_trouble: ")


def test_a_missing_config_is_told(kiosk: Command, tmp_path: Path) -> None:
    failed = kiosk("forms", "list", config=tmp_path / "nowhere")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (1, "config_not_found")


def test_an_unknown_key_in_the_settings_is_named(kiosk: Command, town: Path) -> None:
    file = town / "town.toml"
    file.write_text(file.read_text() + "\n[colour]\n", encoding="utf-8")
    failed = kiosk("forms", "list")
    assert failed.stderr.startswith("setting_mistaken: town.toml")
    assert "colour" in failed.stderr


def test_a_failure_ends_with_the_next_step(kiosk: Command, town: Path) -> None:
    file = town / "town.toml"
    file.write_text(file.read_text().replace("port = 8001", 'port = "8001"'), encoding="utf-8")
    said = kiosk("staff", "list").stderr
    assert said.startswith("setting_mistaken: town.tomlの")
    assert said.endswith("で書いてください。\n")
    assert kiosk("keys", "list").stderr.startswith("setting_mistaken: ")


def test_a_file_saved_by_windows_is_read_or_told_how_to_save_it(kiosk: Command, town: Path) -> None:
    file, said = town / "town.toml", (town / "town.toml").read_text(encoding="utf-8")
    file.write_bytes(said.replace("\n", "\r\n").encode("utf-8-sig"))
    assert kiosk("staff", "list").returncode == 0
    file.write_bytes(said.encode("cp932"))
    assert "UTF-8 にして保存し直してください" in kiosk("staff", "list").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("desk",), "「--mode」がありません。counter、lobby のどれかを書いてください。"),
        (("desk", "--mode", "robby"), "「--mode」の値が正しくありません。counter、lobby の"),
        (("desk", "--port"), "「--port」の後に値を書いてください。"),
        (("prefill", "--port", "99999"), "1から65535までの数を書いてください。"),
        (("desc",), "「desc」というコマンドはありません。desk ではありませんか。kiosk --help で"),
        (("doctor", "--quick"), "「--quick」という指定はありません。kiosk doctor --help で"),
        (("staff", "add"), "「NAME」がありません。kiosk staff add --help で"),
        (("keys", "retire", "x"), "「ID」の値が正しくありません。数を書いてください。"),
        (("forms", "preview", "dog", "--out", "/tmp"), "ファイルの名前を書いてください。"),
        (("purge", "now"), "書き方が違います"),
    ],
)
def test_words_that_fit_no_command_are_explained_in_one_line(
    kiosk: Command, words: tuple[str, ...], said: str
) -> None:
    failed = kiosk(*words)
    assert failed.returncode == 2
    assert failed.stderr.startswith("usage: ")
    assert said in failed.stderr
    assert len(failed.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("/nowhere/a.pdf", "file_error: 「/nowhere/a.pdf」がありません。"),
        ("/dev/full", "disk_full: ディスクに空きがなく、"),
        ("/dev/null/a.pdf", "file_error: 「/dev/null/a.pdf」の途中にファイルがあります。"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_named(kiosk: Command, out: str, said: str) -> None:
    assert kiosk("forms", "preview", "dog", "--out", out).stderr.startswith(said)


@pytest.mark.parametrize(
    ("group", "commands"),
    [("keys", "list、new、poster、restore、retire、rotate、sheet"), ("staff", "add、disable")],
)
def test_a_group_called_alone_says_what_may_follow(kiosk: Command, group: str, commands: str) -> None:
    failed = kiosk(group)
    assert failed.returncode == 2
    assert failed.stderr.startswith(f"usage: kiosk {group} の後に、{commands}")
    assert len(failed.stderr.splitlines()) == 1


def test_the_reason_of_the_unexpected_comes_before_its_log_line() -> None:
    program = "from kiosk.cli.failure import run_reporting; run_reporting(lambda: 1 / 0)"
    failed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    first, *rest = failed.stderr.splitlines()
    assert first.startswith("unexpected: ")
    assert rest == ["command_failed"]


def test_an_unknown_command_is_a_usage_error(kiosk: Command) -> None:
    failed = kiosk("dance")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (2, "usage")
