"""One page of A4 for the mayor: what the month was like for residents, against the month before, and where to look."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from kiosk.hall import opendata, survey
from kiosk.hall.figures import Figures, Times, cells_by, draw_chart, read_figures, total_of
from kiosk.store import Store
from kiosk.town.hall import Hall
from printing.fonts import LABEL_BOLD_FONT, LABEL_FONT, font_file

PLAIN, BOLD = "monthly", "monthly-bold"
WIDTH, HEIGHT = 210 * mm, 297 * mm
LEFT, RIGHT = 20 * mm, 190 * mm
INK, SOFT, LINE, KEY = (0.1, 0.1, 0.11), (0.35, 0.35, 0.37), (0.75, 0.75, 0.77), (0.0, 0.09, 0.76)
MOST_QUEUES = 8
NOTHING = "–"
ENOUGH_KEPT = 80
"""Per cent of promises; below it the page says so."""


@dataclass(frozen=True, slots=True)
class Month:
    """What the page says. `labels` is what people call the queues, `targets` how many minutes they should wait at most."""

    town: str
    title: str
    now: Figures
    before: Figures | None
    labels: Mapping[str, str]
    targets: Mapping[str, int]
    comparisons: Sequence[survey.Comparison] = ()


def read_month(store: Store, hall: Hall | None, town: str, first: date, unnamed: Collection[str] = ()) -> Month:
    """Return the month that begins on this day, with the one before; `unnamed` as in `read_figures`. Raise StoreError."""
    queues = hall.queues if hall else ()
    targets = {queue.id: queue.target_minutes for queue in queues}
    last = first.replace(day=monthrange(first.year, first.month)[1])
    before = (first - timedelta(days=1)).replace(day=1)
    return Month(
        town=town,
        title=f"{first.year}年{first.month}月",
        now=read_figures(store, first, last, targets, unnamed),
        before=read_figures(store, before, first - timedelta(days=1), targets, unnamed),
        labels={queue.id: queue.label for queue in queues},
        targets=targets,
        comparisons=survey.compare(survey.read_walks(store)),
    )


def remarks(month: Month) -> list[str]:
    """Return where it is worth to look, said from the figures alone."""
    figures, found = month.now, []
    late = [times for times in figures.times if times.waiting > month.targets.get(times.queue, 20)]
    for times in sorted(late, key=lambda each: each.waiting, reverse=True)[:2]:
        label, target = month.labels.get(times.queue, times.queue), month.targets.get(times.queue, 20)
        found.append(f"「{label}」は、半分の方が{times.waiting:g}分より長く待ちました（目安{target}分）。")
    if figures.hours:
        worst = max(figures.hours, key=lambda each: each.waiting)
        found.append(
            f"いちばん待つのは{worst.hour}時台に番号を取った方です（中央値{worst.waiting:g}分、{worst.count}人）。"
        )
    if figures.kept and opendata.percent(*figures.kept) < ENOUGH_KEPT:
        found.append("伝えた待ち時間が守れていません。窓口の数と、ふだんの分（hall.toml）を確かめてください。")
    return found or ["目安をこえた用事はありませんでした。"]


def draw_month(month: Month) -> bytes:
    """Return the page as a PDF."""
    _register_fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle(f"{month.town} {month.title}")
    page = _Page(canvas)
    page.heading(f"{month.town}　窓口の1か月", month.title)
    _draw_three(page, month)
    _draw_hours(page, month)
    _draw_queues(page, month)
    _draw_before_after(page, month.comparisons)
    page.section("気をつけて見るところ")
    for line in remarks(month):
        page.line(f"・{line}")
    page.foot()
    canvas.save()
    return out.getvalue()


class _Page:
    """Writes from the top down; `y` is where the next line stands."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = HEIGHT - 24 * mm

    def text(
        self, x: float, y: float, words: str, size: float = 10, *, bold: bool = False, end: bool = False
    ) -> None:
        self.canvas.setFont(BOLD if bold else PLAIN, size)
        draw = self.canvas.drawRightString if end else self.canvas.drawString
        draw(x, y, words)

    def heading(self, words: str, when: str) -> None:
        self.ink(INK)
        self.text(LEFT, self.y, words, 20, bold=True)
        self.text(RIGHT, self.y, when, 14, end=True)
        self.y -= 5 * mm
        self.rule(KEY, 1.5)
        self.y -= 8 * mm

    def section(self, words: str) -> None:
        self.y -= 4 * mm
        self.ink(KEY)
        self.text(LEFT, self.y, words, 12, bold=True)
        self.ink(INK)
        self.y -= 7 * mm

    def line(self, words: str) -> None:
        self.text(LEFT, self.y, words)
        self.y -= 5.5 * mm

    def row(self, cells: Sequence[str], ends: Sequence[float], *, bold: bool = False) -> None:
        """Write a row: the first cell from the left, the others ending where they should."""
        self.text(LEFT, self.y, cells[0], bold=bold)
        for words, end in zip(cells[1:], ends, strict=True):
            self.text(LEFT + end, self.y, words, bold=bold, end=True)
        self.y -= 2 * mm
        self.rule(LINE, 0.4)
        self.y -= 4.5 * mm

    def rule(self, colour: tuple[float, float, float], width: float) -> None:
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(LEFT, self.y, RIGHT, self.y)

    def ink(self, colour: tuple[float, float, float]) -> None:
        self.canvas.setFillColorRGB(*colour)

    def foot(self) -> None:
        self.ink(SOFT)
        words = "10人未満の数は、ほかと合わせるか、記載していません。職員ごとの数は数えていません。数え方は、一緒に書き出した datapackage.json にあります。"
        self.text(LEFT, 14 * mm, words, 7.5)


