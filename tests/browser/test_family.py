"""A family of four moves in: five procedures on one phone, each question once, into one code the desk opens whole."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from forms.answers import Answers, Row, rows_of
from forms.checking import problems_of
from forms.inputs import Inputs
from forms.journey import Journey
from forms.person import SLOTS, number_rows
from forms.procedure import Procedure
from forms.samples import read_sample
from forms.schema import unpack_rows
from forms.ticket import open_ticket
from forms.ticket.keyfiles import read_keyring
from kiosk.office import Office, now, today
from kiosk.web import page_inputs
from tests.browser.codes import QR
from tests.browser.walking import go, open_group

FAMILY = ("move_in", "health_insurance_join", "child_allowance", "child_medical", "water")
MEMBERS = "family"
LARGEST_VERSION = 15
UNTIL_KNOWN = "you.nationality"
"""Stands on a person's page, to be left empty, until a later page says that all of them are Japanese."""
NEXT, SEAL = "次へ", "この内容で受付コードを作る"


def test_a_family_of_four_moves_in_and_answers_everything_once(
    phone: Page, prefill_url: str, town: Office
) -> None:
    chosen = town.catalogue.chosen(FAMILY)
    family = answers_of_the_family(chosen)
    assert len(rows_of(family[MEMBERS])) == 3, "the one who types makes four"
    shown = walk(phone, prefill_url, chosen, family)
    here = Journey(tuple(chosen), family, today())
    expected = [ask.key for page in here.path for ask in page.asks]
    keys = [key for key, _ in shown if key != UNTIL_KNOWN]
    assert sorted(keys) == sorted(set(keys)), "no question is asked twice"
    assert len(keys) <= len(expected)
    assert keys == expected, "in the order of the journey, and none left out"
    labels = [(person_in(key), label) for key, label in shown]
    assert sorted(labels) == sorted(set(labels)), "nor of one person in the same words under another name"
    assert len(keys) < sum(questions_alone(each, family) for each in chosen) * 0.65
    code = only_code(phone)
    assert isinstance(code.extra, dict)
    assert int(code.extra["Version"]) <= LARGEST_VERSION
    ids, answers = opened(code.text, town)
    assert ids == FAMILY
    there, asked = Journey(tuple(chosen), answers, today()), Journey(tuple(chosen), here.relevant, today())
    for each in chosen:
        assert there.seen_by(each) == asked.seen_by(each), "also what follows from other answers"


def test_the_family_is_four_people_without_a_contradiction(town: Office) -> None:
    chosen = town.catalogue.chosen(FAMILY)
    assert problems_of(Journey(tuple(chosen), answers_of_the_family(chosen), today())) == ()


def answers_of_the_family(chosen: Sequence[Procedure]) -> Answers:
    """The typical samples put together; each member has what any of the procedures wants to know of her."""
    samples = [read_sample(procedure, "typical").answers for procedure in chosen]
    members: dict[str, Row] = {}
    for sample in samples:
        for row in rows_of(sample.get(MEMBERS)):
            members[str(row["name"])] = {**members.get(str(row["name"]), {}), **row}
    together = {key: value for sample in reversed(samples) for key, value in sample.items()}
    return number_rows({**together, MEMBERS: tuple(members.values())})


def walk(page: Page, url: str, chosen: Sequence[Procedure], family: Answers) -> list[tuple[str, str]]:
    """From the first page to the code. Key and wording of every question, once for each page it stood on."""
    page.goto(url)
    for procedure in chosen:
        box = page.locator(f"[name=procedure][value={procedure.id}]")
        if not box.is_visible():
            open_group(page, procedure.id)
        box.check()
    go(page, "入力を始める")
    shown: list[tuple[str, str]] = []
    while "/p/" in page.url:
        shown += answer_page(page, chosen, family)
        before = page.url
        go(page, NEXT)
        assert page.url != before, page.locator(".error-summary").inner_text()
    go(page, SEAL)
    return shown


def answer_page(page: Page, chosen: Sequence[Procedure], family: Answers) -> Iterable[tuple[str, str]]:
    """Types what the family answers, the questions that appear meanwhile included."""
    name = page.url.rsplit("/", 1)[1].partition("#")[0]
    here = next(each for each in Journey(tuple(chosen), family, today()).pages if each.id == name)
    for ask in here.asks:
        if ask.key == MEMBERS:
            add_members(page, len(rows_of(family[MEMBERS])))
        give(page, ask.key, page_inputs(here, family))
    shown: list[tuple[str, str, bool]] = page.locator(".question").evaluate_all(
        """all => all.map(e => [e.id, e.querySelector(".label, label.row").innerText, e.checkVisibility()])"""
    )
    assert all(is_visible for _, _, is_visible in shown)
    return [(id.removeprefix("q-"), wording(label)) for id, label, _ in shown]


def add_members(page: Page, count: int) -> None:
    for _ in range(count - page.locator("details.person").count()):
        with page.expect_navigation():
            page.locator(f'button[value="add:{MEMBERS}"]').click()


def give(page: Page, key: str, inputs: Inputs) -> None:
    """Fills the fields of one question; the journey may know more about a person than it asks here."""
    asked: dict[str, str] = page.locator(f'[id="q-{key}"]').evaluate(
        "e => Object.fromEntries([...e.querySelectorAll('[name]')].map(f => [f.name, f.type]))"
    )
    for name, values in inputs.items():
        if name not in asked or name == "shown":
            continue
        for value in values:
            if asked[name] in ("radio", "checkbox"):
                chosen = page.locator(f'[name="{name}"][value="{value}"]')
                if asked[name] == "radio" or value != "no":
                    # That a finger reaches it is shown elsewhere; waiting for each to stand still is a third of the time.
                    chosen.evaluate("e => e.checked || e.click()")
            elif asked[name] == "select-one":
                page.select_option(f'[name="{name}"]', value)
            else:
                page.fill(f'[name="{name}"]', value)


def person_in(key: str) -> str:
    """Whom a question is about; empty for affairs."""
    id = key.partition(".")[0]
    return id if id in SLOTS else ""


def wording(label: str) -> str:
    return label.replace("※必須", "").replace("※任意", "").strip()


def questions_alone(procedure: Procedure, family: Answers) -> int:
    return sum(len(page.asks) for page in Journey((procedure,), family, today()).pages)


def only_code(page: Page) -> zxingcpp.Barcode:
    """The one code on a picture of the page, as any reader sees it."""
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    (found,) = zxingcpp.read_barcodes(picture.convert("L"), formats=QR)
    return found


def opened(text: str, town: Office) -> tuple[tuple[str, ...], Answers]:
    """Procedures and answers as the town hall gets them."""
    ring = read_keyring(town.settings.keys.folder, town.settings.town.code)
    contents = open_ticket([text], ring, town.catalogue, now())
    return tuple(id for id, _ in contents.procedures), dict(unpack_rows(contents.answers))
