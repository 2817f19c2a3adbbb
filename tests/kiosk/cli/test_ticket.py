"""`kiosk ticket`: other programs seal and open tickets with it."""

import json
from pathlib import Path

from forms import application_from_json
from kiosk.office import open_office, today
from tests.kiosk.cli.conftest import Command
from tests.kiosk.desk.townhall import TownHall


def test_it_works(keyed: Command, sample: Path) -> None:
    digits = keyed("ticket", "seal", "--answers", str(sample)).stdout.strip()
    assert digits.isdigit()
    opened = json.loads(keyed("ticket", "open", "--text", digits).stdout)
    assert opened["town"] == "019992"
    assert opened["issued"] < opened["expires"]
    assert {name: opened[name] for name in ("procedures", "people", "roles", "answers")} == json.loads(
        sample.read_text()
    )


def test_a_picture_of_the_code_opens_too(keyed: Command, sample: Path, tmp_path: Path) -> None:
    picture = tmp_path / "T.png"
    assert keyed("ticket", "seal", "--answers", str(sample), "--out", str(picture)).stdout == ""
    opened = json.loads(keyed("ticket", "open", "--image", str(picture)).stdout)
    assert opened["answers"] == json.loads(sample.read_text())["answers"]


def test_it_writes_text_and_svg(keyed: Command, sample: Path, tmp_path: Path) -> None:
    for name, start in (("T.txt", "1"), ("T.svg", "<svg")):
        keyed("ticket", "seal", "--answers", str(sample), "--out", str(tmp_path / name))
        assert (tmp_path / name).read_text().startswith(start)


def test_a_large_ticket_becomes_two_codes_that_open_in_either_order(keyed: Command, tmp_path: Path) -> None:
    longest = keyed("forms", "sample", "family_register_certificate", "longest").stdout
    first, second = keyed("ticket", "seal", "--answers", "-", given=longest).stdout.split()
    opened = json.loads(keyed("ticket", "open", "--text", second, "--text", first).stdout)
    assert opened["answers"] == json.loads(longest)["answers"]


def test_it_rejects_nonsense_with_a_reason_and_no_traceback(keyed: Command, sample: Path) -> None:
    digits = keyed("ticket", "seal", "--answers", str(sample)).stdout.strip()
    for text, reason in (("hello", "not_a_ticket"), (digits[:-9], "incomplete"), (digits[:-1] + "x", "")):
        failed = keyed("ticket", "open", "--text", text)
        assert failed.returncode != 0
        assert failed.stdout == ""
        assert failed.stderr.startswith(f"{reason}: " if reason else "")
        assert "Traceback" not in failed.stderr


def test_it_rejects_a_ticket_of_another_town(keyed: Command, sample: Path, town: Path) -> None:
    digits = keyed("ticket", "seal", "--answers", str(sample)).stdout.strip()
    file = town / "town.toml"
    file.write_text(file.read_text().replace('code = "019992"', 'code = "131016"').replace("../var/", "../other/"))
    keyed("keys", "new")
    assert keyed("ticket", "open", "--text", digits).stderr.startswith("wrong_town: ")


def test_it_rejects_answers_that_are_not_complete(keyed: Command) -> None:
    answers = json.dumps({"procedures": ["resident_record_copy"], "roles": {"whom": "self"}})
    failed = keyed("ticket", "seal", "--answers", "-", given=answers)
    assert failed.returncode != 0
    assert failed.stderr.startswith("incomplete: ")


def test_answers_nobody_could_have_typed_are_named_and_never_shown(
    keyed: Command, town: Path, sample: Path
) -> None:
    office = open_office(town)
    honest = application_from_json(sample.read_bytes(), office.catalogue, today())
    hall = TownHall(office)
    (digits,) = hall.sealed(dict(honest.answers) | {"you.phone": "secret\x00"})
    opened = keyed("ticket", "open", "--text", digits)
    assert "you.phone" not in json.loads(opened.stdout)["answers"]
    assert opened.stderr == "unreadable_answers: 読めない値を除きました: you.phone\n"
    file = town / "T.txt"
    file.write_text(digits)
    printed = keyed("print", "--ticket", str(file), "--out", str(town / "F.pdf"))
    assert "unreadable_answers: 読めない値を除きました: you.phone\n" in printed.stderr
    assert "secret" not in printed.stderr


def test_after_the_key_is_retired_the_ticket_opens_nowhere(keyed: Command, sample: Path) -> None:
    digits = keyed("ticket", "seal", "--answers", str(sample)).stdout.strip()
    old = keyed("keys", "list").stdout.split("\t")[0]
    keyed("keys", "rotate")
    assert json.loads(keyed("ticket", "open", "--text", digits).stdout)["answers"]
    assert keyed("keys", "retire", old).stderr.startswith("still_needed: ")
    keyed("keys", "retire", old, "--force")
    assert keyed("ticket", "open", "--text", digits).stderr.startswith("unknown_key: ")
