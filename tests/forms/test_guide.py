"""From a few answers to the list of this household: each event's typical case, deadlines, and what is taken over."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from forms import shipped_catalogue
from forms.answers import Answers
from forms.guide import Guide, GuideResult, GuideStep, Necessity, guide_result, prefilled, read_guide
from forms.guide.event import Deadline, due, last_day
from forms.mistake import DataMistake, MistakeKind

TODAY = date(2026, 4, 1)
SHIPPED = Path(__file__).parents[2] / "kiosk" / "shipped" / "guide"
FAMILY: Answers = {
    "citizenship": "japan",
    "move.date": "2026-03-28",
    "move.origin": "town",
    "move.certificate": "paper",
    "people": ("child",),
    "payee": "other",
    "insurance": "none",
    "things": ("water", "licence"),
}


@pytest.fixture(scope="module")
def guide() -> Guide:
    return read_guide(SHIPPED, shipped_catalogue())


def needed(result: GuideResult) -> list[str]:
    """Ids of procedures, titles of what has no form here."""
    return [
        step.procedure.id if step.procedure else step.title
        for step in result.steps
        if step.need is Necessity.REQUIRED
    ]


def wished(result: GuideResult) -> list[str]:
    return [
        step.procedure.id if step.procedure else step.title
        for step in result.steps
        if step.need is Necessity.OPTIONAL
    ]


def step_of(result: GuideResult, procedure: str) -> GuideStep:
    return next(step for step in result.steps if step.procedure and step.procedure.id == procedure)


def test_no_step_may_name_what_only_the_counter_offers(tmp_path: Path) -> None:
    whole = (SHIPPED / "move_in.toml").read_text("utf-8")
    (tmp_path / "move_in.toml").write_text(whole.replace('"move_in"', '"address_protection"'), "utf-8")
    with pytest.raises(DataMistake) as caught:
        read_guide(tmp_path, shipped_catalogue())
    assert (caught.value.mistake.kind, caught.value.mistake.key.rpartition(".")[2]) == (
        MistakeKind.NOT_ALLOWED,
        "procedure",
    )


def test_it_works_for_a_family_of_four_moving_in(guide: Guide) -> None:
    result = guide_result(guide, "move_in", FAMILY, TODAY)
    assert needed(result) == ["move_in", "health_insurance_join", "child_allowance", "child_medical", "water"]
    assert [step.desk for step in result.elsewhere][:2] == ["警察署か運転免許センター", "勤務先"]
    first = step_of(result, "move_in")
    assert first.why.endswith("。")
    assert first.due
    assert first.due.until == date(2026, 4, 11)
    assert "転出証明書" in first.bring
    assert not any("委任状" in thing for thing in first.bring)


@pytest.mark.parametrize(
    ("event", "answers", "expected"),
    [
        (
            "move_out",
            {"to": "far", "people": ("elderly",), "insurance": True, "things": ("water", "seal")},
            ["move_out", "health_insurance_leave", "late_elderly_care", "water", "印鑑登録証を返す"],
        ),
        (
            "move_within",
            {"move.date": "2026-03-30", "people": ("child", "disability"), "things": ("dog",)},
            ["move_within", "child_medical", "disability_handbook", "dog"],
        ),
        (
            "marriage",
            {"notice": "yet", "home": "within", "name": True, "insurance": "leave", "pension": "spouse"}
            | {"things": ("card", "seal")},
            ["婚姻届", "move_within", "health_insurance_leave", "card_update"],
        ),
        (
            "divorce",
            {"notice": "talk", "home": "stay", "split": "head", "name": False, "insurance": "left"}
            | {"pension": True, "parent": True},
            [
                "離婚届",
                "household_change",
                "health_insurance_join",
                "national_pension",
                "child_allowance",
                "child_medical",
                "single_parent_allowance",
            ],
        ),
        (
            "birth",
            {"citizen": True, "notice": False, "first": "no", "payee": "other"}
            | {"insurance": "national", "mother": "company"},
            [
                "出生届",
                "health_insurance_join",
                "child_allowance",
                "child_medical",
                "baby_count",
                "赤ちゃん訪問と、予防接種の予診票",
            ],
        ),
        ("work", {"change": "hired", "before": True}, ["health_insurance_leave"]),
        (
            "work",
            {"change": "left", "since": "2026-04-01", "next": "national", "age": True},
            ["health_insurance_join", "national_pension"],
        ),
        (
            "bereavement",
            {"deceased.death_date": "2026-03-25", "notice": True, "funeral": "done"}
            | {"head": "yes", "left": "two", "insurance": "elderly", "foreign": "japan"}
            | {"had": ("care", "pension", "property", "seal", "disability")},
            [
                "bereavement_head_change",
                "insurance_card_return",
                "funeral_allowance",
                "care_insurance_return",
                "unpaid_pension",
                "heir_representative",
                "土地や家の現所有者の申告",
                "seal_registration_end",
                "disability_handbook_return",
            ],
        ),
        (
            "care",
            {"care.whose": "family", "age": "old", "level": "none", "body": False, "worker": True},
            ["care_assessment"],
        ),
        (
            "certificate",
            {"shows": ("address", "income", "seal"), "whom": "letter", "january": True, "registered": True},
            ["letter_of_authority", "resident_record_copy", "seal_certificate", "income_certificate"],
        ),
    ],
)
def test_each_event_gives_the_expected_list(
    guide: Guide, event: str, answers: Answers, expected: list[str]
) -> None:
    assert needed(guide_result(guide, event, answers, TODAY)) == expected


def test_a_civil_servant_asks_the_employer_for_the_allowance(guide: Guide) -> None:
    result = guide_result(guide, "move_in", {**FAMILY, "payee": "public"}, TODAY)
    assert "child_allowance" not in needed(result)
    assert ("児童手当の申込み", "勤務先") in [(step.title, step.desk) for step in result.elsewhere]


def test_who_is_not_sure_gets_the_step_to_choose(guide: Guide) -> None:
    result = guide_result(guide, "move_in", {**FAMILY, "insurance": "unsure"}, TODAY)
    assert "health_insurance_join" in wished(result)


def test_an_answer_to_a_question_that_has_gone_decides_nothing(guide: Guide) -> None:
    stale: Answers = {**FAMILY, "people": ("nursery",), "payee": "public", "pension": True}
    result = guide_result(guide, "move_in", stale, TODAY)
    assert "national_pension" not in needed(result)
    assert "児童手当の申込み" not in [step.title for step in result.elsewhere]


def test_a_family_register_of_another_town_is_not_handed_to_a_proxy(guide: Guide) -> None:
    answers: Answers = {"shows": ("family",), "foreign": False, "register": "elsewhere", "whom": "letter"}
    result = guide_result(guide, "certificate", answers, TODAY)
    assert "family_register_certificate" not in needed(result)
    assert "戸籍の証明書" in [step.title for step in result.elsewhere]


BIRTH: Answers = {"notice": True, "first": "no", "payee": "other", "insurance": "company", "mother": "company"}
BEREAVED: Answers = {"notice": True, "funeral": "done", "head": "no", "insurance": "national"}
DIVORCED: Answers = {"notice": "done", "home": "out", "name": True, "insurance": "same", "pension": False}
MARRIED: Answers = {"notice": "done", "home": "within", "insurance": "same", "pension": "same"}


@pytest.mark.parametrize(
    ("event", "answers", "expected"),
    [
        ("birth", {**BIRTH, "citizen": False}, {"子どもの在留資格の申請": 30}),
        ("birth", {**BIRTH, "citizen": True}, {}),
        ("bereavement", {**BEREAVED, "foreign": "late"}, {"在留カードを返す": 14, "配偶者に関する届出": 14}),
        ("bereavement", {**BEREAVED, "foreign": "japan"}, {}),
        (
            "divorce",
            {**DIVORCED, "parent": False, "foreign": True},
            {"配偶者に関する届出": 14, "在留カードの氏名を変える届出": 14},
        ),
        ("divorce", {**DIVORCED, "parent": False, "foreign": False}, {}),
        ("marriage", {**MARRIED, "name": True, "foreign": True}, {"在留カードの氏名を変える届出": 14}),
        ("marriage", {**MARRIED, "name": False}, {}),
    ],
)
def test_what_foreign_residents_do_at_the_immigration_office_is_told_with_its_days(
    guide: Guide, event: str, answers: Answers, expected: dict[str, int]
) -> None:
    result = guide_result(guide, event, answers, TODAY)
    told = [step for step in result.elsewhere if step.desk == "出入国在留管理局"]
    assert {step.title: step.due.deadline.days for step in told if step.due} == expected


def test_the_first_day_of_a_birth_counts(guide: Guide) -> None:
    answers: Answers = {"born": "2026-04-01", "citizen": True, "notice": False, "first": "no", "payee": "other"}
    answers = {**answers, "insurance": "company", "mother": "company"}
    result = guide_result(guide, "birth", answers, TODAY)
    untils = {step.title: step.due.until for step in result.steps if step.due}
    assert untils["出生届"] == date(2026, 4, 14)
    assert untils["児童手当"] == date(2026, 4, 16)


def test_a_deadline_that_has_passed_is_told_and_refuses_nothing(guide: Guide) -> None:
    result = guide_result(guide, "move_in", {**FAMILY, "move.date": "2026-01-10"}, TODAY)
    step = step_of(result, "move_in")
    assert step.need is Necessity.REQUIRED
    assert step.due
    assert step.due.late


def test_a_move_still_to_come_is_told(guide: Guide) -> None:
    result = guide_result(guide, "move_in", {**FAMILY, "move.date": "2026-04-02"}, TODAY)
    assert "引っ越しが終わってから" in step_of(result, "move_in").why


def test_what_the_guide_learned_is_taken_over_into_the_journey(guide: Guide) -> None:
    result = guide_result(guide, "move_in", FAMILY, TODAY)
    chosen = shipped_catalogue().chosen(result.procedures)
    learned = prefilled(result, result.event.seen(FAMILY, TODAY), chosen, TODAY)
    assert learned == {
        "whom": "self",
        "citizenship": "japan",
        "move.date": "2026-03-28",
        "move.origin": "town",
        "move.certificate": "paper",
        "health.join_reason": "moved_in",
        "allowance.reason@child_allowance": "moved_in",
        "medical.kind@child_medical": "new",
        "slips.reason": "moved",
        "slips.which@vaccine_slips": "all",
        "water.kind@water": "start",
        "water.date@water": "2026-03-28",
    }


def test_a_day_that_a_procedure_would_refuse_is_left_to_be_asked_there(guide: Guide) -> None:
    answers: Answers = {"deceased.death_date": "2026-04-02", "notice": True, "head": "no", "insurance": "national"}
    result = guide_result(guide, "bereavement", answers, TODAY)
    chosen = shipped_catalogue().chosen(result.procedures)
    assert "late.death_date" not in prefilled(result, answers, chosen, TODAY)


def test_the_day_of_death_is_not_asked_again(guide: Guide) -> None:
    answers: Answers = {"deceased.death_date": "2026-03-25", "notice": True, "head": "no", "insurance": "national"}
    result = guide_result(guide, "bereavement", answers, TODAY)
    chosen = [step.procedure for step in result.steps if step.procedure]
    learned = prefilled(result, result.event.seen(answers, TODAY), chosen, TODAY)
    assert learned["late.death_date"] == "2026-03-25"


def test_every_step_of_every_event_says_why_in_one_sentence_or_two(guide: Guide) -> None:
    for event in guide.events.values():
        for entry in event.entries:
            for row in entry.rows:
                assert row.need is Necessity.NONE or row.why.endswith(("。", "）")), (event.id, entry.title)


def test_an_unknown_event_is_a_key_error(guide: Guide) -> None:
    with pytest.raises(KeyError):
        guide_result(guide, "moon", {}, TODAY)


@pytest.mark.parametrize(
    ("deadline", "since", "until"),
    [
        (Deadline(days=14, since="x", item="d"), "2026-04-01", date(2026, 4, 15)),
        (Deadline(days=14, since="x", item="d", first_day_counts=True), "2026-04-01", date(2026, 4, 14)),
        (Deadline(months=3, since="x", item="d"), "2026-11-30", date(2027, 2, 28)),
        (Deadline(months=36, since="x", item="d"), "2024-02-29", date(2027, 2, 28)),
        (Deadline(days=14, since="x", item="d"), "2026-04-00", None),
        (Deadline(days=14, since="x"), "2026-04-01", None),
        (Deadline(text="引っ越す前に", item="d"), "2026-04-01", None),
    ],
)
def test_the_last_day_is_counted_as_the_law_counts(deadline: Deadline, since: str, until: date | None) -> None:
    assert last_day(deadline, {"d": since}) == until


@given(st.text(max_size=12) | st.dates().map(date.isoformat), st.integers(0, 3650), st.integers(0, 600))
def test_any_day_is_counted_or_left_open(since: str, days: int, months: int) -> None:
    found = due(Deadline(days=days, months=months, since="x", item="d"), {"d": since}, TODAY)
    assert found
    assert found.until is None or found.late is (found.until < TODAY)


def test_events_stand_under_headings(guide: Guide) -> None:
    groups = guide.groups
    assert [event.id for event in groups["引っ越し"]] == ["move_in", "newcomer", "move_out", "move_within"]
    assert sum(map(len, groups.values())) == len(guide.events)
    assert "" not in groups


def test_what_the_town_does_not_have_is_shown_to_nobody(guide: Guide) -> None:
    marriage = guide.events["marriage"]
    (support,) = [entry for entry in marriage.entries if not entry.is_offered]
    answers: Answers = {"notice": "yet", "home": "within", "name": True, "pension": "same"}
    found = guide_result(guide, "marriage", answers, TODAY)
    assert support.title not in [step.title for step in found.steps]
    there = replace(marriage, entries=tuple(replace(each, is_offered=True) for each in marriage.entries))
    found = guide_result(Guide({"marriage": there}), "marriage", answers, TODAY)
    assert support.title in [step.title for step in found.steps]
