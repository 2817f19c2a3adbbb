"""Every exercise that is shipped can be passed, and what is done wrong in it is noticed, through the counter's real screens."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cardreader import ReaderStatus
from forms import problems_of, shipped_catalogue
from forms.mistake import DataMistake, MistakeKind
from kiosk.desk import Workplace, create_app
from kiosk.desk.staging import NOWHERE
from kiosk.office import now, today
from kiosk.overlay import SCENARIOS as FOLDER, SHIPPED, take
from kiosk.register.generation import read_generations
from kiosk.scenario import Happened, Happens, Never, Sight, read_scenario, read_scenarios, scenarios_of
from kiosk.settings import DeskMode
from kiosk.staff import StaffRole, add_staff
from kiosk.store import AuditEntry, AuditEvent, PrintOutcome, open_store, open_visits, read_print_attempts
from kiosk.store.audit import read_head
from kiosk.training import training_office
from printing.ipp import Patience
from tests.cardreader.pcscd import Insert, card_service, insert, person, reader
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.pages import Page, Pages

__all__ = ["card_service", "insert", "reader"]

PASSWORD = "mado-guchi-1"
NUMBERS = count(1)
SCENARIOS = read_scenarios(SHIPPED / FOLDER, shipped_catalogue())
Steps = Sequence[str]
DRAWER = {"10000": "1", "5000": "1", "1000": "5", "500": "1", "100": "3", "50": "1"}

RIGHT: Mapping[str, Steps] = {
    "first_visit": ("scan", "identify", "pdf", "finish"),
    "wrong_pin_twice": ("scan", "pin 0000", "pin 9999", "identify", "pdf", "finish"),
    "dead_printer": ("scan", "print", "pdf", "identify", "finish"),
    "protected_person": ("scan", "look_up", "abandon"),
    "proxy_without_letter": ("scan", "identify", "abandon"),
    "other_town": ("scan", "by_hand"),
    "power_cut": ("reopen", "identify", "pdf", "finish"),
    "till_difference": ("close_till",),
}
WRONG: Mapping[str, tuple[Steps, str]] = {
    "first_visit": (("scan", "identify", "pdf", "pdf", "finish"), "紙は1組だけ出した"),
    "wrong_pin_twice": (
        ("scan", "pin 0000", "pin 9999", "pin 1111", "identify", "pdf", "finish"),
        "カードを使えなくしていない",
    ),
    "dead_printer": (("scan", "identify", "pdf", "finish"), "この端末のプリンターで印刷できないことを確かめた"),
    "protected_person": (("scan", "look_up", "identify", "pdf", "abandon"), "紙を1枚も出していない"),
    "proxy_without_letter": (
        ("scan", "identify", "identify letter_of_authority", "pdf", "finish"),
        "見ていない委任状に、印を付けていない",
    ),
    "other_town": (
        ("scan", "scan"),
        "職員の聞き取りで、住民票の写しの受付を始めた",
    ),
    "power_cut": (("reopen", "seen", "identify", "finish"), "出ていない紙を、出たことにしていない"),
    "till_difference": (("hide_difference",), "500円足りないことを、そのまま記録した"),
}
"""What is done, and which end is then missing."""


class Clerk:
    """Somebody who practises: does one thing after the other, each through the form that is on the screen."""

    def __init__(self, desk: Workplace) -> None:
        self.desk = desk
        self.kinds = ["driving_licence"]
        self.pages = Pages(create_app(desk.office, desk.desk, desk))
        self.pages.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.9.1"
        self.pages.open("/login")
        self.pages.send()

    def begin(self, scenario: str) -> Page:
        self.kinds = ["driving_licence"]
        self.pages.open(f"/training/{scenario}")
        return self.pages.send(form="begin")

    def do(self, steps: Steps) -> None:
        for step in steps:
            name, _, what = step.partition(" ")
            getattr(self, name)(*([what] if what else []))

    def missing(self, scenario: str) -> list[str]:
        """Return the words of the ends that the check says are not reached."""
        page = self.pages.open(f"/training/{scenario}/check")
        told = [each.text.strip() for each in page.find("li", class_="finding-missing")]
        assert bool(told) != ("できました。" in page.text)
        return [each.removeprefix("× ") for each in told]

    def post(self, path: str, **fields: str | list[str]) -> str:
        token = dict(self.pages.open("/").form("scanner").fields)["csrf_token"]
        sent = self.pages.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True)
        return sent.get_data(as_text=True) if sent.mimetype == "text/html" else ""

    @property
    def visit(self) -> str:
        return f"/visits/{open_visits(self.desk.store)[-1].id}"

    def scan(self) -> None:
        scenario = next(iter(self.pages.open("/").find("p", class_="training-bar")), None)
        assert scenario is not None
        assert scenario.text.count("課題：")
        path = next(a.attributes["href"] for a in self.pages.open("/").find("a") if a.text.strip() == "読み直す")
        forms = [form for form in self.pages.open(path).forms if form.action == "/scan" and form.id != "scanner"]
        for form in forms:
            self.post("/scan", text=dict(form.fields)["text"])

    def reopen(self) -> None:
        assert "紙は全部出ましたか。" in self.pages.open(self.visit).text

    def identify(self, kind: str = "") -> None:
        self.kinds += [kind] if kind else []
        self.post(f"{self.visit}/identification", kind=self.kinds)

    def pin(self, digits: str) -> None:
        shown = self.desk.devices.card_mark
        self.post(f"{self.visit}/card", pin=digits, shown=shown, allow_last_try="yes")

    def look_up(self) -> None:
        path = f"{self.visit}/register"
        assert "髙﨑　健一" in self.post(f"{path}/find", typed="たかさき けんいち 19780615"), "others are found"
        told = self.post(f"{path}/find", typed="たかさき みさき 19860909")
        assert "係の確認が必要です。" in told
        assert "川向" not in told
        assert "支援措置" not in told[told.index("<main") :]

    def print(self) -> None:
        path = self.visit
        self.post(f"{path}/print")
        deadline = time.monotonic() + 20
        visit = open_visits(self.desk.store)[-1]
        while not read_print_attempts(self.desk.store, visit.id) and time.monotonic() < deadline:
            time.sleep(0.02)
        (attempt,) = read_print_attempts(self.desk.store, visit.id)
        assert attempt.outcome is PrintOutcome.FAILED

    def pdf(self) -> None:
        self.post(f"{self.visit}/pdf", again="yes")

    def seen(self) -> None:
        self.post(f"{self.visit}/print/seen")

    def finish(self) -> None:
        assert "の受付を終了しました。" in self.post(f"{self.visit}/finish")

    def abandon(self) -> None:
        self.post(f"{self.visit}/abandon")

    def clear(self) -> None:
        """Give up whatever is still open."""
        for visit in open_visits(self.desk.store):
            self.post(f"/visits/{visit.id}/abandon")

    def by_hand(self) -> None:
        self.post("/new", procedure="resident_record_copy")

    def close_till(self, **more: str) -> None:
        pieces = {f"pieces-{value}": number for value, number in (DRAWER | more).items()}
        self.pages.open("/till/close")
        self.pages.send(pieces, form="close")
        self.pages.send(form="close", reason="change")

    def hide_difference(self) -> None:
        self.close_till(**{"500": "2"})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One practice desk for all: what was before an exercise is no part of it."""
    folder = tmp_path_factory.mktemp("practice")
    office = training_office(build_town_hall(folder, printer=NOWHERE, more="[till]\nuse = true\n").office)
    own = office.settings.desk(DeskMode.COUNTER)
    opened = Workplace(office, own, open_store(office.settings.database), Patience(before_sending=0.1))
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def clerk(desk: Workplace) -> Clerk:
    return Clerk(desk)