def _draw_three(page: _Page, month: Month) -> None:
    """The three numbers, each with that of the month before."""
    big = (
        ("受付", _visits(month.now), _visits(month.before), "件"),
        (
            "待ち時間（中央値）",
            _waiting(month.now.overall),
            _waiting(month.before.overall if month.before else None),
            "分",
        ),
        ("伝えた時間の内に呼べた", _kept(month.now), _kept(month.before), "％"),
    )
    for at, (words, now, before, unit) in enumerate(big):
        x = LEFT + at * 58 * mm
        page.ink(SOFT)
        page.text(x, page.y, words, 10)
        page.ink(INK)
        page.text(x, page.y - 14 * mm, now + (unit if now != NOTHING else ""), 30, bold=True)
        page.ink(SOFT)
        page.text(x, page.y - 20 * mm, f"前の月 {before}{unit if before != NOTHING else ''}", 9)
    page.y -= 27 * mm
    faces = month.now.faces
    page.ink(INK)
    said = (
        f"満足度（5点満点） {faces.mean:g}点　{faces.count}人が答えました"
        if faces
        else "満足度は、10人以上が答えたときにのせます。"
    )
    page.line(said)


def _draw_hours(page: _Page, month: Month) -> None:
    """The one picture: how many came in which hour."""
    page.section("来た時間（受付の件数）")
    counts = [
        (f"{int(cell.value)}時", cell.count) for cell in cells_by(month.now.cells, "hour") if cell.value.isdigit()
    ]
    if not counts:
        page.line("10件以上の時間帯がありません。")
        return
    rows = [(label, float(count), str(count)) for label, count in counts]
    chart = draw_chart(rows, RIGHT - LEFT, 40 * mm)
    base = page.y - 42 * mm
    for column in chart.columns:
        page.ink(KEY)
        page.canvas.rect(LEFT + column.x, base, column.width, column.height, stroke=0, fill=1)
        page.ink(INK)
        page.canvas.setFont(PLAIN, 9)
        page.canvas.drawCentredString(LEFT + column.middle, base + column.height + 1.2 * mm, column.words)
        page.canvas.drawCentredString(LEFT + column.middle, base - 4 * mm, column.label)
    page.y = base - 9 * mm


def _draw_queues(page: _Page, month: Month) -> None:
    page.section("用事ごとの待ち時間")
    if not month.now.times:
        page.line("番号で呼んだ方が10人以上の用事は、ありません。")
        return
    ends = (62 * mm, 86 * mm, 112 * mm, 140 * mm, 170 * mm)
    page.row(("用事", "人数", "待ち時間", "手続の時間", "目安の内", "伝えた時間の内"), ends, bold=True)
    scores = {score.queue: score for score in month.now.promises}
    for times in month.now.times[:MOST_QUEUES]:
        score = scores.get(times.queue)
        page.row(
            (
                month.labels.get(times.queue, times.queue),
                f"{times.count}人",
                f"{times.waiting:g}分",
                f"{times.serving:g}分",
                f"{opendata.percent(times.within, times.count)}％",
                f"{opendata.percent(score.inside, score.count)}％" if score else NOTHING,
            ),
            ends,
        )


def _draw_before_after(page: _Page, comparisons: Sequence[survey.Comparison]) -> None:
    if not comparisons:
        return
    page.section("窓口利用体験調査（職員が住民の役をして測った時間、中央値）")
    ends = (85 * mm, 110 * mm, 140 * mm)
    page.row(("だれの役", "前", "後", "歩いた回数"), ends, bold=True)
    for each in comparisons:
        before, after = (NOTHING if value is None else f"{value:g}分" for value in each.total)
        counts = f"前{each.counts[survey.Phase.BEFORE]}・後{each.counts[survey.Phase.AFTER]}"
        page.row((survey.SCRIPTS[each.script], before, after, counts), ends)


def _visits(figures: Figures | None) -> str:
    return f"{total_of(figures, 'status'):,}" if figures and total_of(figures, "status") else NOTHING


def _waiting(times: Times | None) -> str:
    return f"{times.waiting:g}" if times else NOTHING


def _kept(figures: Figures | None) -> str:
    return str(opendata.percent(*figures.kept)) if figures and figures.kept else NOTHING


@cache
def _register_fonts() -> None:
    pdfmetrics.registerFont(ttfonts.TTFont(PLAIN, font_file(LABEL_FONT), asciiReadable=0))
    pdfmetrics.registerFont(ttfonts.TTFont(BOLD, font_file(LABEL_BOLD_FONT), asciiReadable=0))
