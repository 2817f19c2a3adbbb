"""Figures as open data: one table as CSV and as JSON, and a data package that says what stands in it."""

import csv
import io
import json
from collections.abc import Iterator

from kiosk.hall.figures import Figures

STEP = 5
"""Shares are told in steps of so many per cent: no small number can be worked out from them."""

FIELDS = {
    "measure": ("string", "何を数えたか"),
    "by": ("string", "何ごとに分けたか"),
    "value": ("string", "分けた値"),
    "number": ("number", "人数・件数・分・パーセント"),
}
MEASURES = {
    "visits": "受付の件数",
    "turns": "番号で呼ばれた人数",
    "median_waiting_minutes": "番号を取ってから最初に呼ばれるまでの分（中央値）",
    "median_serving_minutes": "窓口で手続をした分（中央値）",
    "within_target_percent": "目安の時間の内に呼ばれた割合（5％刻み）",
    "promises_kept_percent": "伝えた時間の内に呼ばれた割合（5％刻み）",
    "promises_longer_percent": "伝えた時間より長く待った割合（5％刻み）",
    "satisfaction": "画面で答えた人数。値は5（とてもよい）から1",
    "satisfaction_mean": "その平均",
}

Row = tuple[str, str, str, float]


def rows_of(figures: Figures) -> Iterator[Row]:
    """Yield the lines of the table."""
    for cell in figures.cells:
        yield cell.measure, cell.by, cell.value, cell.count
    for times in figures.times:
        yield "turns", "queue", times.queue, times.count
        yield "median_waiting_minutes", "queue", times.queue, times.waiting
        yield "median_serving_minutes", "queue", times.queue, times.serving
        yield "within_target_percent", "queue", times.queue, percent(times.within, times.count)
    if figures.faces:
        yield "satisfaction_mean", "all", "all", figures.faces.mean
    for hour in figures.hours:
        yield "median_waiting_minutes", "hour", f"{hour.hour:02}", hour.waiting
    for score in figures.promises:
        yield "promises_kept_percent", "queue", score.queue, percent(score.inside, score.count)
        yield "promises_longer_percent", "queue", score.queue, percent(score.longer, score.count)


def percent(part: int, whole: int) -> int:
    """Return the share in steps."""
    return round(100 * part / whole / STEP) * STEP if whole else 0


def write_csv(figures: Figures) -> str:
    """Return the table as CSV with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    writer.writerows(rows_of(figures))
    return out.getvalue()


def write_json(figures: Figures) -> str:
    """Return the same table as JSON."""
    rows = [dict(zip(FIELDS, row, strict=True)) for row in rows_of(figures)]
    days = {"since": figures.since.isoformat(), "until": figures.until.isoformat()}
    return _dump({**days, "rows": rows})


def write_package(figures: Figures, town: str, name: str) -> str:
    """Return the description of both files. (Source: Data Package, datapackage.org, version 2.)"""
    fields = [{"name": field, "type": kind, "description": words} for field, (kind, words) in FIELDS.items()]
    table = {
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": ["measure", "by", "value"]},
    }
    return _dump(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": name,
            "title": f"{town} 窓口の数字（{figures.since}から{figures.until}まで）",
            "description": "、".join(f"{measure}: {words}" for measure, words in MEASURES.items())
            + "。10未満の数は、ほかと合わせるか、のせていない。",
            "resources": [
                table,
                {"name": f"{name}-json", "path": f"{name}.json", "mediatype": "application/json"},
            ],
        }
    )


def _dump(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
