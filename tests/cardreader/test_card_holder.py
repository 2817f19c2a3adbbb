"""The four items come out of the card's bytes exactly as they went in."""

import datetime

import pytest
from hypothesis import given, strategies as st

from cardreader import CardError, CardHolder, CardReason, Sex
from cardreader.mynumbercard import MyNumberCard
from cardreader.virtual import LengthForm, VirtualPerson
from cardreader.virtual.person import holder_file, tlv
from tests.cardreader.pcscd import person, reason_of
from tests.residents import HOME, MARIA, TAKASAKI_FAMILY, WATANABE, YOSHIDA

PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


def holder(data: bytes) -> CardHolder:
    return MyNumberCard().holder([data])


def test_reading_the_public_test_card_works() -> None:
    assert holder(holder_file(person("test_card"))).as_json() == {
        "kind": "my_number_card",
        "name": "黒桐　幹也",
        "address": "東京都清瀬市観布子南１２－７－２０２",
        "birth_date": "1980-02-17",
        "sex": "male",
    }


def test_our_own_encoder_gives_the_physical_cards_bytes() -> None:
    same = VirtualPerson("黒桐　幹也", "東京都清瀬市観布子南１２－７－２０２", "1980-02-17", "1")
    assert holder_file(same) == person("test_card").holder_file


@pytest.mark.parametrize("form", LengthForm)
@pytest.mark.parametrize("name", [YOSHIDA, WATANABE, MARIA, *(name for name, _ in TAKASAKI_FAMILY)])
def test_no_name_is_normalised(name: str, form: LengthForm) -> None:
    read = holder(holder_file(VirtualPerson(name, HOME, "1985-04-12", "2", length_form=form)))
    assert (read.name, read.address, read.sex) == (name, HOME, Sex.FEMALE)


@given(PRINTABLE.filter(str.strip), PRINTABLE, st.dates(), st.sampled_from(LengthForm), st.integers(0, 40))
def test_whatever_the_card_holds_reads_back(
    name: str, address: str, born: datetime.date, form: LengthForm, filler: int
) -> None:
    data = holder_file(VirtualPerson(name, address, born.isoformat(), "9", length_form=form))
    read = holder(data + b"\xff" * filler)
    assert (read.name, read.address, read.birthday, read.sex) == (name, address, born, Sex.NOT_APPLICABLE)


def test_an_unknown_month_and_day_stay_unknown() -> None:
    read = holder(holder_file(person("unknown_day")))
    assert read.birth_date == "1955-00-00"
    assert read.birthday is None


@pytest.mark.parametrize("code", ["0", "3", "x", ""])
def test_an_unlisted_sex_code_is_unknown(code: str) -> None:
    read = holder(holder_file(VirtualPerson("山", "川", "2000-01-01", code)))
    assert read.sex is Sex.UNKNOWN
    assert read.facts == {"name": "山", "address": "川", "birth_date": "2000-01-01"}


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (0xDF22, b""),
        (0xDF22, b"\xff\xfe"),
        (0xDF22, "　".encode()),
        (0xDF22, b"A\x00B"),
        (0xDF22, b"A" * 401),
        (0xDF23, b"\x1b[31m"),
        (0xDF23, b"A" * 1001),
        (0xDF24, b"19801301"),
        (0xDF24, b"1980021"),
        (0xDF24, b"19800232"),
        (0xDF24, "１９８０".encode()),
    ],
)
def test_an_item_that_cannot_be_true_is_refused(tag: int, value: bytes) -> None:
    items = {0xDF22: b"A", 0xDF23: b"B", 0xDF24: b"19800217", 0xDF25: b"1"} | {tag: value}
    with pytest.raises(CardError) as refused:
        holder(tlv(0xFF20, b"".join(tlv(*item) for item in items.items())))
    assert refused.value.reason is CardReason.CARD_UNREADABLE


@pytest.mark.parametrize("missing", [0xDF22, 0xDF23, 0xDF24])
def test_a_missing_item_is_refused(missing: int) -> None:
    items = {0xDF22: b"A", 0xDF23: b"B", 0xDF24: b"19800217"}
    del items[missing]
    with pytest.raises(CardError):
        holder(tlv(0xFF20, b"".join(tlv(*item) for item in items.items())))


@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    damaged = bytearray(holder_file(person("maria")))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    assert reason_of(lambda: holder(bytes(damaged[:cut]))) in {None, CardReason.CARD_UNREADABLE}


def test_a_holder_does_not_give_the_person_away_in_a_log() -> None:
    shown = repr(holder(holder_file(person("test_card"))))
    assert "my_number_card" in shown
    assert not [part for part in ("黒", "清瀬", "1980", "male") if part in shown]
