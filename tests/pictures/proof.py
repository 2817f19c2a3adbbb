"""`make proof LANG=vi`: twenty screens in Japanese and in one language side by side, and the official terms, as a PDF for a
native reader to mark with a pen."""

import io
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kiosk.prefill import create_app
from kiosk.settings import DeskMode
from kiosk.web.language import JAPANESE, LANGUAGES, OFFERED, Language
from tests.browser.conftest import CHROMIUM, FLAGS, phone_context
from tests.browser.deskserver import UPRIGHT, lobby_page, running_desk
from tests.browser.screens import GROUPS, TITLES, Visit
from tests.browser.serving import serving
from tests.kiosk.desk.townhall import TownHall
from tests.kiosk.offices import make_office
from tests.pictures.lobby import show
from tools.translation.glossary import read_glossary

FOLDER = Path(__file__).parents[2] / "build" / "proof"
ON_PHONE = (
    *("start", "whom", "mistakes", "you", "wanted", "people", "review", "code", "codes"),
    *("household-mistakes", "questions", "list", "later", "wipe"),
)
AT_LOBBY = {
    "first": ("ロビー：はじめ", "/"),
    "scan": ("ロビー：コード", "/scan"),
    "card": ("ロビー：カード", "/card"),
    "question": ("ロビー：質問", "/ask/resident_record.scope@resident_record_copy?from=review"),
    "check": ("ロビー：確認", "/review"),
    "called": ("ロビー：職員を呼ぶ", "/called"),
}
SCREENS = (*ON_PHONE, *AT_LOBBY)
SLICE = 2.3
"""How many times as high as wide a picture may be, for two of them to stand beside each other on a sheet of A4."""

OURS = "こちらの言葉 / ours"
"""For a term for which no page of a public body was found: a native's word is wanted there most."""