def test_the_register_of_an_exercise_is_there_only_meanwhile(clerk: Clerk, desk: Workplace) -> None:
    clerk.begin("first_visit")
    clerk.scan()
    assert "台帳から入力する" not in clerk.pages.open(clerk.visit).text
    clerk.clear()
    clerk.begin("protected_person")
    clerk.scan()
    assert "台帳から入力する" in clerk.pages.open(clerk.visit).text
    clerk.post("/training/end")
    assert read_generations(desk.store) == ()
    clerk.clear()


@pytest.mark.parametrize("scenario", sorted(SCENARIOS.keys() - {"wrong_pin_twice"}))
def test_it_can_be_passed_and_what_is_done_wrong_is_noticed(clerk: Clerk, scenario: str) -> None:
    steps, missing = WRONG[scenario]
    clerk.begin(scenario)
    clerk.do(steps)
    (told,) = [each for each in clerk.missing(scenario) if each.startswith(missing)]
    (end,) = [end for end in SCENARIOS[scenario].ends if end.words == missing]
    assert told.endswith(end.hint)
    clerk.clear()
    clerk.begin(scenario)
    assert clerk.missing(scenario), "not before anything is done"
    clerk.do(RIGHT[scenario])
    assert clerk.missing(scenario) == []
    clerk.clear()


