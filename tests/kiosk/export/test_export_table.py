"""The table and its bytes: the same columns for the same procedures, nothing replaced, nothing run by a spreadsheet."""

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from kiosk.backoffice import Encoding, PrintedForm, find_misfits, to_csv, to_json
from kiosk.backoffice.writing import FORMULA, GUARD, GUARDED, HEAD, list_columns
from kiosk.office import Office
from tests.kiosk.export.papers import paper_office, sample_form
from tests.residents import TAKASAKI_FAMILY, WATANABE, YOSHIDA

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return paper_office(tmp_path_factory.mktemp("town"))


def rows_in(content: bytes, codec: str = "utf-8") -> Rows:
    return list(csv.DictReader(StringIO(content.decode(codec), newline="")))


def named(form: PrintedForm, name: str) -> PrintedForm:
    return replace(form, answers={**(form.answers or {}), "you.name": name})


def test_writing_csv_works(office: Office) -> None:
    form, *others = rows_in(to_csv([sample_form(office)], Encoding.UTF_8))
    assert [each["line"] for each in others] == ["person"]
    assert others[0]["subject.name"] == YOSHIDA
    assert form["receipt"] == "A-007"
    assert form["printed"] == "2026-11-20T10:23+09:00"
    assert form["claimant.name"] == YOSHIDA
    assert form["claimant.birth_date"] == "1960-07-05"
    assert form["resident_record.entries"] == "relation;origin"


def test_words_give_the_official_wording(office: Office) -> None:
    form = rows_in(to_csv([sample_form(office)], Encoding.UTF_8, in_words=True))[0]
    assert form["basis"] == "本人"
    assert form["claimant.birth_date"] == "昭和35年7月5日"
    assert form["resident_record.scope"] == "世帯全員"


def test_columns_do_not_depend_on_the_answers(office: Office) -> None:
    columns = {list_columns([sample_form(office, name)]) for name in ("shortest", "typical", "longest")}
    assert len(columns) == 1
    assert columns.pop()[: len(HEAD)] == HEAD


def test_every_person_of_a_family_has_a_line(office: Office) -> None:
    form = sample_form(office)
    family = tuple({"name": name, "birth_date": birth} for name, birth in TAKASAKI_FAMILY)
    answers = {**(form.answers or {}), "whom": "household", "family": family}
    rows = rows_in(to_csv([replace(form, answers=answers)], Encoding.UTF_8))
    people = [row for row in rows if row["line"] == "person"]
    assert [row["subject.name"] for row in people] == [name for name, _ in TAKASAKI_FAMILY]
    assert [row["number"] for row in people] == [str(n) for n in range(1, 9)]
    assert {row["receipt"] for row in rows} == {"A-007"}


def test_json_has_the_answers_as_data(office: Office) -> None:
    (form,) = json.loads(to_json([sample_form(office)], Encoding.UTF_8))["forms"]
    assert form["answers"]["claimant.name"] == YOSHIDA
    assert form["answers"]["resident_record.count"] == 2
    assert (
        json.loads(to_json([replace(sample_form(office), answers=None)], Encoding.UTF_8))["forms"][0]["answers"]
        is None
    )


def test_shift_jis_is_written_where_every_character_allows_it(office: Office) -> None:
    form = named(sample_form(office), "髙﨑　凜")
    assert find_misfits(form, Encoding.SHIFT_JIS) == ()
    assert rows_in(to_csv([form], Encoding.SHIFT_JIS), "cp932")[0]["claimant.name"] == "髙﨑　凜"
    assert (
        "髙﨑"
        in json.loads(to_json([form], Encoding.SHIFT_JIS).decode("cp932"))["forms"][0]["answers"]["claimant.name"]
    )


@pytest.mark.parametrize(
    ("name", "code_points"),
    [(YOSHIDA, ["U+20BB7"]), (WATANABE, ["U+E0110"]), ("¥", ["U+00A5"]), ("〜−", ["U+301C", "U+2212"])],
)
def test_a_character_without_a_place_in_shift_jis_is_told_with_its_item(
    office: Office, name: str, code_points: list[str]
) -> None:
    found = [
        each
        for each in find_misfits(named(sample_form(office), name), Encoding.SHIFT_JIS)
        if each.item == "claimant.name"
    ]
    assert [each.sentence.rpartition(" ")[2] for each in found] == code_points
    assert find_misfits(named(sample_form(office), name), Encoding.UTF_8) == ()


@pytest.mark.parametrize("sign", FORMULA)
def test_what_a_spreadsheet_would_run_is_guarded_and_told(office: Office, sign: str) -> None:
    form = named(sample_form(office), f'{sign}HYPERLINK("http://evil")')
    row = rows_in(to_csv([form], Encoding.UTF_8))[0]
    assert row["claimant.name"].startswith(GUARD)
    assert row[GUARDED] == "claimant.name"
    plain = rows_in(to_csv([form], Encoding.UTF_8, guard=False))[0]
    assert plain["claimant.name"] == row["claimant.name"].removeprefix(GUARD)
    assert GUARDED not in plain


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_taking_the_guard_away_gives_every_answer_back(office: Office, name: str) -> None:
    row = rows_in(to_csv([named(sample_form(office), name)], Encoding.UTF_8))[0]
    shown = row["claimant.name"]
    assert (shown[1:] if "claimant.name" in row[GUARDED].split() else shown) == name
    assert not shown.startswith(FORMULA)


def test_utf_8_with_a_mark_opens_in_excel(office: Office) -> None:
    assert to_csv([sample_form(office)], Encoding.UTF_8_BOM).startswith(b"\xef\xbb\xbfreceipt,")


def test_the_document_names_every_column_of_the_head() -> None:
    page = (Path(__file__).parents[3] / "docs/export.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in page for column in (*HEAD, GUARDED))
