"""`kiosk forms`: the catalogue for people who edit it and for other programs."""

import json
from pathlib import Path

from forms.kinds import KINDS
from kiosk.cli.trial import triable, tried
from tests.forms.test_kinds import asked
from tests.kiosk.cli.conftest import Command


def test_it_works(kiosk: Command) -> None:
    assert "resident_record_copy\t" in kiosk("forms", "list").stdout


def test_show_tells_items_with_kind_condition_and_choices(kiosk: Command) -> None:
    shown = json.loads(kiosk("forms", "show", "resident_record_copy", "--json").stdout)
    items = {item["item"]: item for item in shown["items"]}
    scope = items["resident_record.scope"]
    assert (scope["kind"], scope["condition"]) == ("choice", [{"basis": {"none_of": ["organisation"]}}])
    assert {"named", "everyone"} <= {choice["code"] for choice in scope["choices"]}
    assert items["purpose.detail"]["condition"] == [{"purpose": {"any_of": ["other"]}}]
    assert [items[name]["overrulable"] for name in ("purpose", "resident_record.count")] == [True, False]


def test_show_reads_well_for_people(kiosk: Command) -> None:
    assert "住民基本台帳法" in kiosk("forms", "show", "resident_record_copy").stdout


def test_it_rejects_an_unknown_procedure(kiosk: Command) -> None:
    failed = kiosk("forms", "show", "nonsense")
    assert (failed.returncode, failed.stderr.split(":")[0]) == (1, "unknown_procedure")


def test_it_rejects_an_unknown_sample(kiosk: Command) -> None:
    failed = kiosk("forms", "sample", "resident_record_copy", "../../secret")
    assert failed.returncode != 0
    assert "Traceback" not in failed.stderr


def test_preview_draws_the_sample(kiosk: Command, tmp_path: Path) -> None:
    out = tmp_path / "F.pdf"
    assert (
        kiosk("forms", "preview", "resident_record_copy", "--sample", "longest", "--out", str(out)).returncode == 0
    )
    assert out.read_bytes().startswith(b"%PDF-")


def test_check_finds_nothing_in_what_is_shipped(kiosk: Command) -> None:
    checked = kiosk("forms", "check")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_check_names_file_line_key_and_remedy(kiosk: Command, town: Path) -> None:
    folder = town / "catalogue" / "dog"
    folder.mkdir(parents=True)
    (folder / "procedure.toml").write_text('number = 999\nversion = 1\ntitel = "犬"\n', encoding="utf-8")
    failed = kiosk("forms", "check")
    assert failed.returncode != 0
    assert "dog/procedure.toml:" in failed.stderr
    assert "title" in failed.stderr


def test_try_says_what_becomes_of_a_text(kiosk: Command) -> None:
    found = json.loads(kiosk("forms", "try", "date", "s35.7.5").stdout)
    assert found == {
        "kind": "date",
        "value": "1960-07-05",
        "screen": "昭和35年（1960年）7月5日",
        "paper": "昭和35年7月5日",
        "notices": [],
    }
    assert json.loads(kiosk("forms", "try", "postal_code", "〒796-0088").stdout)["places"] == [
        {"address": "愛媛県八幡浜市", "reading": "エヒメケンヤワタハマシ"}
    ]
    assert json.loads(kiosk("forms", "try", "bank_holder", "ジョン").stdout)["notices"] == [
        "書き方をそろえました。"
    ]


def test_try_names_the_signs_that_nobody_sees() -> None:
    found = tried(KINDS["name"], "山田\u202e花\u200b子\ud800")
    assert found["value"] == "山田花子"
    assert found["notices"] == ["見えない文字（U+202E U+200B U+D800）を取りました。"]
    assert tried(KINDS["name"], "\u3164\u200b")["refused"] == "missing"


def test_try_knows_how_long_a_text_of_its_kind_may_be() -> None:
    for name, longest in (("name", 100), ("kana", 120), ("bank_holder", 60), ("text", 400)):
        assert tried(KINDS[name], "ア" * (longest + 1))["refused"] == "too_long"
        assert tried(KINDS[name], "ア" * longest)["value"]


def test_try_knows_the_address_of_an_office() -> None:
    assert tried(KINDS["postal_code"], "100-8111")["places"] == [
        {"address": "東京都千代田区千代田1-1", "reading": ""}
    ]


def test_try_gives_every_place_of_a_code_with_its_reading() -> None:
    assert tried(KINDS["postal_code"], "761-4101")["places"] == [
        {"address": "香川県小豆郡土庄町甲", "reading": "カガワケンショウズグントノショウチョウコウ"},
        {"address": "香川県小豆郡土庄町乙", "reading": "カガワケンショウズグントノショウチョウオツ"},
    ]
    assert tried(KINDS["postal_code"], "409-0142")["places"] == [
        {"address": "山梨県北都留郡小菅村", "reading": "ヤマナシケンキタツルグンコスゲムラ"}
    ]
    assert tried(KINDS["postal_code"], "999-9999")["places"] == []


def test_try_says_why_a_text_is_refused(kiosk: Command) -> None:
    failed = kiosk("forms", "try", "date", "35.7.5")
    found = json.loads(failed.stdout)
    assert (failed.returncode, found["kind"], found["refused"]) == (1, "date", "no_date")
    assert found["sentence"].startswith("35年は、昭和ですか")
    assert found["next_step"]


def test_try_tells_which_kinds_there_are(kiosk: Command) -> None:
    failed = kiosk("forms", "try", "colour", "赤")
    assert failed.returncode == 1
    assert failed.stderr.startswith("unknown_kind: ")
    assert "bank_holder" in failed.stderr


def test_try_reads_an_example_of_every_kind_it_knows() -> None:
    for name in triable():
        example = str(asked(KINDS[name]).kind.example(asked(KINDS[name])))
        assert "refused" not in tried(KINDS[name], example)
