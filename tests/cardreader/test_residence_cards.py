"""Residence cards of both generations through the real pcscd: the printed number opens them."""

import io
import logging

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from cardreader import CardError, CardHolder, CardReason, CardWatcher, Pin, Sex, read_card
from cardreader.card import MASTER_FILE_BY_ID, CardType, Signature, read_tiff
from cardreader.errors import Deadline
from cardreader.pcsc import Context, ExclusiveCard
from cardreader.reading import ask_now
from cardreader.residence import FACE, LATER, SIGNED
from cardreader.residencecard import ResidenceCard, SpecialPermanentResidentCertificate
from cardreader.residencecard2 import SecondResidenceCard, SecondSpecialPermanentResidentCertificate
from cardreader.virtual import ResidenceChip, VirtualPerson
from cardreader.virtual.residence import CARD_NUMBER, Forged, drawn, entry
from tests.cardreader.pcscd import Insert, reason_of
from tests.residents import HOME

card = pytest.mark.card

PERSON = VirtualPerson("DOS SANTOS MARIA", HOME, "1991-07-30", "2")
NUMBER = Pin(CARD_NUMBER)
TYPE = (MASTER_FILE_BY_ID, 0x0A)
FIRST = {TYPE, (FACE, 0x05), (FACE, 0x06), (LATER, 0x01), (SIGNED, 0x02)}
SECOND = {TYPE, (FACE, 0x03), (FACE, 0x04), (FACE, 0x06), (SIGNED, 0x02)}
KINDS: dict[str, type[CardType]] = {
    "1": ResidenceCard,
    "2": SpecialPermanentResidentCertificate,
    "05": SecondResidenceCard,
    "06": SecondSpecialPermanentResidentCertificate,
}


@card
@pytest.mark.parametrize("code", ["1", "2"])
def test_a_card_of_the_first_generation_gives_its_address_and_its_face(insert: Insert, code: str) -> None:
    chip = ResidenceChip(PERSON, code)
    insert(chip)
    read = read_card(NUMBER)
    assert read.facts == {"address": HOME}
    assert (read.kind, read.signature) == (KINDS[code].kind, Signature.CONSISTENT)
    assert [picture.title for picture in read.pictures] == ["券面"]
    with Image.open(io.BytesIO(read.pictures[0].png)) as image:
        assert (image.format, image.size) == ("PNG", (1000, 630))
    assert set(chip.read) == FIRST, "what was written in about permissions is nobody's business here"


@card
@pytest.mark.parametrize("code", ["05", "06"])
def test_a_card_of_the_second_generation_gives_birth_sex_and_last_day(insert: Insert, code: str) -> None:
    chip = ResidenceChip(PERSON, code)
    insert(chip)
    read = read_card(NUMBER)
    assert read.facts == {"birth_date": "1991-07-30", "sex": "female"}
    assert (read.kind, read.expires, read.signature) == (KINDS[code].kind, "2030-07-12", Signature.CONSISTENT)
    assert [picture.title for picture in read.pictures] == ["氏名", "住所"]
    assert set(chip.read) == SECOND


@card
@pytest.mark.parametrize("most", [65536, 1100, 260, 200])
@pytest.mark.parametrize("code", ["1", "05"])
def test_a_reader_that_carries_little_reads_in_parts(insert: Insert, code: str, most: int) -> None:
    insert(ResidenceChip(PERSON, code, most_bytes_at_once=most))
    assert read_card(NUMBER).signature is Signature.CONSISTENT


@card
@pytest.mark.parametrize("code", KINDS)
def test_the_kind_is_said_before_the_number_is_asked_for(insert: Insert, code: str) -> None:
    insert(ResidenceChip(PERSON, code))
    asked = ask_now(None, deadline=Deadline.after(5))
    assert type(asked.card) is KINDS[code]
    assert (asked.tries_left, asked.card.counts_tries) == (None, False)
    assert [(pin.is_printed, pin.longest) for pin in asked.pins] == [(True, 12)]


@card
@pytest.mark.parametrize("code", ["3", "07", "9", "0"])
def test_a_type_that_nobody_knows_is_another_card(insert: Insert, code: str) -> None:
    insert(ResidenceChip(PERSON, code))
    assert reason_of(lambda: ask_now(None, deadline=Deadline.after(5))) is CardReason.OTHER_CARD


