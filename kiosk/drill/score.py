"""What a drill was like, read from its database: waits, missed tasks, papers printed once more; as a page of Markdown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from statistics import median, quantiles

from forms.wareki import wareki
from kiosk.clock import JAPAN
from kiosk.drill.hall import OPENS, Plan, PracticeHall
from kiosk.drill.residents import Drill, Slips
from kiosk.hall import figures, turn, turns
from kiosk.store import AuditEvent, audit, open_visits, tasks

LEFT_OPEN, LEFT_WAITING = "終了を押さず、受付が開いたまま", "夜まで終わらなかった人"
LEFT_TASKS = "課の用が残ったまま"
LEFT_WORDS: Mapping[str, str] = {
    "papers_unseen": "確かめる書類を見ずに終えた",
    "paper_changed": "合わない紙のまま終えた",
    "fee_unpaid": "手数料を確かめずに終えた",
}
"""What a visit was finished in spite of, by its code in the audit log."""


@dataclass(frozen=True, slots=True)
class QueueScore:
    """How the people of one queue waited and were served, in minutes."""

    label: str
    target: int
    waits: tuple[float, ...]
    served: tuple[float, ...]

    @property
    def within(self) -> int:
        """How many were called within the target."""
        return sum(wait <= self.target for wait in self.waits)


@dataclass(frozen=True, slots=True)
class Score:
    """What one drill came to."""

    day: str
    plan: Plan
    windows: int
    residents: int
    queues: tuple[QueueScore, ...]
    kept: int
    promised: int
    over: timedelta
    """From the hour at which no one came any more until the last was served."""
    missed: Mapping[str, int]
    """Tasks left undone, by words."""
    printed: int
    reprinted: int
    slips: Mapping[str, Slips]
    board_misses: int
    requests: int


def read_score(drill: Drill) -> Score:
    """Return the score of a drill that has run. Raise StoreError."""
    hall, plan = drill.hall, drill.plan
    spans = turns.Turns(hall.store, hall.site).spans(hall.day)
    people = [list(each) for _, each in groupby(spans, key=lambda span: span.turn_id)]
    promises = figures.read_promises(hall.store, hall.day, hall.day, least=1)
    entries = tuple(audit.read_all(hall.store))
    printed = Counter(each.visit_id for each in entries if each.event == AuditEvent.SHEETS_PRINTED)
    reasons = [
        str(each.details.get("reason", "")).split("+")
        for each in entries
        if each.event == AuditEvent.VISIT_FINISHED
    ]
    missed = Counter(LEFT_WORDS.get(code, code) for codes in reasons for code in codes if code)
    missed[LEFT_OPEN] = len(open_visits(hall.store))
    missed[LEFT_WAITING] = drill.left
    missed[LEFT_TASKS] = len(tasks.Tasks(hall.store, {}).left())
    return Score(
        day=wareki(hall.day.isoformat()),
        plan=plan,
        windows=len(hall.windows),
        residents=drill.residents,
        queues=tuple(_queues(hall, people)),
        kept=sum(each.inside for each in promises),
        promised=sum(each.count for each in promises),
        over=hall.clock.now - (datetime.combine(hall.day, OPENS, JAPAN) + timedelta(hours=plan.hours)),
        missed=missed,
        printed=len(printed),
        reprinted=sum(count - 1 for count in printed.values()),
        slips=drill.slips,
        board_misses=drill.board_misses,
        requests=drill.requests,
    )


def write_report(score: Score) -> str:
    """Return the score as Markdown, in Japanese."""
    plan, over = score.plan, int(score.over.total_seconds() // 60)
    lines = [
        f"# 4月の練習の結果（{score.day}）",
        "",
        f"窓口{score.windows}、1時間に{plan.residents_an_hour}人、{plan.hours}時間。来た人 {score.residents}人。"
        f"最後の方が終わったのは、受け付けをやめてから{max(over, 0)}分後。",
        "",
        "| 用事 | 呼ばれた人 | 待ち時間（中央値） | 10人に9人 | いちばん長い | 目安の内 | 手続の時間（中央値） |",
        "|---|---|---|---|---|---|---|",
        *(_row(queue) for queue in score.queues),
        "",
        f"番号と一緒に伝えた待ち時間の内に呼べたのは、{score.promised}人のうち{score.kept}人。"
        f"呼んだ番号が表示板になかったこと {score.board_misses}回。",
        "",
        "| し忘れ | 件数 |",
        "|---|---|",
        *(f"| {words} | {count} |" for words, count in sorted(score.missed.items()) if count),
        f"| 合計 | {sum(score.missed.values())} |",
        "",
        f"印刷した受付 {score.printed}件、印刷のやり直し {score.reprinted}回。",
        "",
        f"職員の間違い（100件に{plan.slips}件）と、画面が止めた数：",
        "",
        "| 間違い | した | 画面が止めた |",
        "|---|---|---|",
        *(f"| {words} | {each.made} | {each.noticed} |" for words, each in score.slips.items()),
        "",
        f"開いた画面は{score.requests:,}枚。",
    ]
    return "\n".join(lines) + "\n"


def _row(queue: QueueScore) -> str:
    waits = queue.waits
    most = quantiles(waits, n=10)[8] if len(waits) > 1 else max(waits, default=0)
    cells = (
        queue.label,
        f"{len(waits)}人",
        f"{median(waits):.0f}分" if waits else "―",
        f"{most:.0f}分以内",
        f"{max(waits, default=0):.0f}分",
        f"{queue.within}人（{queue.target}分）",
        f"{median(queue.served):.0f}分" if queue.served else "―",
    )
    return f"| {' | '.join(cells)} |"


def _queues(hall: PracticeHall, people: Sequence[Sequence[turn.Span]]) -> Iterator[QueueScore]:
    for queue in hall.hall.queues_of(hall.site):
        own = [pair for spans in people for pair in pairwise(spans) if pair[0].queue == queue.id]
        yield QueueScore(
            queue.label,
            queue.target_minutes,
            tuple(
                figures.minutes(after.since - span.since)
                for span, after in own
                if span.state is turn.State.WAITING and after.state is turn.State.CALLED
            ),
            tuple(
                figures.minutes(after.since - span.since)
                for span, after in own
                if span.state is turn.State.SERVING
            ),
        )
