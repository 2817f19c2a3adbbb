"""A second PC joins a town by a code that is read to it: it gets the town's key, and nobody else does."""

import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Response
from hypothesis import given, settings, strategies as st

from forms.ticket.keyfiles import read_keyring
from kiosk.fleet.bundle import public_of, seal_to
from kiosk.fleet.invitation import (
    SIGNS,
    Request,
    fold_code,
    invite,
    make_request,
    open_answer,
    read_request,
    stretch,
)
from kiosk.fleet.joining import Joining, begin_joining, fetch_bundle, load_joining, save_joining, split_address
from kiosk.fleet.lead import MOST_OPEN
from kiosk.fleet.member import read_own_key
from kiosk.fleet.reason import FleetError, FleetReason
from kiosk.fleet.serving import create_app
from kiosk.settings import DeskMode, Ring, SettingsError
from kiosk.town.newtown import NewDesk, add_desk, drop_desk, free_desk_name
from kiosk.web.server import open_server
from tests.browser.serving import serving
from tests.kiosk.fleet.conftest import NOW, Town, find_nothing


def test_a_second_pc_has_the_settings_the_keys_and_a_key_of_its_own(town: Town) -> None:
    pc = town.join("lobby-1")
    lead = town.lead
    assert pc.settings.town == lead.settings.town
    assert pc.member.desks == ("lobby-1",)
    assert pc.member.desk_for(DeskMode.LOBBY) == "lobby-1"
    assert pc.member.desk_for(DeskMode.COUNTER) is None
    assert read_keyring(pc.settings.keys.folder, "019992") == read_keyring(lead.settings.keys.folder, "019992")
    own = bytes.fromhex((pc.settings.fleet.folder / "own-key").read_text())
    assert lead.joined() == {"lobby-1": public_of(own)}


def test_what_it_keeps_is_its_owners_alone(town: Town) -> None:
    pc = town.join("lobby-1")
    secret = [*pc.settings.keys.folder.glob("key-*.toml"), pc.settings.fleet.folder / "own-key"]
    assert {oct(file.stat().st_mode & 0o777) for file in secret} == {"0o600"}
    assert oct(pc.config.resolve().stat().st_mode & 0o777) == "0o700"


def test_the_databases_password_comes_along(town: Town) -> None:
    town.write(
        'url = "sqlite:///../var/desk.sqlite"',
        'url = "sqlite:///../var/desk.sqlite"\npassword_file = "../var/secrets/db"',
    )
    (town.first / "var" / "secrets").mkdir(parents=True, exist_ok=True)
    password = town.first / "var" / "secrets" / "db"
    password.write_text("midori no kaze")
    password.chmod(0o600)
    pc = town.join("lobby-1")
    assert (pc.folder / "var" / "secrets" / "db").read_text() == "midori no kaze"


def test_a_code_counts_once(town: Town) -> None:
    code = town.invite("lobby-1")
    town.answer(begin_joining(code))
    with pytest.raises(FleetError) as told:
        town.answer(begin_joining(code))
    assert told.value.reason is FleetReason.CODE_WRONG


def test_after_a_broken_line_the_same_request_is_answered_again(town: Town) -> None:
    pc, joining = town.new_pc(), begin_joining(town.invite("lobby-1"))
    town.answer(joining)
    joining.finish(town.answer(joining), pc.config, find_nothing)
    assert pc.member.desks == ("lobby-1",)


def test_a_code_ends_after_half_an_hour(town: Town) -> None:
    code = town.invite("lobby-1")
    town.wait(29)
    assert town.lead.invitations(town.now)
    town.wait(2)
    with pytest.raises(FleetError):
        town.answer(begin_joining(code))
    assert list((town.lead.folder / "invitations").iterdir()) == []


def test_a_code_is_taken_as_people_type_it(town: Town) -> None:
    code = town.invite("lobby-1")
    assert fold_code(code.lower().replace("-", " ")) == fold_code(code)
    assert set(fold_code(code)) <= set(SIGNS)
    town.answer(begin_joining("".join(chr(ord(sign) + 0xFEE0) for sign in code.lower())))


def test_a_desk_that_has_joined_is_not_invited_again_until_it_is_removed(town: Town) -> None:
    town.join("lobby-1")
    with pytest.raises(FleetError) as told:
        town.invite("lobby-1")
    assert told.value.reason is FleetReason.DESK_TAKEN
    town.lead.remove("lobby-1")
    assert town.invite("lobby-1")
    with pytest.raises(FleetError) as gone:
        town.lead.remove("lobby-1")
    assert gone.value.reason is FleetReason.DESK_UNKNOWN


def test_nobody_is_invited_to_a_desk_that_the_town_has_not(town: Town) -> None:
    with pytest.raises(SettingsError):
        town.invite("counter-9")


def test_only_so_many_codes_are_open_at_once(town: Town) -> None:
    for _ in range(MOST_OPEN):
        town.invite("lobby-1")
    with pytest.raises(FleetError) as told:
        town.invite("lobby-1")
    assert told.value.reason is FleetReason.TOO_MANY_INVITED