@card
@pytest.mark.parametrize("code", ["1", "05"])
def test_a_wrong_number_is_told_and_may_be_typed_again(insert: Insert, code: str) -> None:
    chip = ResidenceChip(PERSON, code)
    insert(chip)
    for _ in range(3):
        with pytest.raises(CardError) as refused:
            read_card(Pin("AA12345678BC"))
        assert (refused.value.reason, refused.value.sentence) == (CardReason.WRONG_PIN, "カードの番号が違います。")
    assert set(chip.read) == {TYPE}
    assert read_card(Pin("ａａ１２３４５６７８ｂｂ")).kind == KINDS[code].kind


@card
def test_a_pin_of_four_digits_is_not_sent_to_it(insert: Insert) -> None:
    chip = ResidenceChip(PERSON)
    insert(chip)
    assert reason_of(lambda: read_card(Pin("1234"))) is CardReason.PIN_SHAPE
    assert chip.numbers_received == 0


@card
@pytest.mark.parametrize(
    "forged", [Forged(contents=True), Forged(certificate=True)], ids=["contents", "certificate"]
)
@pytest.mark.parametrize("code", ["1", "05"])
def test_a_signature_that_does_not_fit_is_said(insert: Insert, code: str, forged: Forged) -> None:
    insert(ResidenceChip(PERSON, code, forged=forged))
    assert read_card(NUMBER).signature is Signature.BROKEN


@card
def test_only_listed_files_and_commands_reach_the_card(insert: Insert, reader: str) -> None:
    chip = ResidenceChip(PERSON, "05")
    insert(chip)
    face = "00A4040C10" + FACE.hex()
    forbidden = {
        "00A40000023F00": ["00B08B0000", "00840000 10", "0082000028" + "00" * 39 + "00", "00200086", "0020008600"],
        face: ["08B08100000004960200000000", "00B0830000", "0084000008", "08B08300000004960200010000" + "00"],
        "00A4040C10" + LATER.hex(): ["00B0820000", "08B08100000004960200000000", "00B0000000"],
    }
    with Context() as context, ExclusiveCard(context, reader, Deadline.after(5)) as held:
        for place, commands in forbidden.items():
            held.transmit(bytes.fromhex(place))
            for command in [*commands, "00A4020C020006", "08B08301000004960200000000", "00D6000001FF"]:
                assert reason_of(lambda: held.transmit(bytes.fromhex(command))) is CardReason.FORBIDDEN_COMMAND  # noqa: B023
        assert reason_of(lambda: held.transmit(bytes.fromhex("00A40000"))) is CardReason.FORBIDDEN_COMMAND
    assert chip.read == []


@card
def test_nothing_of_it_gets_into_a_log(insert: Insert, caplog: pytest.LogCaptureFixture) -> None:
    insert(ResidenceChip(PERSON, "05"))
    with caplog.at_level(logging.DEBUG), CardWatcher() as watcher:
        read = watcher.read(NUMBER)
        assert reason_of(lambda: watcher.read(Pin("ZZ99999999ZZ"))) is CardReason.WRONG_PIN
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "card_read" in logged
    secrets = ("MARIA", "1991-07", CARD_NUMBER, "ZZ99999999ZZ", "PNG", "D392")
    assert not [each for each in secrets if each in f"{logged} {read!r} {read.pictures!r}"]


class LyingChip(ResidenceChip):
    """A card that answers one instruction in its own way."""

    def __init__(self, ins: int, reply: bytes) -> None:
        super().__init__(PERSON, "05")
        self._lie = (ins, reply)

    def answer(self, apdu: bytes) -> bytes | None:
        honest = super().answer(apdu)
        return self._lie[1] if apdu[1] == self._lie[0] else honest


@card
@pytest.mark.parametrize(
    ("ins", "reply"),
    [
        (0x84, "0011223344556677" + "88" + "9000"),
        (0x84, "9000"),
        (0x82, "9000"),
        (0x82, "00" * 40 + "9000"),
        (0x82, "00" * 39 + "9000"),
        (0xB0, "9000"),
        (0xB0, "86820010019000"),
        (0xB0, "861101" + "00" * 16 + "9000"),
        (0xB0, "860201009000"),
        (0xB0, "8684FFFFFFFF9000"),
        (0xB0, "87110100000000000000000000000000000000009000"),
        (0xB0, "66F1"),
        (0xB0, "FF" * 300 + "9000"),
        (0xB0, "6A82"),
    ],
)
def test_a_lying_card_is_refused_in_time(insert: Insert, ins: int, reply: str) -> None:
    chip = LyingChip(ins, bytes.fromhex(reply))
    insert(chip)
    if ins == 0xB0:
        assert reason_of(lambda: read_card(NUMBER, seconds=3)) in {
            CardReason.CARD_UNREADABLE,
            CardReason.OTHER_CARD,
        }
    else:
        assert reason_of(lambda: read_card(NUMBER, seconds=3)) is CardReason.CARD_UNREADABLE
    assert chip.numbers_received <= 1


