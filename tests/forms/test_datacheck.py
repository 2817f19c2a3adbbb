"""Checking all data a town may edit: every mistake is found, not only the first."""

from datetime import date
from pathlib import Path

import pytest

from forms.mistake import DataMistake, Mistake, MistakeKind
from forms.procedures import PUBLISHED_FILE, SHIPPED, published_toml, read_catalogue
from forms.samples import TOWN_NUMBERS, new_procedure, read_sample
from kiosk.formscheck import check_data
from tests.forms.datafiles import ITEMS, PROCEDURE, SAMPLE, town_folder

TODAY = date(2026, 4, 1)
ROOT = Path(__file__).parent.parent.parent


def own(folder: Path, fees: Path | None = None) -> list[Mistake]:
    """The mistakes in the town's own files."""
    found = check_data(folder, fees, TODAY, *(file.parent.name for file in folder.glob("*/procedure.toml")))
    return [mistake for mistake in found if SHIPPED not in mistake.file.parents]


def kinds(folder: Path) -> list[tuple[MistakeKind, str, int]]:
    return [(mistake.kind, mistake.file.name, mistake.line) for mistake in own(folder)]


def test_it_works(tmp_path: Path) -> None:
    assert own(town_folder(tmp_path)) == []


def test_the_shipped_catalogue_and_fees_hold_no_mistake() -> None:
    config = ROOT / "config"
    assert [str(mistake) for mistake in check_data(config / "catalogue", config / "fees.toml", TODAY)] == []


def test_all_mistakes_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    bad = PROCEDURE.replace('item = "amount"', 'item = "amuont"').replace('item = "who"', 'item = "woh"')
    assert kinds(town_folder(tmp_path, bad)) == [
        (MistakeKind.UNKNOWN_ITEM, "procedure.toml", 19),
        (MistakeKind.UNKNOWN_ITEM, "procedure.toml", 21),
    ]


def test_a_mistake_in_the_head_does_not_hide_those_in_the_pages(tmp_path: Path) -> None:
    bad = PROCEDURE.replace("version = 1", 'version = "1"').replace('item = "who"', 'item = "woh"')
    assert [kind for kind, _, _ in kinds(town_folder(tmp_path, bad))] == [
        MistakeKind.WRONG_TYPE,
        MistakeKind.UNKNOWN_ITEM,
    ]


def test_an_entry_of_an_array_is_named_on_its_own_line(tmp_path: Path) -> None:
    entries = '[\n  { code = "red", ask = "赤" },\n  { code = "red", ask = "朱" },\n]'
    items = ITEMS.replace('[ { code = "red", ask = "赤" }, { code = "blue", ask = "青" } ]', entries)
    assert kinds(town_folder(tmp_path, items=items)) == [(MistakeKind.DUPLICATE, "90_paint.toml", 8)]


def test_an_alternative_of_a_condition_is_named_on_its_own_line(tmp_path: Path) -> None:
    when = 'when = [\n  { colour = "red" },\n  { colour = "blue", shoe = true },\n]'
    mistakes = kinds(town_folder(tmp_path, PROCEDURE.replace('when = { colour = "red" }', when)))
    assert mistakes == [(MistakeKind.NEVER_ASKED, "procedure.toml", 19)]


def test_a_number_inside_a_text_of_several_lines_is_no_key(tmp_path: Path) -> None:
    lead = 'lead = """\nversion = 3\n"""\nversion = "1"'
    mistakes = kinds(town_folder(tmp_path, PROCEDURE.replace("version = 1", lead)))
    assert mistakes == [(MistakeKind.WRONG_TYPE, "procedure.toml", 6)]


def test_mistakes_in_a_vocabulary_are_all_told(tmp_path: Path) -> None:
    items = ITEMS.replace('kind = "count"', 'kind = "cuont"').replace('kind = "date"', 'kind = "dote"')
    assert [kind for kind, _, _ in kinds(town_folder(tmp_path, items=items))] == [MistakeKind.NOT_ALLOWED] * 2


def test_a_missing_sample_is_named(tmp_path: Path) -> None:
    folder = town_folder(tmp_path)
    (folder / "paint" / "samples" / "longest.toml").unlink()
    assert [(mistake.kind, mistake.file.name) for mistake in own(folder)] == [
        (MistakeKind.BAD_SAMPLE, "longest.toml")
    ]


