"""What the sheets say about people: who asks for whom, as what, and how the office reaches them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from forms import Application, Value, problems_of, shipped_catalogue
from forms.answers import UNKNOWN, rows_of
from forms.application import ORGANISATION_PAPERS, things_to_bring
from forms.exchange import application_of
from forms.samples import read_sample
from kiosk.office import Office
from kiosk.stacks import draw_sheets, seen_answers, sheet_of, values_of
from printing import SheetValues
from tests.kiosk.offices import make_office
from tests.printing.paper import pdfium_text, words
from tests.residents import HOME

DAY = date(2026, 11, 20)
BUILDING = "みどり荘101号室"
EIGHT = (
    {"name": "髙﨑　ハル", "birth_date": "1952-11-23", "sex": "female", "relation": "mother"},
    {"name": "髙﨑　陽葵", "birth_date": "2018-10-31", "sex": "female", "relation": "child"},
    {"name": "佐藤　保子", "birth_date": "1953-04-02", "sex": "female", "relation": "wife_mother"},
    {"name": "髙﨑　美咲", "birth_date": "1986-09-09", "sex": "female", "relation": "wife"},
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


def person(id: str, name: str, birth: str, **more: Value) -> dict[str, Value]:
    facts: dict[str, Value] = {"name": name, "birth_date": birth, "address": HOME, "building": BUILDING, **more}
    return {f"{id}.{fact}": value for fact, value in facts.items()}


def application(id: str, answers: Mapping[str, object]) -> Application:
    return application_of(shipped_catalogue().chosen([id]), answers)


def values(id: str, answers: Mapping[str, object], office: Office) -> SheetValues:
    made = application(id, answers)
    return values_of(made, made.procedures[0], office)


def items(id: str, answers: Mapping[str, object], office: Office) -> frozenset[str]:
    made = application(id, answers)
    return sheet_of(made.procedures[0], office, seen_answers(made, made.procedures[0])).items()


WIFE = {
    "whom": "household",
    **person("you", "髙﨑　美咲", "1986-09-09", phone="090-1111-2222"),
    "family": [{"name": "髙﨑　健一", "birth_date": "1978-06-15", "kin": "husband"}],
}
GUARDIAN = {
    "whom": "legal",
    "legal.kind": "guardian",
    **person("you", "𠮷田　誠", "1970-04-04", phone="090-3333-4444"),
    **person("asker", "渡邉　キヨ", "1938-11-03"),
}
HEAD = {
    "whom": "self",
    **person("you", "髙﨑　健一", "1978-06-15", sex="male", relation="head", phone="0152-00-1234"),
    "family": list(EIGHT),
    "move.date": "2026-11-20",
    "move.old_address": "北海道架空郡みどり野町西二条南一丁目５番地",
}


def test_a_wife_asks_for_her_husbands_record_in_her_own_name(office: Office) -> None:
    asked = {**WIFE, "resident_record.kind": "current", "resident_record.scope": "named"}
    seen = values("resident_record_copy", asked, office)
    assert seen.texts["claimant.name"] == "髙﨑　美咲"
    assert [row.texts["word"] for row in seen.rows["subject"]] == ["夫"]
    assert "visitor.name" not in items("resident_record_copy", asked, office)


def test_an_heir_asks_for_the_income_of_who_died(office: Office) -> None:
    made = read_sample(shipped_catalogue().chosen(["income_certificate"])[0], "heir")
    assert {"tax.late_name", "tax.late_death_date"} <= items("income_certificate", made.answers, office)
    assert "相続人であることが分かる戸籍" in things_to_bring(made.journey(DAY))
    living = {**made.answers, "tax.late": False}
    assert "tax.late_name" not in items("income_certificate", living, office)


def test_whom_the_claimant_asks_for_themselves_is_called_so(office: Office) -> None:
    seen = values("resident_record_copy", {**WIFE, "whom": "both"}, office)
    assert [row.texts["word"] for row in seen.rows["subject"]] == ["本人", "夫"]


def test_with_the_whole_household_nobody_is_listed(office: Office) -> None:
    whole = {**WIFE, "resident_record.kind": "current", "resident_record.scope": "everyone"}
    assert "subject" not in items("resident_record_copy", whole, office)


def test_who_comes_with_the_card_of_another_is_the_one_to_call(office: Office) -> None:
    seen = values("seal_certificate", WIFE, office)
    assert seen.texts["claimant.name"] == "髙﨑　健一"
    assert seen.texts["claimant.phone"] == "090-1111-2222（来た方）"
    assert seen.texts["visitor.word"] == "妻"
    known = {**GUARDIAN, "asker.phone": "0152-00-9999"}
    assert values("seal_certificate", known, office).texts["claimant.phone"] == "0152-00-9999"


@pytest.mark.parametrize("id", [each.id for each in shipped_catalogue().current.values() if "legal" in each.who])
def test_a_guardian_says_as_what_they_act_and_for_whom(id: str, office: Office) -> None:
    text = words(pdfium_text(draw_sheets(application(id, GUARDIAN), office).pdf))
    assert "法定代理人の資格" in text or "法定代理人" in text
    assert "成年後見人" in text
    corporate = {
        **GUARDIAN,
        "organisation.name": "社会福祉法人 みどり野町社会福祉協議会",
        "organisation.address": "北海道架空郡みどり野町中央一丁目２番地",
        "organisation.building": "福祉会館２階",
        "organisation.head": "会長　見本　太郎",
    }
    text = words(pdfium_text(draw_sheets(application(id, corporate), office).pdf))
    assert words("北海道架空郡みどり野町中央一丁目２番地") in text
    assert words("福祉会館２階") in text
    assert words("会長見本太郎") in text
    assert words("社会福祉法人みどり野町社会福祉協議会") in text
    assert words("渡邉　キヨ") in text


@pytest.mark.parametrize("id", [each.id for each in shipped_catalogue().current.values() if "letter" in each.who])
def test_who_comes_with_a_letter_for_their_work_says_for_whom(id: str, office: Office) -> None:
    by_letter = {
        **GUARDIAN,
        "whom": "letter",
        "you.bond": "施設の職員",
        "organisation.name": "特別養護老人ホームみどり苑",
    }
    del by_letter["legal.kind"]
    made = application(id, by_letter)
    if made.journey(DAY).casts[id].basis != "letter":
        return
    assert "特別養護老人ホームみどり苑" in words(pdfium_text(draw_sheets(made, office).pdf))
    assert ORGANISATION_PAPERS[0] in things_to_bring(made.journey(DAY))


def test_a_household_stands_in_the_registers_order(office: Office) -> None:
    rows = values("move_within", HEAD, office).rows["movers"]
    assert [row.texts["word"] for row in rows] == ["世帯主", "妻", "子", "母", "妻の母"]


def test_home_is_address_and_building_together(office: Office) -> None:
    for procedure in shipped_catalogue().current.values():
        asked = {fact.fact for role in procedure.roles for fact in role.facts}
        shown = sheet_of(procedure, office).items()
        for item in shown:
            if (
                item.endswith(".address")
                and "building" in asked
                and item.split(".")[0] in ("claimant", "deceased")
            ):
                assert item.replace(".address", ".building") in shown, (procedure.id, item)


def test_who_acts_for_themselves_has_one_line_everywhere(office: Office) -> None:
    for procedure in shipped_catalogue().current.values():
        if procedure.roles and "self" in procedure.who:
            alone = {"whom": "self", **person("you", "髙﨑　健一", "1978-06-15")}
            assert "visitor.name" not in items(procedure.id, alone, office), procedure.id


REMOVED = {**WIFE, "resident_record.kind": "removed", "resident_record.scope": "named", "resident_record.count": 1}


@pytest.mark.parametrize(
    "more",
    [
        {"whom": "both"},
        {"resident_record.scope": "everyone"},
        {"resident_record.entries": ["number"]},
        {"resident_record.entries": ["relation", "code"]},
    ],
)
def test_a_removed_record_is_of_one_person_and_without_numbers(more: Mapping[str, object]) -> None:
    former = {"resident_record.former_address": HOME}
    right = application("resident_record_copy", {**REMOVED, **former}).journey(DAY)
    wrong = application("resident_record_copy", {**REMOVED, **former, **more}).journey(DAY)
    assert problems_of(right) == ()
    assert [problem.item.partition("@")[0] for problem in problems_of(wrong)] in (
        ["resident_record.kind"],
        ["resident_record.entries"],
    )


def test_what_is_not_known_yet_stays_empty_with_a_mark(office: Office) -> None:
    made = application("move_within", HEAD)
    later = Application(made.procedures, {**made.answers, "you.phone": UNKNOWN})
    seen = values_of(later, made.procedures[0], office)
    assert "claimant.phone" in seen.at_counter
    assert "claimant.phone" not in seen.texts


def test_a_death_is_dated_in_the_words_of_the_register(office: Office) -> None:
    made = read_sample(shipped_catalogue().chosen(["care_insurance_return"])[0], "typical")
    rough = replace(made, answers={**made.answers, "late.death_date": "2025-03-01?/2025-03-10~"})
    assert problems_of(rough.journey(DAY)) == ()
    text = words(pdfium_text(draw_sheets(rough, office).pdf))
    assert "推定令和7年3月1日から10日頃までの間" in text


def test_what_is_not_known_of_one_of_the_family_stays_empty_with_a_mark_in_their_row(office: Office) -> None:
    made = application("move_within", HEAD)
    rows = rows_of(made.answers["family"])
    left = ({**rows[0], "birth_date": UNKNOWN, "relation": UNKNOWN}, *rows[1:])
    later = Application(made.procedures, {**made.answers, "family": left})
    marked = [row.at_counter for row in values_of(later, made.procedures[0], office).rows["movers"]]
    assert sorted(marked, key=len) == [frozenset()] * 4 + [{"birth_date", "word"}]
    text = draw_sheets(later, office).pdf
    assert text.count("窓口で記入".encode("utf-16-be").hex().upper().encode()) or (
        text.count("：窓口で記入".encode("utf-16-be"))
    )


def test_the_heading_of_a_kinship_word_says_from_whom_it_is_told() -> None:
    for procedure in shipped_catalogue().current.values():
        told_from = {role.name: role.seen_from for role in procedure.roles}
        for role, heading in kinship_headings((procedure.folder / "sheet.toml").read_text("utf-8")):
            assert ("世帯主" in heading) == (told_from[role] == "head"), f"{procedure.id} {role} {heading}"


def kinship_headings(sheet: str) -> Iterator[tuple[str, str]]:
    """The role and the heading of each place where a sheet in rows prints how somebody is related."""
    for row in (row for section in tomllib.loads(sheet).get("section", ()) for row in section.get("row", ())):
        lines = [row, *row.get("line", ())]
        columns = [column for line in lines for column in line.get("columns", ()) if column.get("field") == "word"]
        yield from ((row["people"], column["label"]) for column in columns)
        cells = [(*cell.get("item", "").rpartition("."), cell) for cell in row.get("cells", ())]
        words = [(role, cell["label"]) for role, _, field, cell in cells if field == "word" and role != "visitor"]
        yield from words