def contents(code: str) -> list[bytes]:
    chip = ResidenceChip(PERSON, code)
    return [chip.files[file.application, file.file][0] for file in KINDS[code].files]


def holder(code: str, files: list[bytes]) -> CardHolder:
    return KINDS[code]().holder(files)


@pytest.mark.parametrize(
    ("place", "content"),
    [
        (0, entry(0xD0, b"no picture")),
        (0, entry(0xD0, b"")),
        (0, entry(0xD0, drawn(["A"], (3200, 10)))),
        (0, entry(0xD0, bytes(7001))),
        (1, entry(0xD0, b"twice")),
        (2, entry(0xD4, b"\xff\xfe")),
        (2, entry(0xD4, "東".encode() * 321)),
        (2, entry(0xD4, b"\x1b[31m")),
        (2, entry(0xD4, b"A") * 2),
    ],
)
def test_a_first_card_that_cannot_be_true_is_refused(place: int, content: bytes) -> None:
    files = contents("1")
    files[place] = content
    assert reason_of(lambda: holder("1", files)) is CardReason.CARD_UNREADABLE


def test_an_address_that_was_never_notified_is_left_out() -> None:
    files = contents("1")
    files[2] = entry(0xD2, b"") + entry(0xD3, b"") + entry(0xD4, bytes(320))
    assert holder("1", files).facts == {}


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {0xC5: b"20300712", 0xC6: b"19911331"},
        {0xC5: b"20300712", 0xC6: b"1991073"},
        {0xC5: b"20300231", 0xC6: b"19910730"},
        {0xC5: b"", 0xC6: b"19910730"},
        {0xC5: b"20300712", 0xC6: "１９９１".encode()},
    ],
)
def test_entries_of_a_second_card_that_cannot_be_true_are_refused(entries: dict[int, bytes]) -> None:
    files = contents("05")
    files[0] = b"".join(entry(*each) for each in entries.items())
    assert reason_of(lambda: holder("05", files)) is CardReason.CARD_UNREADABLE


@pytest.mark.parametrize(
    ("code", "sex"), [(b"1", Sex.MALE), (b"2", Sex.FEMALE), (b"3", Sex.UNKNOWN), (b"x", Sex.UNKNOWN)]
)
def test_a_sex_that_is_not_listed_is_unknown(code: bytes, sex: str) -> None:
    files = contents("05")
    files[0] = entry(0xC5, b"20300712") + entry(0xC6, b"19910730") + entry(0xC7, code)
    read = holder("05", files)
    assert (read.sex, read.signature) == (Sex(sex), Signature.BROKEN)


def test_a_signature_file_with_nothing_in_it_is_no_signature() -> None:
    for code in ("1", "05"):
        files = contents(code)
        files[3] = b""
        assert holder(code, files).signature is Signature.BROKEN


def test_a_picture_that_is_no_tiff_in_black_and_white_is_not_opened() -> None:
    written = io.BytesIO()
    Image.new("L", (10, 10)).save(written, "TIFF")
    for data in (written.getvalue(), b"", b"II*\x00", b"\x89PNG\r\n\x1a\n" + bytes(20), bytes(7000)):
        assert reason_of(lambda: read_tiff("券面", data)) is CardReason.CARD_UNREADABLE  # noqa: B023


@settings(max_examples=60)
@given(st.sampled_from(["1", "05"]), st.data())
def test_a_damaged_card_is_read_or_refused_but_never_crashes(code: str, data: st.DataObject) -> None:
    files = [bytearray(file) for file in contents(code)]
    for _ in range(data.draw(st.integers(1, 6))):
        file = files[data.draw(st.integers(0, 3))]
        # Damage where the structure is: most of a file is picture.
        file[data.draw(st.integers(0, min(len(file), 200) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3))
    files[cut] = files[cut][: data.draw(st.integers(0, len(files[cut])))]
    damaged = [bytes(file) for file in files]
    assert reason_of(lambda: holder(code, damaged)) in {None, CardReason.CARD_UNREADABLE}