STYLE = """
@page { size: A4; margin: 12mm }
body { font: 10pt/1.5 "Noto Sans", "BIZ UDPGothic", sans-serif; margin: 0 }
section { break-after: page }
h1 { font-size: 18pt } h2 { font-size: 12pt; margin: 0 0 2mm }
.pair { display: flex; gap: 6mm }
.pair figure { flex: 1; margin: 0 } img { width: 100%; border: 1px solid #888 }
.line { border-bottom: 1px solid #888; height: 8mm }
table { border-collapse: collapse; width: 100% } td, th { border: 1px solid #888; padding: 1mm 2mm; text-align: left }
tr { break-inside: avoid } td:last-child { width: 30% }
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """One screen in Japanese and in the language."""

    title: str
    japanese: Image.Image
    foreign: Image.Image

    def slices(self) -> Iterator[tuple[Image.Image, Image.Image]]:
        """Yield what stands on one sheet each: long pages are cut."""
        height = round(self.japanese.width * SLICE)
        for top in range(0, max(self.japanese.height, self.foreign.height), height):
            yield cut(self.japanese, top, height), cut(self.foreign, top, height)


def make_proof(browser: Browser, language: Language, folder: Path, wanted: Iterable[str] = SCREENS) -> bytes:
    """Return the PDF of these screens; the town it shows lives in `folder`."""
    names = tuple(wanted)
    office = make_office(folder)
    pairs = [
        *_phone(browser, TownHall(office), language, names),
        *_lobby(browser, TownHall(office), language, names),
    ]
    page = browser.new_page()
    page.set_content(_written(pairs, language))
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    return pdf


def _phone(browser: Browser, hall: TownHall, language: Language, names: tuple[str, ...]) -> Iterator[Pair]:
    app = create_app(hall.office)
    with serving(app) as url:
        page = phone_context(browser, scale=2).new_page()
        for group in GROUPS.values():
            if not set(names).intersection(ON_PHONE):
                break
            for name, open_in in group(Visit(page, app, url, hall.office)):
                if name in names:
                    yield _pair(page, TITLES[name], open_in, language)
        page.context.close()


def _lobby(browser: Browser, hall: TownHall, language: Language, names: tuple[str, ...]) -> Iterator[Pair]:
    with running_desk(hall, DeskMode.LOBBY) as (address, _):
        pages = {code: lobby_page(browser, address, UPRIGHT) for code in (JAPANESE, language.code)}
        for name in names:
            if name not in AT_LOBBY:
                continue
            title, path = AT_LOBBY[name]
            shots = {code: _at_lobby(page, address, hall, code, path) for code, page in pages.items()}
            yield Pair(title, shots[JAPANESE], shots[language.code])
        for page in pages.values():
            page.context.close()


def _at_lobby(page: Page, address: str, hall: TownHall, code: str, path: str) -> Image.Image:
    page.goto(f"{address}/?language={code}")
    if path not in ("/", "/scan", "/card"):
        show(page, hall, code)
    if path != "/":
        page.goto(f"{address}{path}")
    return shot(page)


def _pair(page: Page, title: str, open_in: Callable[[str], None], language: Language) -> Pair:
    open_in(JAPANESE)
    japanese = shot(page)
    open_in(language.code)
    return Pair(title, japanese, shot(page))


def shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")


def cut(picture: Image.Image, top: int, height: int) -> Image.Image:
    bottom = max(top + 1, min(picture.height, top + height))
    whole = Image.new("RGB", (picture.width, bottom - top), "white")
    whole.paste(picture, (0, -top))
    return whole


def _written(pairs: list[Pair], language: Language) -> str:
    parts = [_first_page(language)]
    for number, pair in enumerate(pairs, 1):
        for japanese, foreign in pair.slices():
            figures = "".join(
                f'<figure><img alt="" src="{_address(each)}"></figure>' for each in (japanese, foreign)
            )
            parts.append(
                f'<section><h2>{number}　{escape(pair.title)}</h2><div class="pair">{figures}</div>'
                '<div class="line"></div><div class="line"></div></section>'
            )
    parts.append(_terms(language))
    head = f"<meta charset=utf-8><title>書かない窓口 {escape(language.name)}</title><style>{STYLE}</style>"
    return f'<!doctype html><html lang="ja">{head}<body>{"".join(parts)}</body></html>'


def _first_page(language: Language) -> str:
    return (
        f"<section><h1>書かない窓口　{escape(language.name)}</h1>"
        "<p>左が日本語、右が訳です。右の言葉がおかしいところに線を引き、正しい言い方を横か下の線に書いてください。"
        "意味がちがう＝×、誤解する＝△、言い方が不自然＝〜。終わりに、役所の言葉の一覧があります。</p>"
        "<p>Japanese on the left, the translation on the right. Please underline what is not right and write the better "
        "words beside it or on the lines below. Wrong meaning: ×, misleading: △, unnatural: 〜. The official terms are "
        "listed at the end.</p><p>名前 / Name</p><div class='line'></div><p>日付 / Date</p><div class='line'></div></section>"
    )


def _terms(language: Language) -> str:
    """Return the terms, each with whose word it is: a public body's, by its address, or ours."""
    said = {
        term.ja: (term.said.get(language.code, ""), term.sources.get(language.code))
        for term in read_glossary().terms
    }
    rows = "".join(
        f"<tr><td>{escape(ja)}</td><td>{escape(word)}</td>"
        f"<td>{escape(urlsplit(source).netloc if source else OURS)}</td><td></td></tr>"
        for ja, (word, source) in sorted(said.items())
        if word
    )
    return f"<h2>役所の言葉 / Official terms</h2><table>{rows}</table>"


def _address(picture: Image.Image) -> str:
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(kept.getvalue()).decode()}"


def main() -> None:
    """Write the proof of the language named on the command line."""
    codes = [code for code in OFFERED if code != JAPANESE]
    code = sys.argv[1] if len(sys.argv) > 1 else ""
    if code not in codes:
        sys.exit(f"make proof LANG=…: {'、'.join(codes)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{code}.pdf"
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        file.write_bytes(make_proof(browser, LANGUAGES[code], Path(folder)))
        browser.close()
    print(file)  # noqa: T201 - a command that says where its result is


if __name__ == "__main__":
    main()
