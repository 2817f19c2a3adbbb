"""A day in one line, in every way people write it."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from forms.condition import age_on
from forms.item import Item
from forms.kinds import DATE
from forms.ticket.packed import pack_date, unpack_date
from forms.told import Refused
from forms.wareki import ERAS, RoughDay, WrongDate, both, era_date, latest_day, rough_day, wareki, western
from forms.writtendate import NOT_UNDERSTOOD, NOT_WHOLE, WHICH_ERA, iso_written, parsed
from tests.forms.writtendays import WRITTEN_DAYS

FULL_WIDTH = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")
OLD_DAY = Item("day", DATE, "生年月日", "生年月日", unknown_day=True)
DAYS = st.dates(date(1868, 9, 8), date(2200, 12, 31))


def spellings(day: date) -> list[str]:
    """Every style in which this day can be written without doubt."""
    found = era_date(day.isoformat())
    assert found is not None
    era, year, month, number = found
    y, m, d = day.year, day.month, day.day
    western = [
        f"{y}年{m}月{d}日",
        f"西暦{y}年{m}月{d}日",
        f"{y}/{m}/{d}",
        f"{y}-{m:02}-{d:02}",
        f"{y}.{m}.{d}",
        f"{y}{m:02}{d:02}",
    ]
    names = (era.name, era.name[0], era.code, era.code.lower())
    ours: list[str] = []
    for name in names:
        ours += [
            f"{name}{year}年{month}月{number}日",
            f"{name}{year}.{month}.{number}",
            f"{name}{year}/{month}/{number}",
            f"{name} {year} - {month} - {number}",
        ]
        ours += [f"{name}{year:02}{month:02}{number:02}"] if year < 100 else []
        ours += [f"{name}元年{month}月{number}日"] if year == 1 else []
    code = "MTSHR".index(era.code) + 1
    coded = [f"{code}{year:02}{month:02}{number:02}"] if year < 100 else []
    return [*western, *ours, *coded, wareki(day.isoformat()), both(day.isoformat())]


@given(DAYS)
def test_every_day_in_every_style_reads_back(day: date) -> None:
    for text in spellings(day):
        assert iso_written(text) == day.isoformat(), text
        assert iso_written(text.translate(FULL_WIDTH)) == day.isoformat(), text


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.code)
def test_every_era_begins_on_its_first_day(era: object) -> None:
    assert isinstance(era, type(ERAS[0]))
    first = era.first_day
    assert iso_written(f"{era.name}元年{first.month}月{first.day}日") == first.isoformat()
    with pytest.raises(WrongDate):
        iso_written(f"{era.code}1.{first.month}.{first.day - 1}")


@pytest.mark.parametrize(("text", "iso"), [each for each in WRITTEN_DAYS if each[1]])
def test_a_day_is_understood_as_it_was_meant(text: str, iso: str) -> None:
    assert iso_written(text, unknown_day=True) == iso


@pytest.mark.parametrize("text", [text for text, iso in WRITTEN_DAYS if not iso])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(WrongDate):
        iso_written(text, unknown_day=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("35.7.5", "35年は、昭和ですか、平成ですか、令和ですか。元号も入力してください。"),
        ("350705", "35年は、昭和ですか、平成ですか、令和ですか。元号も入力してください。"),
        ("昭和35年2月30日", "2月に30日はありません。"),
        ("昭和35年13月1日", "月は1から12までの数字を入力してください。"),
        ("平成31年5月1日", "平成31年にその日はありません。平成は1989年1月8日から2019年4月30日までです。"),
        ("昭和35年", NOT_WHOLE),
        ("7月5日", NOT_UNDERSTOOD),
        ("昭和35年（1961年）7月5日", NOT_UNDERSTOOD),
    ],
)
def test_the_refusal_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(WrongDate) as refused:
        iso_written(text)
    assert str(refused.value) == sentence


def test_a_missing_part_is_accepted_only_where_it_may_be_unknown() -> None:
    assert iso_written("昭和35年7月頃", unknown_day=True) == "1960-07-00~"
    with pytest.raises(WrongDate):
        iso_written("昭和35年7月頃")


def test_where_the_day_must_be_known_only_about_is_passed_over() -> None:
    assert iso_written("令和7年3月10日頃") == "2025-03-10"
    for text in ("推定令和7年3月10日", "令和7年3月1日から10日までの間", "年月日不詳"):
        with pytest.raises(WrongDate):
            iso_written(text)


ENDS = st.tuples(DAYS, DAYS).filter(lambda days: days[0] < days[1])
ROUGH = st.builds(RoughDay, DAYS.map(str), st.just(""), st.booleans(), st.booleans()) | st.builds(
    lambda days, *flags: RoughDay(str(days[0]), str(days[1]), *flags),
    ENDS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(ROUGH)
def test_the_registers_words_come_back_from_paper_screen_and_ticket(day: RoughDay) -> None:
    assert rough_day(day.value) == day
    assert unpack_date(pack_date(day.value)) == day.value
    for words in (wareki(day.value), both(day.value), western(day.value)):
        assert iso_written(words, unknown_day=True) == day.value, words


def test_a_day_is_compared_and_counted_by_the_last_it_may_have_been() -> None:
    assert latest_day("2025-03-01/2025-03-10~") == "2025-03-10"
    assert latest_day("1960-00-00?") == "1960-00-00"
    assert age_on("1960-07-05~", date(2026, 11, 29)) == 66
    assert age_on("0000-00-00", date(2026, 11, 29)) is None


@given(DAYS.map(str), st.sampled_from([7, 4]))
def test_an_unknown_day_comes_back_from_its_own_wording(iso: str, known: int) -> None:
    unknown = iso[:known] + "-00" * (2 if known == 4 else 1)
    assert iso_written(wareki(unknown), unknown_day=True) == unknown


@given(st.text(max_size=20) | st.text("昭平令和元年月日SHR0123456789/.-頃不詳上旬文久閏", max_size=14))
def test_anything_written_is_a_day_or_refused(text: str) -> None:
    parsed(text)
    try:
        iso = iso_written(text, unknown_day=True)
    except WrongDate:
        return
    shown = DATE.inputs(OLD_DAY, iso, "day")
    assert DATE.read(OLD_DAY, shown, "day") == iso


def test_a_day_no_calendar_has_is_typed_again_as_the_register_has_it() -> None:
    value = iso_written("昭和30年2月30日（記載のとおり）", unknown_day=True)
    assert wareki(value) == "昭和30年2月30日"
    assert DATE.inputs(OLD_DAY, value, "day") == {"day": ("昭和30年2月30日（記載のとおり）",)}


def test_where_days_may_be_odd_the_refusal_says_how_to_state_them() -> None:
    with pytest.raises(WrongDate, match="2月に30日はありません。住民票や戸籍にそう書かれているときは"):
        iso_written("昭和30年2月30日", unknown_day=True)


def test_a_year_typed_in_boxes_keeps_its_era() -> None:
    typed = {"day.era": ("S",), "day.year": ("64",), "day.unknown": ("yes",)}
    assert DATE.read(OLD_DAY, typed, "day") == "1989-00-00=昭和64年月日不詳"


def test_words_that_are_no_day_do_not_come_back_from_a_code() -> None:
    shown = DATE.inputs(OLD_DAY, "1960-07-05=ただの言葉", "day")
    with pytest.raises(Refused):
        DATE.read(OLD_DAY, shown, "day")


def test_the_question_names_the_year() -> None:
    assert WHICH_ERA.count("%(year)s") == 1
