"""What a tired resident has to do on the phone: screens looked at and boxes typed into, from the first page to the code.

docs/screens.md compares the figures with those of the time when every procedure asked for people of its own.
"""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Page, expect

from tests.browser.walking import go, open_group
from tests.sweep import in_turns

pytestmark = in_turns("journeys counted", 4)

HOME = "北海道架空郡みどり野町東一条北二丁目3番地"
CITY = "北海道札幌市中央区北1条西2丁目3番地の4"
PHONE = "0152-00-1234"
NEXT, LIST, BEGIN, SEAL = "次へ", "手続の一覧を見る", "この手続の入力を始める", "この内容で受付コードを作る"


class Walk:
    """A walk through the site that counts."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.boxes = page, 0
        self.screens: list[str] = []
        page.goto(url)
        self._see()

    def choose(self, *procedures: str) -> None:
        """Tick procedures on the first page and begin."""
        for id in procedures:
            box = self.page.locator(f"[name=procedure][value={id}]")
            if not box.is_visible():
                open_group(self.page, id)
            box.check()
        self.on("入力を始める")

    def open_event(self, event: str) -> None:
        """Open what has happened from the first page."""
        self.page.locator("details:has(.guide-events) > summary").click()
        with self.page.expect_navigation():
            self.page.locator(f"a[href='/guide/{event}']").click()
        self._see()

    def type(self, boxes: Mapping[str, str]) -> None:
        """Type into each box, as far as a person has to: what stands in it already is left."""
        for name, text in boxes.items():
            self.page.locator(f'[name="{name}"]').fill(text)
            self.boxes += 1

    def date(self, key: str, year: int, month: int, day: int) -> None:
        """Type a day into its line."""
        self.type({key: f"{year}/{month}/{day}"})

    def press(self, choices: Mapping[str, str | Sequence[str]]) -> None:
        """Press choices, or take them from a list; a choice that comes up meanwhile is waited for."""
        for name, codes in choices.items():
            for code in [codes] if isinstance(codes, str) else codes:
                choice = self.page.locator(f'select[name="{name}"], [name="{name}"][value="{code}"]').first
                if choice.evaluate("e => e.tagName") == "SELECT":
                    choice.select_option(code)
                else:
                    choice.check()

    def leave(self, *keys: str) -> None:
        """Leave questions for the counter."""
        for key in keys:
            self.page.locator(f'[name="{key}!unknown"]').check()

    def person(self, place: int, *, born: tuple[int, int, int], name: Sequence[str], **choices: str) -> None:
        """One of the household: given name alone, or with a surname, or (given empty) a name in one piece; `kana` is
        typed as well."""
        row = f"family.{place}"
        if not self.page.locator(f'[name="{row}.name.given"]').count():
            with self.page.expect_navigation():
                self.page.locator('button[value="add:family"]').click()
        *surname, given = name
        self.type(
            {f"{row}.name.family": part for part in surname} | ({f"{row}.name.given": given} if given else {})
        )
        if kana := choices.pop("kana", ""):
            self.type({f"{row}.kana.given": kana})
        self.date(f"{row}.birth_date", *born)
        self.press({f"{row}.{fact}": code for fact, code in choices.items()})

    def on(self, button: str = NEXT, *, at: str = "") -> None:
        """On to the next screen, which is the page `at`."""
        before = self.page.url
        go(self.page, button)
        summary = self.page.locator(".error-summary")
        assert self.page.url != before, summary.inner_text() if summary.count() else before
        self._see()
        assert not at or self.screens[-1] == at, self.screens

    def to_code(self) -> tuple[int, int]:
        """From the review to the code; how many screens there were and how many boxes were typed into."""
        assert self.screens[-1] == "review", self.screens
        self.on(SEAL, at="code")
        assert len(set(self.screens)) == len(self.screens), "no screen came twice"
        return len(self.screens), self.boxes

    def _see(self) -> None:
        self.screens.append(self.page.url.partition("#")[0].rstrip("/").rsplit("/", 1)[1])


def test_a_wife_asks_for_her_husbands_certificates(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.choose("resident_record_copy", "seal_certificate")
    walk.press({"whom": "household"})
    walk.on(at="you")
    walk.type({"you.name.family": "吉田", "you.name.given": "花子", "you.address": HOME, "you.phone": PHONE})
    walk.type({"you.building": "みどり荘101号室"})
    walk.date("you.birth_date", 1960, 7, 5)
    walk.on(at="family")
    walk.person(0, name=["太郎"], born=(1958, 2, 17), kin="husband")
    walk.on(at="wanted")
    walk.press({"purpose": "bank"})
    walk.on(at="review")
    assert phone.get_by_text("吉田　太郎").count(), "the surname was taken from her"
    assert walk.to_code() == (7, 8)


def test_a_newcomer_from_viet_nam_joins_insurance_and_pension(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.open_event("move_in")
    walk.date("move.date", 2026, 11, 20)
    walk.press({"citizenship": "foreign", "move.origin": "abroad", "insurance": "none", "pension": "yes"})
    walk.on(LIST, at="list")
    walk.on(BEGIN, at="you")
    walk.type({"you.name.family": "NGUYEN VAN AN", "you.kana.family": "グエン　ヴァン　アン", "you.phone": PHONE})
    walk.type({"you.address": HOME, "you.building": "みどり荘101号室", "you.nationality": "ベトナム"})
    walk.date("you.birth_date", 1999, 3, 4)
    walk.press({"you.sex": "male"})
    walk.on(at="family")
    walk.press({"you.relation": "head"})
    walk.on(at="move")
    walk.type({"move.old_address": "ベトナム"})
    walk.on(at="health")
    assert not phone.get_by_text("国民健康保険に入る理由").count(), "it follows from moving in"
    walk.press({"pension.exemption@national_pension": "yes"})
    walk.on(at="review")
    assert walk.to_code() == (9, 9)


FIVE = (
    ("健太", "けんた", (1985, 5, 5), "male", "head"),
    ("結衣", "ゆい", (2012, 6, 6), "female", "wife_child"),
    ("陽翔", "はると", (2016, 7, 7), "male", "child"),
    ("葵", "あおい", (2023, 8, 8), "female", "child"),
)


def test_a_family_of_five_moves_in_with_seven_procedures(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.open_event("move_in")
    walk.date("move.date", 2026, 11, 20)
    walk.press(
        {
            "citizenship": "japan",
            "move.origin": "town",
            "insurance": "none",
            "people": ["child", "nursery"],
            "things": "seal",
        }
    )
    walk.press({"move.certificate": "paper", "payee": "other"})
    walk.on(LIST, at="list")
    for id in ("national_pension", "seal_registration"):
        box = phone.locator(f"[name=procedure][value={id}]")
        if not box.is_visible():
            open_group(phone, id)
        box.check()
    walk.on(BEGIN, at="you")
    walk.type({"you.name.family": "佐藤", "you.name.given": "恵", "you.kana.family": "さとう"})
    walk.type({"you.kana.given": "めぐみ", "you.address": HOME, "you.phone": PHONE})
    walk.date("you.birth_date", 1988, 4, 3)
    walk.press({"you.sex": "female", "you.occupation": "employee"})
    walk.on(at="family")
    walk.press({"you.relation": "wife"})
    for place, (name, kana, born, sex, relation) in enumerate(FIVE):
        walk.person(place, name=[name], kana=kana, born=born, sex=sex, relation=relation)
    walk.on(at="roles")
    walk.press({"claimant@child_allowance": "p1", "children@child_allowance": "p2"})
    expect(phone.locator('[name="children@child_allowance"][value=p3]'), "his own are proposed").to_be_checked()
    walk.on(at="p1")
    walk.press({"p1.occupation": "self_employed"})
    walk.type({"p1.phone": PHONE})
    walk.on(at="move")
    walk.type({"move.old_address": CITY, "move.old_building": "さくらハイツ205号"})
    walk.on(at="health")
    walk.press({"pension.kind@national_pension": "left_work", "pension.exemption@national_pension": "no"})
    walk.date("pension.date@national_pension", 2026, 11, 19)
    walk.on()
    while walk.screens[-1] != "review":
        answer_of_the_family(walk)
        walk.on()
    assert walk.to_code() == (16, 27)


def answer_of_the_family(walk: Walk) -> None:
    """The affairs of the family, page by page."""
    match walk.screens[-1].partition("@")[0]:
        case "child":
            walk.press({"allowance.pension": "national", "allowance.older": "no"})
        case "bank":
            walk.press({"bank.public": "yes"})
        case "nursery":
            walk.date("nursery.start@nursery", 2026, 12, 1)
            walk.type({"nursery.first@nursery": "みどり保育所", "nursery.second@nursery": "ほし保育所"})
            walk.press({"nursery.hours@nursery": "standard", "nursery.applicant_reason@nursery": "work"})
            walk.press({"nursery.spouse_reason@nursery": "work"})
        case "seal":
            walk.press(
                {"seal.name_form@seal_registration": "name", "seal.confirmation@seal_registration": "photo"}
            )
        case "consent":
            for box in walk.page.locator("[type=checkbox]:visible").all():
                box.check()


def test_a_son_leaves_open_what_he_cannot_know_after_his_fathers_death(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.choose("insurance_card_return", "care_insurance_return", "seal_registration_end", "funeral_allowance")
    walk.press({"whom": "self"})
    walk.on(at="late")
    walk.type({"late.name.family": "佐藤", "late.name.given": "一郎", "late.address": HOME})
    walk.date("late.birth_date", 1945, 1, 8)
    walk.date("late.death_date", 2026, 11, 20)
    walk.press({"deceased.relation": "child"})
    walk.on(at="you")
    walk.type({"you.name.family": "佐藤", "you.name.given": "浩", "you.kana.family": "さとう"})
    walk.type({"you.kana.given": "ひろし", "you.address": CITY, "you.phone": PHONE})
    walk.date("you.birth_date", 1975, 3, 4)
    walk.on(at="funeral")
    walk.leave("funeral.date", "deceased.insurance")
    walk.on(at="bank")
    walk.press({"bank.public": "yes"})
    walk.on()
    while walk.screens[-1] != "review":
        answer_after_a_death(walk)
        walk.on()
    assert phone.get_by_text("葬儀のこと：葬儀をした日").count(), "what is open is said"
    assert walk.to_code() == (11, 12)


def answer_after_a_death(walk: Walk) -> None:
    """What goes back to the town hall, page by page."""
    match walk.screens[-1].partition("@")[0]:
        case "insurance_return":
            walk.page.locator("[type=checkbox]:visible").first.check()
        case "care_return":
            walk.page.locator("[type=checkbox]:visible").first.check()
        case "seal_end":
            walk.press({"seal.end_reason@seal_registration_end": "death"})


def test_a_neighbour_fetches_an_old_womans_resident_record(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.choose("resident_record_copy")
    walk.press({"whom": "letter"})
    walk.on(at="you")
    walk.type({"you.name.family": "吉田", "you.name.given": "花子", "you.address": HOME, "you.phone": PHONE})
    walk.type({"you.bond": "近所の人"})
    walk.date("you.birth_date", 1960, 7, 5)
    walk.on(at="asker")
    walk.type({"asker.name.family": "髙橋", "asker.name.given": "富江", "asker.address": HOME})
    walk.date("asker.birth_date", 1935, 7, 5)
    walk.on(at="wanted")
    walk.press({"purpose": "pension"})
    walk.on(at="review")
    assert walk.to_code() == (7, 10)
    assert phone.get_by_text("委任状（頼んだ人が自分で書いた原本）").count()


def test_a_mother_asks_for_her_son_of_fourteen(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.choose("resident_record_copy", "disability_handbook")
    walk.press({"whom": "household"})
    walk.on(at="you")
    walk.type({"you.name.family": "吉田", "you.name.given": "花子", "you.address": HOME, "you.phone": PHONE})
    walk.date("you.birth_date", 1980, 7, 5)
    walk.on(at="family")
    walk.person(0, name=["翔"], born=(2012, 6, 6), kin="child")
    walk.on(at="disability")
    walk.press({"disability.kind@disability_handbook": "new"})
    phone.locator('[name="disability.doctor@disability_handbook"]').wait_for()
    walk.on(at="wanted")
    walk.press({"purpose": "school"})
    walk.on(at="review")
    assert walk.to_code() == (8, 7)
    assert not phone.get_by_text("委任状").count(), "a mother needs no letter for her son"


def test_a_guardian_asks_for_her_ward(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.choose("resident_record_copy", "income_certificate", "care_assessment")
    walk.press({"whom": "legal", "legal.kind": "guardian"})
    phone.locator('[name="organisation.name"]').wait_for()
    walk.on(at="you")
    walk.type({"you.name.family": "佐藤", "you.name.given": "恵", "you.address": CITY, "you.phone": PHONE})
    walk.date("you.birth_date", 1975, 3, 4)
    walk.on(at="asker")
    walk.type({"asker.name.family": "髙橋", "asker.name.given": "富江", "asker.address": HOME})
    walk.date("asker.birth_date", 1935, 7, 5)
    walk.leave("asker.phone")
    walk.on(at="care")
    walk.press({"care.kind@care_assessment": "new"})
    walk.on(at="doctor")
    walk.leave("care.doctor", "care.hospital")
    walk.on(at="care_insurance")
    walk.on(at="visit")
    walk.on(at="wanted")
    walk.press(
        {"purpose": "pension", "tax.kinds@income_certificate": "income", "tax.years@income_certificate": "r8"}
    )
    walk.press({"tax.details@income_certificate": "no"})
    walk.on(at="consent")
    walk.page.locator("[type=checkbox]:visible").check()
    walk.on(at="review")
    assert walk.to_code() == (12, 9)
    assert phone.get_by_text("登記事項証明書").count()


def test_a_couple_from_viet_nam_moves_in_from_another_town(phone: Page, prefill_url: str) -> None:
    walk = Walk(phone, prefill_url)
    walk.open_event("move_in")
    walk.date("move.date", 2026, 11, 20)
    walk.press({"citizenship": "foreign", "move.origin": "town", "insurance": "none", "move.certificate": "paper"})
    walk.on(LIST, at="list")
    walk.on(BEGIN, at="you")
    walk.type({"you.name.family": "NGUYEN VAN AN", "you.address": HOME, "you.phone": PHONE})
    walk.type({"you.building": "みどり荘101号室", "you.nationality": "ベトナム"})
    walk.date("you.birth_date", 1999, 3, 4)
    walk.press({"you.sex": "male"})
    walk.on(at="family")
    walk.press({"you.relation": "head"})
    walk.person(0, name=["TRAN THI HOA", ""], born=(2000, 2, 2), sex="female", relation="wife")
    walk.type({"family.0.nationality": "ベトナム"})
    walk.on(at="move")
    walk.type({"move.old_address": CITY, "move.old_building": "さくらハイツ205号"})
    walk.on(at="health")
    walk.on(at="review")
    assert phone.get_by_text("NGUYEN VAN AN、TRAN THI HOA").count() > 1, "both move and both join, unasked"
    assert walk.to_code() == (9, 12)
