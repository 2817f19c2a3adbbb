"""`kiosk card read`: the PIN comes by standard input, the four items leave as JSON."""

from tests.kiosk.cli.conftest import Command


def test_it_rejects_a_pin_that_is_not_four_digits(kiosk: Command) -> None:
    failed = kiosk("card", "read", "--pin-stdin", given="12x4\n")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (1, "card_pin_shape")
    assert "12x4" not in failed.stderr


def test_a_person_file_with_a_mistake_is_named(kiosk: Command) -> None:
    failed = kiosk("card", "virtual", "--person", "/dev/null")
    assert failed.returncode == 1
    assert "card_person_file: " in failed.stderr
    assert "（null: name）" in failed.stderr
    assert "（nobody.toml: ファイルを開けません）" in kiosk("card", "virtual", "--person", "nobody.toml").stderr