def test_somebody_in_between_can_put_no_other_key_into_the_request(town: Town) -> None:
    joining = begin_joining(town.invite("lobby-1"))
    thief = public_of(b"t" * 32)
    for forged in (Request(thief, joining.request.proof), make_request(thief, b"guess" * 6 + b"..")):
        with pytest.raises(FleetError) as told:
            town.lead.answer(bytes(forged), town.now)
        assert told.value.reason is FleetReason.CODE_WRONG


def test_somebody_in_between_can_give_the_desk_no_town_of_their_own(town: Town) -> None:
    pc, joining = town.new_pc(), begin_joining(town.invite("lobby-1"))
    right, other = town.answer(joining), begin_joining("ACEFH-KMRTU")
    for forged in (
        right[:-1] + bytes([right[-1] ^ 1]),
        right[:60] + bytes([right[60] ^ 1]) + right[61:],
        b"",
        b"x" * 99,
    ):
        with pytest.raises(FleetError) as told:
            joining.finish(forged, pc.config, find_nothing)
        assert told.value.reason is FleetReason.ANSWER_WRONG
    with pytest.raises(FleetError):
        Joining(other.own, joining.key).finish(right, pc.config, find_nothing)
    assert not pc.config.exists()


def test_a_pc_that_is_a_town_already_stays_one(town: Town) -> None:
    joining = begin_joining(town.invite("lobby-1"))
    with pytest.raises(FleetError) as told:
        joining.finish(town.answer(joining), town.first / "config", find_nothing)
    assert told.value.reason is FleetReason.ALREADY_A_TOWN


def test_a_pc_that_has_joined_invites_nobody(town: Town) -> None:
    from kiosk.fleet.lead import Lead

    with pytest.raises(FleetError) as told:
        Lead(town.join("lobby-1").settings).start()
    assert told.value.reason is FleetReason.NOT_THE_OFFICE


def test_a_joined_pc_can_join_again_after_it_was_removed(town: Town) -> None:
    pc = town.join("lobby-1")
    town.lead.remove("lobby-1")
    joining = begin_joining(town.invite("lobby-1"))
    joining.finish(town.answer(joining), pc.config, find_nothing)
    assert town.lead.joined()["lobby-1"] == public_of(joining.own)


def test_the_first_pc_stays_its_own_counter_when_the_town_gets_another(town: Town) -> None:
    """Without a word of its own it is the only desk that is no other PC's, and does not guess between two."""
    lead = town.lead
    assert lead.desk_for(DeskMode.COUNTER, town.now) == "counter-1"
    add_desk(lead.settings, NewDesk("counter-2", DeskMode.COUNTER, "2番窓口"))
    assert town.lead.desk_for(DeskMode.COUNTER, town.now) is None
    lead.claim(["counter-1"])
    assert town.lead.desk_for(DeskMode.COUNTER, town.now) == "counter-1"
    with pytest.raises(FleetError) as told:
        town.invite("counter-1")
    assert told.value.reason is FleetReason.DESK_TAKEN
    lead.claim([])
    code = town.invite("counter-2")
    assert town.lead.desk_for(DeskMode.COUNTER, town.now) == "counter-1"
    town.answer(begin_joining(code))
    town.wait(31)
    assert town.lead.desk_for(DeskMode.COUNTER, town.now) == "counter-1"


def test_by_stick_the_request_waits_in_a_file_for_its_answer(town: Town, tmp_path: Path) -> None:
    pc, file = town.new_pc(), tmp_path / "var" / "joining"
    made = begin_joining(town.invite("lobby-1"))
    save_joining(made, file)
    assert file.stat().st_mode & 0o077 == 0
    joining = load_joining(file)
    assert bytes(joining.request) == bytes(made.request)
    joining.finish(town.answer(joining), pc.config, find_nothing)
    assert pc.member.town == "019992"


def test_without_a_request_no_answer_is_taken(tmp_path: Path) -> None:
    with pytest.raises(FleetError) as told:
        load_joining(tmp_path / "joining")
    assert told.value.reason is FleetReason.ANSWER_WRONG


def test_through_the_network_wrong_codes_are_refused_and_soon_not_looked_at(town: Town) -> None:
    code, noted = town.invite("lobby-1"), list[str]()
    town.lead.invite(["lobby-1"], town.now)
    app = create_app(lambda: town.lead, lambda names: noted.extend(names))
    client = app.test_client()
    wrong = [client.post("/join", data=b"nonsense").status_code for _ in range(8)]
    assert wrong[0] == 403
    assert wrong[-1] == 429
    assert client.post("/join", data=b"x" * 5000).status_code == 413
    assert noted == []
    assert code


