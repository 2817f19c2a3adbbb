"""The examples of the official specification (second generation, appendix 2), and what a session lets through."""

import pytest
from hypothesis import given, strategies as st

from cardreader import CardReason
from cardreader.guard import AUTHENTICATE, VERIFY_NUMBER
from cardreader.securemessaging import AES_SUITE, DES_SUITE, Handshake, Session, Suite
from tests.cardreader.pcscd import reason_of

NUMBER = b"AA12345678BB"
TERMINAL = Handshake(
    AES_SUITE,
    NUMBER,
    challenge=bytes.fromhex("921CE277323DA057"),
    nonce=bytes.fromhex("1122334455667788"),
    secret=bytes.fromhex("404142434445464748494A4B4C4D4E4F"),
)
TOKEN = bytes.fromhex("4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773BAC854617634F5397")
ANSWER = bytes.fromhex("289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62FA942EC51E62FF5F")
SUITES = st.sampled_from([AES_SUITE, DES_SUITE])


def test_the_key_of_the_number_is_the_official_one() -> None:
    assert TERMINAL.key.hex().upper() == "6522B4E171195BB218223A976C040111"


def test_the_token_is_the_official_one() -> None:
    assert TERMINAL.token == TOKEN
    assert (AUTHENTICATE + TERMINAL.token + b"\x00").hex().upper().startswith("00820000284AD3C7B6BB484A52")


def test_the_cards_answer_gives_the_official_session_key() -> None:
    assert TERMINAL.session(ANSWER).key.hex().upper() == "C19CF13D3D7FBEE9EA293D834C88952F"


def test_the_number_is_verified_with_the_official_command() -> None:
    sealed = TERMINAL.session(ANSWER).cryptogram(NUMBER)
    assert sealed.hex().upper() == "861101EE0B31EF877F68D071C56D58C72E6748"
    assert VERIFY_NUMBER + sealed[3:] == bytes.fromhex("0820008613" + sealed.hex())


@pytest.mark.parametrize("place", [0, 15, 31, 32, 39])
def test_one_changed_bit_of_the_cards_answer_proves_nothing(place: int) -> None:
    forged = bytearray(ANSWER)
    forged[place] ^= 1
    assert reason_of(lambda: TERMINAL.session(bytes(forged))) is CardReason.CARD_UNREADABLE


@pytest.mark.parametrize("answer", [b"", ANSWER[:-1], ANSWER + b"\x00", bytes(40)])
def test_an_answer_of_another_length_proves_nothing(answer: bytes) -> None:
    assert reason_of(lambda: TERMINAL.session(answer)) is CardReason.CARD_UNREADABLE


def test_an_answer_to_another_challenge_proves_nothing() -> None:
    other = Handshake(AES_SUITE, NUMBER, bytes(8), TERMINAL.nonce, TERMINAL.secret)
    assert reason_of(lambda: other.session(ANSWER)) is CardReason.CARD_UNREADABLE


def test_des_and_its_mac_are_those_of_the_standards() -> None:
    """FIPS 46-3 by a known block; ISO/IEC 9797-1 algorithm 3 by the example of ICAO Doc 9303, appendix D."""
    twice = bytes.fromhex("0123456789ABCDEF" * 2)
    assert DES_SUITE.encrypt(twice, bytes.fromhex("4E6F772069732074")).hex().upper() == "3FA40E8A984D4815"
    mac_key = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
    token = bytes.fromhex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    assert DES_SUITE.mac(mac_key, token).hex().upper() == "5F1448EEA8AD90A7"


@given(SUITES, st.binary(min_size=16, max_size=16), st.binary(max_size=600))
def test_what_is_sealed_is_opened_again(suite: Suite, key: bytes, text: bytes) -> None:
    session = Session(suite, key)
    assert session.opened(session.cryptogram(text)) == text


@given(SUITES, st.binary(max_size=80))
def test_garbage_is_refused_or_a_text_but_never_crashes(suite: Suite, garbage: bytes) -> None:
    session = Session(suite, bytes(16))
    assert reason_of(lambda: session.opened(garbage)) in {None, CardReason.CARD_UNREADABLE}
    assert reason_of(lambda: session.opened(b"\x86" + bytes([len(garbage)]) + garbage)) in {
        None,
        CardReason.CARD_UNREADABLE,
    }


def test_keys_and_numbers_stay_out_of_a_log() -> None:
    shown = f"{TERMINAL!r} {TERMINAL.session(ANSWER)!r}"
    assert not [each for each in ("AA12345678BB", "GHIJ", "\\xc1\\x9c", "KLMN") if each in shown]
