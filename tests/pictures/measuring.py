"""`python -m tests.pictures.measuring`: weighs the pages, waits on a slow line, and counts taps and keys, for docs/screens.md."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, Response, sync_playwright

from cardreader.virtual import VirtualCard
from kiosk.prefill import create_app
from kiosk.settings import DeskMode
from tests.browser.atcounter import read_code
from tests.browser.conftest import CHROMIUM, FLAGS, phone_context
from tests.browser.deskserver import counter_page, lobby_page, running_desk
from tests.browser.serving import serving
from tests.browser.test_journeys_counted import (
    test_a_couple_from_viet_nam_moves_in_from_another_town,
    test_a_family_of_five_moves_in_with_seven_procedures,
    test_a_guardian_asks_for_her_ward,
    test_a_mother_asks_for_her_son_of_fourteen,
    test_a_neighbour_fetches_an_old_womans_resident_record,
    test_a_newcomer_from_viet_nam_joins_insurance_and_pension,
    test_a_son_leaves_open_what_he_cannot_know_after_his_fathers_death,
    test_a_wife_asks_for_her_husbands_certificates,
)
from tests.browser.walking import walk_to_code
from tests.cardreader.pcscd import SERVICE, person
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.offices import make_office
from tests.pictures.slowline import slow_line
from tools.virtual_printer import VirtualPrinter

PAGE = Path(__file__).parents[2] / "docs" / "screens.md"
HEADER_BYTES = 600
"""What the heads of a request and its answer weigh, about."""
COUNTING = """
addEventListener("click", event => { if (event.isTrusted && event.detail) window.counted("tap"); }, true);
addEventListener("focusin", event => {
  if (event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea")) window.counted("field");
}, true);
addEventListener("keydown", event => { if (/^(F\\d+|Enter|Escape)$/.test(event.key)) window.counted("key"); }, true);
"""

SMALL_PHONE = {"width": 360, "height": 740}
LEAVING = """
const leave = () => window.left(location.pathname, document.title, document.documentElement.scrollHeight);
addEventListener("submit", leave, true);
addEventListener("click", event => { if (event.target.closest("a[href]")) leave(); }, true);
"""
"""How long a page is when it is left, with everything on it that came up meanwhile."""
WALKS: Mapping[str, tuple[Callable[[Page, str], None], int | None]] = {
    "妻が夫の住民票の写しと印鑑登録証明書": (test_a_wife_asks_for_her_husbands_certificates, 22_390),
    "ベトナムから1人で来て、転入・国民健康保険・国民年金": (
        test_a_newcomer_from_viet_nam_joins_insurance_and_pension,
        36_000,
    ),
    "5人の家族が転入し、7つの手続": (test_a_family_of_five_moves_in_with_seven_procedures, 56_000),
    "父が亡くなった次の日の子、4つの手続": (
        test_a_son_leaves_open_what_he_cannot_know_after_his_fathers_death,
        None,
    ),
    "近所のお年寄りに頼まれて、住民票の写し": (test_a_neighbour_fetches_an_old_womans_resident_record, None),
    "母が14歳の子の住民票の写しと身体障害者手帳": (test_a_mother_asks_for_her_son_of_fourteen, None),
    "成年後見人が3つの手続": (test_a_guardian_asks_for_her_ward, None),
    "ベトナムの夫婦が転入し、国民健康保険に入る": (
        test_a_couple_from_viet_nam_moves_in_from_another_town,
        None,
    ),
}
"""The journeys counted in every run, and how many pixels three of them were long before people were asked for once."""


class Count:
    """Taps, fields typed into and single keys, over all pages of a browser window."""

    def __init__(self, page: Page) -> None:
        self.found = dict.fromkeys(("tap", "field", "key"), 0)
        page.expose_function("counted", self._one)
        page.add_init_script(COUNTING)

    def _one(self, kind: str) -> None:
        self.found[kind] += 1

    def start(self) -> None:
        self.found = dict.fromkeys(self.found, 0)


def main() -> None:
    with TemporaryDirectory() as folder, VirtualPrinter(Path(folder) / "printer") as printer:
        office = make_office(Path(folder) / "town", ("ipp://127.0.0.1:8631/ipp/print", printer.uri))
        hall = TownHall(office)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            with serving(create_app(office)) as url:
                weights, journeys = phone(browser, url)
                waits = slow_line(browser, url)
                lengths = scrolling(browser, url)
            journeys += counter(browser, hall)
            journeys += lobby(browser, hall)
            browser.close()
    write(weights, waits, journeys)
    write_lengths(lengths)


def phone(browser: Browser, url: str) -> tuple[list[tuple[str, int, int]], list[tuple[str, dict[str, int]]]]:
    """(screen, its own bytes, bytes of styles and scripts loaded with it), and the counted journey."""
    page = phone_context(browser, scale=1).new_page()
    count = Count(page)
    own, besides = 0, 0
    weights: list[tuple[str, int, int]] = []

    def weigh(response: Response) -> None:
        nonlocal own, besides
        if response.status != 200 or response.from_service_worker:
            return
        size = len(response.body()) + HEADER_BYTES
        if "/kit/" in response.url:
            besides += size
        elif response.request.resource_type == "document":
            own += size

    def look(page: Page, name: str) -> None:
        nonlocal own, besides
        page.wait_for_load_state("networkidle")
        if name != "chosen":
            weights.append((page.get_by_role("heading", level=1).inner_text().replace("\n", ""), own, besides))
        own = besides = 0

    page.on("response", weigh)
    walk_to_code(page, url, look)
    page.context.close()
    return weights, [("携帯電話：住民票の写しを本人が1通（はじめからコードまで）", count.found)]


def scrolling(browser: Browser, url: str) -> dict[str, list[tuple[str, int]]]:
    """How long each screen of each walk is in CSS pixels on a phone of 360×740 when it is left for good, in their order."""
    lengths: dict[str, list[tuple[str, int]]] = {}
    for name, (walk, _) in WALKS.items():
        page = phone_context(browser, scale=1).new_page()
        page.set_viewport_size(SMALL_PHONE)  # type: ignore[arg-type]
        found: dict[str, tuple[str, int]] = {}
        page.expose_function(
            "left",
            lambda at, title, long, found=found: found.update({at: (title.split(" - ")[0], long)}),
        )
        page.add_init_script(LEAVING)
        walk(page, url)
        last: int = page.evaluate("document.documentElement.scrollHeight")
        lengths[name] = [*found.values(), (page.get_by_role("heading", level=1).inner_text(), last)]
        page.context.close()
    return lengths


def counter(browser: Browser, hall: TownHall) -> list[tuple[str, dict[str, int]]]:
    with running_desk(hall, DeskMode.COUNTER) as (address, _):
        page = counter_page(browser, address)
        count = Count(page)
        page.goto(address)
        read_code(page, hall.ticket()[0])
        page.wait_for_url("**/visits/*")
        count.start()
        page.keyboard.press("F2")
        page.locator("#finish").wait_for(timeout=60_000)
        printed = dict(count.found)
        page.locator("label.tick", has_text="運転免許証").first.click()
        page.get_by_text("済み").wait_for()
        page.keyboard.press("F4")
        page.get_by_text("の受付を終了しました。").wait_for()
        page.context.close()
        return [
            ("窓口：コードを読んでから書類が出るまで", printed),
            ("窓口：本人確認をして終わるまで", dict(count.found)),
        ]


def lobby(browser: Browser, hall: TownHall) -> list[tuple[str, dict[str, int]]]:
    SERVICE.start()
    with running_desk(hall, DeskMode.LOBBY) as (address, _):
        by_code = _lobby(browser, address, lambda page: _by_code(page, hall))
        by_card = _lobby(browser, address, _by_card)
        return [
            ("ロビー：コードから紙を取って終わるまで", by_code),
            ("ロビー：カードから確認の画面まで（住民票の写し、世帯の全員、1通）", by_card),
        ]


def _lobby(browser: Browser, address: str, walk: Callable[[Page], None]) -> dict[str, int]:
    page = lobby_page(browser, address)
    count = Count(page)
    page.goto(address)
    walk(page)
    page.context.close()
    return count.found


def _by_code(page: Page, hall: TownHall) -> None:
    read_code(page, hall.ticket()[0])
    page.wait_for_url("**/review")
    page.tap("text=この内容で印刷する")
    page.get_by_text("紙を取った（終了する）").wait_for(timeout=60_000)
    page.tap("text=紙を取った（終了する）")
    page.wait_for_url("**/done")


def _by_card(page: Page) -> None:
    from tests.browser.test_lobby import enter_pin

    card = VirtualCard(person("yoshida"), port=SERVICE.port)
    card.insert()
    page.wait_for_url("**/card")
    enter_pin(page, person("yoshida").pin)
    page.tap("button.way-line:has-text('住民票の写し')")
    page.tap("button.way-line:has-text('世帯の全員')")
    page.wait_for_url("**/review")
    card.remove()


def write(
    weights: list[tuple[str, int, int]],
    waits: list[tuple[str, float]],
    journeys: list[tuple[str, dict[str, int]]],
) -> None:
    """The tables into docs/screens.md, whatever else stands there."""
    rows = [f"| {name} | {own / 1000:.1f} | {besides / 1000:.1f} |" for name, own, besides in weights]
    put(
        "weights",
        [
            "| 画面 | 画面そのもの（kB） | 見た目とプログラム（kB、ほとんどは前の画面で届いている） |",
            "|---|---:|---:|",
            *rows,
        ],
    )
    rows = [f"| {name} | {seconds:.1f} |" for name, seconds in waits]
    put("waits", ["| アドレスを入れてから | 秒 |", "|---|---:|", *rows])
    rows = [f"| {name} | {c['tap']} | {c['field']} | {c['key']} |" for name, c in journeys]
    put("journeys", ["| 道のり | タップ | 文字を入れる欄 | キー |", "|---|---:|---:|---:|", *rows])


def write_lengths(lengths: Mapping[str, list[tuple[str, int]]]) -> None:
    """Each walk's length, its longest screen, and how many times a phone's height that is."""
    rows = []
    for name, screens in lengths.items():
        total, before = sum(long for _, long in screens), WALKS[name][1]
        title, longest = max(screens, key=lambda screen: screen[1])
        phones = f"{total / SMALL_PHONE['height']:.0f}"
        rows.append(
            f"| {name} | {f'{before:,}' if before else '–'} | {total:,} | {phones} | {title}（{longest:,}） |"
        )
    put(
        "lengths",
        [
            "| 道のり | 前（ピクセル） | 後（ピクセル） | 画面の高さの何倍か | いちばん長い画面 |",
            "|---|---:|---:|---:|---|",
            *rows,
        ],
    )
    each_screen = [
        f"| {name} | {' · '.join(f'{title} {long:,}' for title, long in each)} |" for name, each in lengths.items()
    ]
    put("lengths of screens", ["| 道のり | 画面ごとの長さ（ピクセル） |", "|---|---|", *each_screen])


def put(mark: str, lines: list[str]) -> None:
    table = "\n".join([f"<!-- {mark} -->", *lines, f"<!-- end of {mark} -->"])
    text = PAGE.read_text("utf-8")
    PAGE.write_text(re.sub(rf"(?s)<!-- {mark} -->.*<!-- end of {mark} -->", lambda _: table, text), "utf-8")


if __name__ == "__main__":
    main()