@pytest.mark.parametrize(
    ("sample", "line"),
    [
        (SAMPLE + "shoe = 1\n", 4),
        ('colour = "blue"\namount = 12\n', 2),
        ('colour = "blue"\n', 1),
        (SAMPLE + 'shade = "朱"\n', 4),
    ],
    ids=["unknown", "illegal", "incomplete", "hidden"],
)
def test_a_wrong_sample_is_named_with_its_line(tmp_path: Path, sample: str, line: int) -> None:
    folder = town_folder(tmp_path)
    (folder / "paint" / "samples" / "typical.toml").write_text(sample, encoding="utf-8")
    assert kinds(folder) == [(MistakeKind.BAD_SAMPLE, "typical.toml", line)]


def test_a_sample_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    folder = town_folder(tmp_path)
    (folder / "paint" / "samples" / "typical.toml").write_bytes('colour = "青"'.encode("shift_jis"))
    assert kinds(folder) == [(MistakeKind.NOT_UTF8, "typical.toml", 1)]
    with pytest.raises(DataMistake):
        read_sample(read_catalogue(folder).current["paint"], "typical")


def test_a_fee_without_price_is_named(tmp_path: Path) -> None:
    before, pages = PROCEDURE.split("\n[[page]]", 1)
    folder = town_folder(tmp_path, f'{before}\n[fee]\nkey = "paint"\n[[page]]{pages}')
    fees = tmp_path / "fees.toml"
    fees.write_text("", encoding="utf-8")
    assert MistakeKind.UNKNOWN_FEE in [mistake.kind for mistake in own(folder, fees)]


def publish(folder: Path) -> None:
    catalogue = read_catalogue(folder)
    text = published_toml([catalogue.current["paint"]], catalogue.vocabulary)
    (folder / PUBLISHED_FILE).write_text(text, encoding="utf-8")


def test_an_unchanged_published_version_is_fine(tmp_path: Path) -> None:
    folder = town_folder(tmp_path)
    publish(folder)
    assert own(folder) == []


def rewrite(folder: Path, procedure: str, items: str = ITEMS) -> None:
    (folder / "paint" / "procedure.toml").write_text(procedure, encoding="utf-8")
    (folder / "items" / "90_paint.toml").write_text(items, encoding="utf-8")


def test_choices_and_wording_may_be_added_after_publishing(tmp_path: Path) -> None:
    folder = town_folder(tmp_path)
    publish(folder)
    more = ITEMS.replace('ask = "青" } ]', 'ask = "青" }, { code = "green", ask = "緑" } ]')
    rewrite(folder, PROCEDURE.replace("絵の具の申請", "絵の具の請求"), more)
    assert own(folder) == []


@pytest.mark.parametrize(
    ("procedure", "items"),
    [
        (PROCEDURE.replace('\n[[page.ask]]\nitem = "amount"', ""), ITEMS),
        (
            PROCEDURE.replace('item = "amount"', 'item = "tmp"'),
            ITEMS + '[tmp]\nkind = "text"\nask = "x"\n',
        ),
        (PROCEDURE, ITEMS.replace('code = "red"', 'code = "tmp"')),
        (PROCEDURE.replace("version = 1", "version = 2"), ITEMS),
    ],
    ids=["question taken away", "question replaced", "choice replaced", "old version not kept"],
)
def test_a_published_version_must_not_change(tmp_path: Path, procedure: str, items: str) -> None:
    folder = town_folder(tmp_path)
    publish(folder)
    rewrite(folder, procedure.replace('colour = "red"', "colour = { answered = true }"), items)
    assert MistakeKind.CHANGED_AFTER_PUBLISHING in [mistake.kind for mistake in own(folder)]


def test_a_new_procedure_starts_without_mistakes(tmp_path: Path) -> None:
    file = new_procedure(tmp_path, "hot_spring", {TOWN_NUMBERS})
    assert own(tmp_path) == []
    assert read_catalogue(tmp_path).current["hot_spring"].number == TOWN_NUMBERS + 1
    assert file.name == "procedure.toml"


@pytest.mark.parametrize("id", ["", "a", "Hot", "../x", "温泉", "x" * 41])
def test_a_new_procedure_needs_a_plain_id(tmp_path: Path, id: str) -> None:
    with pytest.raises(DataMistake):
        new_procedure(tmp_path, id, set())


def test_a_new_procedure_never_overwrites(tmp_path: Path) -> None:
    new_procedure(tmp_path, "hot_spring", set())
    with pytest.raises(DataMistake):
        new_procedure(tmp_path, "hot_spring", set())