def test_through_the_network_a_pc_joins_and_fetches(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.fleet.serving.now", lambda: town.now)
    pc, noted = town.new_pc(), list[str]()
    server = open_server(create_app(lambda: town.lead, lambda names: noted.extend(names)), "127.0.0.1", 0, 2)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        joining = begin_joining(town.invite("lobby-1"))
        answer = joining.ask(f"http://127.0.0.1:{server.effective_port}")
        joining.finish(answer, pc.config, find_nothing, f" 127.0.0.1:{server.effective_port}")
        with pytest.raises(FleetError) as told:
            begin_joining("ACEFH-KMRTU").ask(f"127.0.0.1:{server.effective_port}")
    finally:
        server.close()
    assert told.value.reason is FleetReason.CODE_WRONG
    assert noted == ["lobby-1"]
    assert pc.member.desks == ("lobby-1",)
    # From there it fetches new settings; the first PC goes on listening for it.
    assert pc.member.office == f"127.0.0.1:{server.effective_port}"
    town.wait(31)
    assert town.lead.is_needed(town.now)
    assert list((town.lead.folder / "invitations").iterdir()) == []


def test_through_the_network_settings_go_to_desks_alone_and_nobody_on_the_line_reads_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.fleet.serving.now", lambda: town.now)
    pc, sent = town.new_pc(), list[bytes]()
    app = create_app(lambda: town.lead, lambda names: None)

    @app.after_request
    def note(answer: Response) -> Response:
        sent.append(answer.get_data())
        return answer

    with serving(app) as address:
        joining = begin_joining(town.invite("lobby-1"))
        joining.finish(joining.ask(address), pc.config, find_nothing)
        own = read_own_key(pc.settings.fleet.folder)
        town.write('label = "ロビー端末"', 'label = "玄関の端末"')
        made = town.make()
        assert fetch_bundle(address, "lobby-1", own, known=1, ring=Ring.REST) == made
        assert fetch_bundle(address, "lobby-1", own, known=2, ring=Ring.REST) is None
        for desk, key in (("counter-1", own), ("", own), ("lobby-1", b"t" * 32)):
            with pytest.raises(FleetError) as told:
                fetch_bundle(address, desk, key, known=1, ring=Ring.REST)
            assert told.value.reason is (FleetReason.NOT_A_BUNDLE if desk == "lobby-1" else FleetReason.NOT_JOINED)
        town.lead.remove("lobby-1")
        with pytest.raises(FleetError):
            fetch_bundle(address, "lobby-1", own, known=1, ring=Ring.REST)
    assert len([each for each in sent if len(each) > 1_000]) == 3, "the answer to the request, and two bundles"
    words = (town.first / "config" / "town.toml").read_bytes().split(b"\n")
    read = [word for word in words if len(word) > 12 and any(word in each for each in sent)]
    assert read == []
    assert all(word in made for word in words), "what lies on a stick is signed and not sealed"


def test_where_nobody_answers_it_says_so() -> None:
    with pytest.raises(FleetError) as told:
        begin_joining("ACEFH-KMRTU").ask("127.0.0.1:1")
    assert told.value.reason is FleetReason.OFFICE_SILENT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.0.2.10", ("192.0.2.10", 8005)),
        ("１９２.0.2.10:8105 ", ("192.0.2.10", 8105)),
        ("http://madoguchi-1:8005/", ("madoguchi-1", 8005)),
        ("[2001:db8::1]:80", ("2001:db8::1", 80)),
    ],
)
def test_an_address_is_taken_as_people_write_it(typed: str, meant: tuple[str, int]) -> None:
    assert split_address(typed) == meant


def test_a_desk_is_added_with_a_letter_of_its_own_and_taken_out_again(town: Town) -> None:
    before = town.lead.settings
    text = (before.folder / "town.toml").read_text()
    name = free_desk_name(before, DeskMode.COUNTER)
    after = add_desk(before, NewDesk(name, DeskMode.COUNTER, "2番窓口", "ipp://192.0.2.3/ipp/print"))
    assert name == "counter-2"
    assert after.desk(name=name).label == "2番窓口"
    assert after.desk(name=name).receipt_letter not in {desk.receipt_letter for desk in before.desks}
    assert drop_desk(after, name).desks == before.desks
    with pytest.raises(SettingsError):
        add_desk(before, NewDesk("Counter 3", DeskMode.COUNTER, "3番窓口"))
    assert (before.folder / "town.toml").read_text().strip() == text.strip()


@given(st.binary(max_size=700))
@settings(max_examples=200)
def test_whatever_is_sent_is_a_request_or_refused(raw: bytes) -> None:
    for sent in (raw, b"kakanai-join-request-1\n" + raw):
        with suppress(FleetError):
            found = read_request(sent)
            assert read_request(bytes(found)) == found


@given(st.binary(max_size=700))
@settings(max_examples=100)
def test_whatever_comes_back_is_the_answer_or_refused(raw: bytes) -> None:
    request = make_request(public_of(b"d" * 32), b"k" * 32)
    for sent in (raw, b"kakanai-join-answer-1\n" + raw):
        with pytest.raises(FleetError):
            open_answer(sent, request, b"k" * 32, b"d" * 32)


def test_the_key_of_a_code_is_another_for_each_desk() -> None:
    made = invite(["lobby-1"], NOW)
    assert made.until - NOW == timedelta(minutes=30)
    assert stretch(made.code, b"a" * 32) != stretch(made.code, b"b" * 32)
    assert stretch(made.code, b"a" * 32) == stretch(made.shown, b"a" * 32)
    assert seal_to(b"x", public_of(b"d" * 32), b"") != seal_to(b"x", public_of(b"d" * 32), b"")