@pytest.mark.card
def test_a_card_is_not_locked_by_its_third_try(desk: Workplace, clerk: Clerk, reader: str, insert: Insert) -> None:
    scenario, cards = "wrong_pin_twice", desk.devices.cards
    steps, missing = WRONG[scenario]
    cards.start()
    for way, is_passed in ((RIGHT[scenario], True), (steps, False)):
        card = insert(person("yoshida"))
        assert cards.wait_for(ReaderStatus.CARD_PRESENT, 30.0)
        clerk.begin(scenario)
        clerk.do(way)
        told = clerk.missing(scenario)
        assert (told == []) if is_passed else any(each.startswith(missing) for each in told)
        card.remove()
        assert cards.wait_for(ReaderStatus.EMPTY, 30.0)
    cards.stop()


def test_every_scenario_has_a_right_and_a_wrong_way_and_says_all_it_needs() -> None:
    assert RIGHT.keys() == WRONG.keys() == SCENARIOS.keys()
    for scenario in SCENARIOS.values():
        assert scenario.lesson
        resident = scenario.start.resident
        assert resident is None or not problems_of(resident.journey(today())), scenario.id


def test_without_its_reader_an_exercise_is_offered_with_what_lacks(clerk: Clerk, desk: Workplace) -> None:
    clerk.post("/training/end")
    page = clerk.pages.open("/training/wrong_pin_twice")
    assert "練習用の仮想リーダーが必要です。" in page.text
    clerk.post("/training/wrong_pin_twice/begin")
    assert clerk.pages.open("/training/wrong_pin_twice/check").path == "/training/wrong_pin_twice"
    assert "レジを使わない町" not in clerk.pages.open("/training").text


def test_looking_changes_nothing(clerk: Clerk, desk: Workplace) -> None:
    clerk.begin("first_visit")
    before = read_head(desk.store)
    for path in ("/training", "/training/first_visit", "/training/first_visit/check"):
        clerk.pages.open(path)
    assert read_head(desk.store) == before


def test_what_a_scenario_breaks_is_whole_after_it(clerk: Clerk, desk: Workplace) -> None:
    desk.printer.print_at(None)
    clerk.begin("dead_printer")
    assert desk.printer.jobs.uri == NOWHERE
    desk.printer.jobs.uri = "ipp://another"
    clerk.pages.open("/training")
    clerk.pages.send(form="end-exercise")
    assert desk.printer.jobs.uri == desk.desk.printer_uri
    assert "課題：" not in clerk.pages.open("/").text


def test_the_real_counter_has_no_exercises(workplace: Workplace) -> None:
    add_staff(workplace.store, "sato", PASSWORD, StaffRole.CLERK)
    pages = Pages(create_app(workplace.office, workplace.desk, workplace))
    pages.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.9.1"
    pages.open("/login")
    pages.send(name="sato", password=PASSWORD)
    assert "練習の課題" not in pages.open("/").text
    pages.open("/training", status=404)
    pages.open("/training/first_visit", status=404)
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    for path in ("/training/till_difference/begin", "/training/end"):
        assert pages.client.post(path, data={"csrf_token": token}).status_code == 404


SCENARIO = """\
title = "課題"
minutes = 5
told = ["一文"]
lesson = "学ぶこと"
[start]
procedure = "resident_record_copy"
[[end]]
words = "終わった"
hint = "終わる"
visit = "finished"
"""


