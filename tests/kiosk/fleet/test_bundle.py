"""A bundle: signed settings and keys with a growing number, taken whole or not at all."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forms.mistake import Mistake, MistakeKind
from forms.ticket.keyfiles import read_keyring, read_public_keys, rotate_key, write_public_keys
from forms.ticket.packing import write_cbor
from kiosk.fleet.bundle import (
    MAGIC,
    SIGNED,
    Bundle,
    is_inside,
    open_box,
    open_bundle,
    public_of,
    read_body,
    read_folder,
    seal_box,
    sign_bundle,
    write_folder,
)
from kiosk.fleet.member import current_number, pinned, take
from kiosk.fleet.reason import FleetError, FleetReason
from kiosk.settings import Ring
from tests.kiosk.fleet.conftest import Pc, Town

KEY = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
SIGNER = KEY.public_key().public_bytes_raw()
SMALL = Bundle("019992", 7, datetime(2026, 4, 1, tzinfo=UTC), True, {"town.toml": b"[town]\n"}, b"p", b"", {})


def refused(pc: Pc, raw: bytes) -> FleetReason:
    before = pinned(pc.config), pc.ring_file
    with pytest.raises(FleetError) as told:
        pc.take(raw)
    assert (pinned(pc.config), pc.ring_file) == before
    return told.value.reason


def test_a_change_of_the_first_pc_reaches_the_others(town: Town) -> None:
    pc = town.join("lobby-1")
    town.write('label = "ロビー端末"', 'label = "玄関の端末"')
    assert pc.take(town.make()) == 2
    assert pc.settings.desk(name="lobby-1").label == "玄関の端末"
    assert current_number(pc.config) == 2


def test_the_same_again_changes_nothing(town: Town) -> None:
    pc = town.join("lobby-1")
    assert pc.take(town.raw) is None


def test_a_new_key_of_the_town_comes_along_sealed_to_each_desk(town: Town) -> None:
    pc = town.join("lobby-1")
    keys = town.lead.settings.keys
    new = rotate_key(keys.folder, "019992", town.now)
    write_public_keys(keys.public_file, read_keyring(keys.folder, "019992").public())
    raw = town.make()
    assert new.private is not None
    assert new.private.hex().encode() not in raw
    pc.take(raw)
    assert read_keyring(pc.settings.keys.folder, "019992").current == new
    assert read_public_keys(pc.settings.keys.public_file).current.id == new.id


def test_a_desk_that_was_removed_gets_no_new_key(town: Town) -> None:
    pc = town.join("lobby-1")
    town.lead.remove("lobby-1")
    keys = town.lead.settings.keys
    new = rotate_key(keys.folder, "019992", town.now)
    pc.take(town.make())
    assert read_keyring(pc.settings.keys.folder, "019992").find(new.id) is None


def test_what_was_never_signed_by_the_first_pc_is_refused(town: Town) -> None:
    pc = town.join("lobby-1")
    raw = town.make()
    forged = sign_bundle(replace(open_bundle(raw, town.lead.signer), number=9), KEY)
    assert refused(pc, forged) is FleetReason.SIGNATURE_WRONG
    assert refused(pc, raw[:-1] + bytes([raw[-1] ^ 1])) is FleetReason.SIGNATURE_WRONG
    assert refused(pc, b"PK\x03\x04") is FleetReason.NOT_A_BUNDLE


def test_an_older_number_is_refused(town: Town) -> None:
    pc = town.join("lobby-1")
    old = town.raw
    pc.take(town.make())
    assert refused(pc, old) is FleetReason.BUNDLE_OLDER


def test_another_towns_is_refused(town: Town) -> None:
    pc = town.join("lobby-1")
    other = sign_bundle(
        replace(open_bundle(town.make(), town.lead.signer), town="014001", number=8), town.lead.key
    )
    assert refused(pc, other) is FleetReason.OTHER_TOWN


def test_settings_with_a_mistake_never_count(town: Town) -> None:
    pc = town.join("lobby-1")
    mistake = Mistake(MistakeKind.NOT_ALLOWED, Path("guide/birth.toml"), 3, "when", "x")
    with pytest.raises(FleetError) as told:
        take(town.make(), pc.settings, pc.config, lambda folder: (mistake,))
    assert told.value.reason is FleetReason.BUNDLE_MISTAKEN
    assert "birth.toml" in str(told.value)
    assert current_number(pc.config) == 1
    assert not pc.config.with_name("config-000002").exists()


def test_the_check_is_that_of_forms_check(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def look(folder: Path) -> tuple[Mistake, ...]:
        seen.append(folder)
        return ()

    monkeypatch.setattr("kiosk.fleet.member.check_forms", look)
    pc = town.join("lobby-1")
    town.lead.make(town.now)
    take(town.raw, pc.settings, pc.config)
    assert seen == [town.first / "config", pc.config.with_name("config-000002")]


def test_a_desk_that_the_new_settings_do_not_know_keeps_its_own(town: Town) -> None:
    pc = town.join("lobby-1")
    town.write('name = "lobby-1"', 'name = "lobby-9"')
    assert refused(pc, town.make()) is FleetReason.DESK_NOT_IN_BUNDLE


def test_one_step_back_and_what_was_taken_back_does_not_come_again(town: Town) -> None:
    pc = town.join("lobby-1")
    town.write('label = "ロビー端末"', 'label = "玄関の端末"')
    pc.take(town.make())
    assert pc.take_back() == 1
    assert pc.settings.desk(name="lobby-1").label == "ロビー端末"
    assert refused(pc, town.raw) is FleetReason.BUNDLE_OLDER
    assert pc.take(town.make()) == 3
    with pytest.raises(FleetError) as told:
        Pc(town.folder / "first").take_back()
    assert told.value.reason is FleetReason.NOT_JOINED


def test_nothing_is_before_the_first(town: Town) -> None:
    with pytest.raises(FleetError) as told:
        town.join("lobby-1").take_back()
    assert told.value.reason is FleetReason.NOTHING_BEFORE


def test_a_running_program_goes_on_reading_what_it_began_with(town: Town) -> None:
    pc = town.join("lobby-1")
    begun = pinned(pc.config)
    for _ in range(2):
        pc.take(town.make())
    assert (begun / "town.toml").is_file()
    assert pinned(pc.config) != begun
    pc.take(town.make())
    pc.take(town.make())
    assert not begun.exists()


def test_a_folder_that_was_half_written_is_written_anew(town: Town) -> None:
    pc = town.join("lobby-1")
    half = pc.config.with_name("config-000002")
    half.mkdir()
    (half / "left over").write_text("x")
    pc.take(town.make())
    assert not (half / "left over").exists()


def test_the_first_ring_tries_what_the_rest_gets_after_its_release(town: Town) -> None:
    lobby = town.join("lobby-1")
    town.write('name = "counter-1"', 'name = "counter-1"\nring = "first"')
    town.make()
    town.lead.release()
    lobby.take(town.raw)
    counter = town.join("counter-1")
    town.write('label = "ロビー端末"', 'label = "玄関の端末"')
    raw, known = town.make(), open_bundle(town.raw, town.lead.signer).number - 1
    assert refused(lobby, raw) is FleetReason.NOT_RELEASED
    assert town.lead.offered(Ring.REST, known) is None
    assert town.lead.offered(Ring.FIRST, known) == raw
    assert counter.take(raw) == known + 1
    town.lead.release()
    released = town.lead.offered(Ring.REST, known)
    assert released is not None
    assert lobby.take(released) == known + 1
    assert counter.take(released) is None
    assert town.lead.offered(Ring.REST, known + 1) is None


def test_numbers_go_on_after_an_old_backup(town: Town) -> None:
    town.make()
    assert town.lead.make(town.now, lambda folder: (), at_least=40).number == 40
    assert town.lead.make(town.now, lambda folder: ()).number == 41


def test_links_and_hidden_files_are_not_given_out(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "a.toml").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    (tmp_path / "link.toml").symlink_to("/etc/hostname")
    assert read_folder(tmp_path) == {"guide/a.toml": b"x"}


def test_a_box_opens_for_its_desk_in_its_bundle_alone() -> None:
    box = seal_box({"key-0001.toml": b"secret"}, SMALL, "lobby-1", public_of(b"d" * 32))
    whole = replace(SMALL, boxes={"lobby-1": box, "lobby-2": box})
    assert open_box(whole, "lobby-1", b"d" * 32) == {"key-0001.toml": b"secret"}
    assert open_box(whole, "lobby-3", b"d" * 32) == {}
    for bundle, desk, own in (
        (whole, "lobby-2", b"d" * 32),
        (whole, "lobby-1", b"e" * 32),
        (replace(whole, number=8), "lobby-1", b"d" * 32),
    ):
        with pytest.raises(FleetError):
            open_box(bundle, desk, own)


paths = st.lists(
    st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=8), min_size=1, max_size=4
)
bundles = st.builds(
    Bundle,
    st.from_regex("[0-9]{6}", fullmatch=True),
    st.integers(1, 999_999),
    st.datetimes(datetime(2026, 1, 1), datetime(2100, 1, 1)).map(
        lambda time: time.replace(microsecond=0, tzinfo=UTC)
    ),
    st.booleans(),
    st.dictionaries(st.from_regex(r"[a-z]{1,5}\.toml", fullmatch=True), st.binary(max_size=40), max_size=5),
    st.binary(max_size=40),
    st.binary(max_size=40),
    st.dictionaries(st.from_regex("[a-z][a-z0-9-]{0,19}", fullmatch=True), st.binary(max_size=40), max_size=3),
)


@given(bundles)
@settings(max_examples=60)
def test_every_bundle_comes_out_as_it_went_in(bundle: Bundle) -> None:
    assert open_bundle(sign_bundle(bundle, KEY), SIGNER) == bundle


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 2**40) | st.text(max_size=9) | st.binary(max_size=9),
        st.lists,
        max_leaves=25,
    )
)
@settings(max_examples=200)
def test_whatever_was_signed_is_a_bundle_or_refused(value: object) -> None:
    body = write_cbor(value)
    with pytest.raises(FleetError) as told:
        open_bundle(MAGIC + KEY.sign(SIGNED + body) + body, SIGNER)
    assert told.value.reason is FleetReason.NOT_A_BUNDLE


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_whatever_the_bytes_are_they_are_refused(raw: bytes) -> None:
    for sent in (raw, MAGIC + raw):
        with pytest.raises(FleetError):
            open_bundle(sent, SIGNER)
    with pytest.raises(FleetError):
        read_body(raw)


@given(paths)
@settings(max_examples=300)
def test_no_path_leads_out_of_the_folder(parts: list[str]) -> None:
    path = "/".join(parts)
    if is_inside(path):
        folder = Path("/town/config")
        assert (folder / path).resolve().is_relative_to(folder)
        assert not {"", ".", ".."} & set(path.split("/"))
        assert "\\" not in path
        assert ":" not in path


@pytest.mark.parametrize(
    "path", ["../town.toml", "/etc/passwd", "a//b", "C:\\x", "a\\..\\b", ".hidden", "nul\x00", "a/../b", "", "x."]
)
def test_a_path_out_of_the_folder_is_no_bundle(path: str) -> None:
    assert not is_inside(path)
    with pytest.raises(FleetError):
        sign_bundle(replace(SMALL, files={path: b""}), KEY)


def test_two_names_for_one_place_are_no_bundle(tmp_path: Path) -> None:
    for files in ({"a.toml": b"", "A.toml": b""}, {"a": b"", "a/b": b""}):
        with pytest.raises(FleetError):
            sign_bundle(replace(SMALL, files=files), KEY)
    write_folder({"a/b.toml": b"x"}, tmp_path / "new")
    assert (tmp_path / "new" / "a" / "b.toml").read_bytes() == b"x"


def test_in_whatever_order_bundles_come_the_number_only_grows(tmp_path: Path) -> None:
    class Numbers(RuleBasedStateMachine):
        """A desk that is handed bundles of all numbers, by stick and by network, and goes back now and then."""

        def __init__(self) -> None:
            super().__init__()
            made = Town(tmp_path / f"town{len(list(tmp_path.iterdir()))}")
            self.pc = made.join("lobby-1")
            self.template, self.key = open_bundle(made.raw, made.lead.signer), made.lead.key
            self.highest = self.current = 1
            self.taken = [1]

        @rule(number=st.integers(1, 9), is_released=st.booleans())
        def hand(self, number: int, is_released: bool) -> None:
            raw = sign_bundle(replace(self.template, number=number, is_released=is_released), self.key)
            if number > self.highest and is_released:
                assert self.pc.take(raw) == number
                self.highest = self.current = number
                self.taken.append(number)
            elif number == self.highest == self.current:
                assert self.pc.take(raw) is None
            else:
                wanted = FleetReason.BUNDLE_OLDER if number <= self.highest else FleetReason.NOT_RELEASED
                assert refused(self.pc, raw) is wanted

        @rule()
        def go_back(self) -> None:
            earlier = [number for number in self.taken if number < self.current]
            if not earlier:
                with pytest.raises(FleetError, match="戻せる前の設定"):
                    self.pc.take_back()
                return
            self.current = self.pc.take_back()
            assert self.current == earlier[-1]

        @invariant()
        def what_is_in_use_was_taken_and_is_whole(self) -> None:
            assert current_number(self.pc.config) == self.current
            assert self.pc.settings.town.code == "019992"
            assert self.pc.member.highest == self.highest

    run_state_machine_as_test(Numbers, settings=settings(max_examples=8, stateful_step_count=12, deadline=None))
