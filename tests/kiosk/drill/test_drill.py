"""A drill is served through the real screens, its score adds up, and nothing of it touches the town."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.main import kiosk
from kiosk.drill import Drill, Plan, Score, practice_hall, read_score, write_report
from kiosk.drill.residents import FORGOTTEN_SECTION, SLIPS
from kiosk.drill.score import LEFT_OPEN, LEFT_TASKS, LEFT_WAITING
from tests.kiosk.desk.townhall import TownHall, build_town_hall

PLAN = Plan(residents_an_hour=10, hours=1, windows=4, slips=100, seed=2)
PEOPLE = 10


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownHall:
    return build_town_hall(tmp_path_factory.mktemp("town"), printer="ipp://127.0.0.1:9/ipp/print")


@pytest.fixture(scope="module")
def score(town: TownHall) -> Score:
    """A drill in which every clerk slips each time: the worst of all days."""
    before = contents(town)
    with practice_hall(town.office, PLAN) as hall:
        drill = Drill(hall, PLAN)
        drill.run()
        found = read_score(drill)
        folder = hall.office.settings.folder
    assert contents(town) == before, "the town's own database, keys and files are as they were"
    assert not folder.exists()
    return found


def contents(town: TownHall) -> dict[Path, bytes]:
    root = town.office.settings.folder.parent
    return {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_everybody_comes_is_called_on_the_board_and_served(score: Score) -> None:
    first, others = [queue for queue in score.queues if queue.label != "保険・子育て"], score.queues[-1]
    assert score.residents == sum(len(queue.waits) for queue in first) == PEOPLE
    assert score.printed == PEOPLE, "with this seed nobody goes home"
    assert sum(len(queue.served) for queue in first) == PEOPLE
    assert len(others.waits) == len(others.served) == score.slips[FORGOTTEN_SECTION.words].made
    assert (score.board_misses, score.windows, score.missed[LEFT_WAITING], score.missed[LEFT_TASKS]) == (
        0,
        4,
        0,
        0,
    )
    assert score.promised == PEOPLE, "each number came with a wait"


def test_each_slip_is_scored_as_what_it_is(score: Score) -> None:
    papers, late, twice, spoilt, unfinished = (score.slips[slip.words] for slip in SLIPS)
    section = score.slips[FORGOTTEN_SECTION.words]
    assert all(each.made for each in score.slips.values()), "each of them was made"
    assert sum(each.made for each in score.slips.values()) == PEOPLE
    assert score.missed[LEFT_OPEN] == unfinished.made
    assert score.missed["確かめる書類を見ずに終えた"] == papers.noticed == 1
    assert score.reprinted == late.noticed + spoilt.made
    assert (twice.noticed, section.noticed) == (twice.made, section.made), "no screen lets that happen"
    assert (spoilt.noticed, unfinished.noticed) == (0, 0), "what no screen can see"
    assert score.missed.get("合わない紙のまま終えた", 0) == 0


def test_the_report_says_it_in_words(score: Score) -> None:
    report = write_report(score)
    for words in ("窓口4、1時間に10人、1時間。来た人 10人。", "| 証明書 |", "| 引っ越し |", "画面が止めた"):
        assert words in report
    assert LEFT_WAITING not in report
    late = replace(score, over=timedelta(minutes=95), missed={LEFT_WAITING: 3})
    assert "95分後" in write_report(late)
    assert f"| {LEFT_WAITING} | 3 |" in write_report(late)


def test_the_command_writes_it(town: TownHall, tmp_path: Path) -> None:
    out = tmp_path / "drill.md"
    options = ["--residents", "1", "--hours", "1", "--windows", "1", "--out", str(out)]
    ran = CliRunner().invoke(kiosk, ["--config", str(town.office.settings.folder), "drill", *options])
    assert ran.exit_code == 0, ran.output
    assert "窓口1、1時間に1人" in out.read_text("utf-8")