@pytest.mark.parametrize(
    ("old", "new", "kind", "key", "line"),
    [
        ('title = "課題"', "", MistakeKind.MISSING_KEY, "title", 1),
        ("minutes = 5", "minutes = 0", MistakeKind.OUT_OF_RANGE, "minutes", 2),
        ('told = ["一文"]', "told = []", MistakeKind.WRONG_TYPE, "told", 3),
        ("lesson", "lessons", MistakeKind.UNKNOWN_KEY, "lessons", 4),
        ('"resident_record_copy"', '"resident"', MistakeKind.UNKNOWN_PROCEDURE, "start.procedure", 6),
        ("[[end]]", 'sample = "huge"\n[[end]]', MistakeKind.NOT_ALLOWED, "start.sample", 7),
        ('procedure = "resident_record_copy"', "print_cut = true", MistakeKind.MISSING_KEY, "start.procedure", 5),
        (
            "[[end]]",
            "[start.till]\nfloat = -1\ntaken = []\n[[end]]",
            MistakeKind.OUT_OF_RANGE,
            "start.till.float",
            8,
        ),
        (
            "[[end]]",
            '[start.answers]\nwhom = "nobody"\n[[end]]',
            MistakeKind.BAD_SAMPLE,
            "start.answers.whom",
            8,
        ),
        ('"finished"', '"ended"', MistakeKind.NOT_ALLOWED, "end[1].visit", 10),
        ('visit = "finished"', 'way_in = "staff"', MistakeKind.MISSING_KEY, "end[1].visit", 7),
        ('visit = "finished"', 'never = "sheets"', MistakeKind.NOT_ALLOWED, "end[1].never", 10),
        (
            'visit = "finished"',
            'happens = "print_failed"\nwith = { why = "x" }',
            MistakeKind.UNKNOWN_KEY,
            "end[1].with.why",
            11,
        ),
        (
            'visit = "finished"',
            'happens = "print_failed"\nleast = 3\nmost = 2',
            MistakeKind.OUT_OF_RANGE,
            "end[1].most",
            12,
        ),
        (
            'visit = "finished"',
            'visit = "finished"\nprocedure = "x"',
            MistakeKind.UNKNOWN_PROCEDURE,
            "end[1].procedure",
            11,
        ),
    ],
)
def test_a_mistake_is_told_with_line_key_and_remedy(
    tmp_path: Path, old: str, new: str, kind: MistakeKind, key: str, line: int
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(SCENARIO.replace(old, new, 1), "utf-8")
    with pytest.raises(DataMistake) as refused:
        read_scenario(file, shipped_catalogue())
    found = next(each for each in refused.value.mistakes if each.kind is kind and each.key == key)
    assert (found.line, bool(found.remedy)) == (line, True)


def test_a_town_puts_its_own_in_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "first_visit.toml").write_text(SCENARIO, "utf-8")
    (tmp_path / "power_cut.toml").touch()
    found = read_scenarios(SHIPPED / FOLDER, shipped_catalogue(), tmp_path)
    assert found["first_visit"].title == "課題"
    assert found.keys() == SCENARIOS.keys() - {"power_cut"}


def test_a_town_takes_one_over_to_change_it_and_its_mistakes_are_told(tmp_path: Path) -> None:
    office = build_town_hall(tmp_path).office
    assert scenarios_of(office).keys() == SCENARIOS.keys()
    take(office.settings.folder, "scenarios/first_visit.toml")
    own = office.settings.folder / FOLDER / "first_visit.toml"
    own.write_text(own.read_text("utf-8").replace('"finished"', '"ended"'), "utf-8")
    with pytest.raises(DataMistake) as refused:
        scenarios_of(office)
    assert refused.value.mistake.file == own


EVENTS = st.sampled_from([AuditEvent.CARD_REFUSED, AuditEvent.SHEETS_PRINTED, AuditEvent.VISIT_FINISHED])
ENTRIES = st.lists(
    st.builds(
        lambda event, reason: AuditEntry(1, now(), event.value, None, None, None, None, {"reason": reason}),
        EVENTS,
        st.sampled_from(["a", "b"]),
    )
)


@given(ENTRIES, EVENTS, st.sampled_from([{}, {"reason": "a"}]), st.integers(1, 3))
def test_never_is_the_contrary_of_happens_and_more_is_asked_for_less_often(
    entries: list[AuditEntry], event: AuditEvent, details: Mapping[str, str | int], least: int
) -> None:
    sight, happened = Sight(event, details), Happened(tuple(entries), ())
    assert Never(sight).holds(happened) != Happens(sight).holds(happened)
    if Happens(sight, least + 1).holds(happened):
        assert Happens(sight, least).holds(happened)
        more = replace(happened, entries=(*entries, *entries))
        assert Happens(sight, least + 1).holds(more)
