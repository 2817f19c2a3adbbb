"""`python -m tests.bench.search`: how long the search takes to get ready and to find, with the shipped and with 340 procedures."""

import time
import tomllib
import tracemalloc
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

import click

from kiosk.office import Office, open_office, read_said_words
from kiosk.town.search import Finder, Topic
from kiosk.town.topics import make_topics
from kiosk.web.searching import say_otherwise

QUESTIONS = Path(__file__).parent.parent / "kiosk" / "town" / "questions"
LANGUAGES = ("ja", "en", "vi", "my")
LARGE = 340
HOSTILE = "certifcate recidence insurence pensoin alowance handbok " * 2


def main() -> None:
    office = open_office(Path("config"))
    click.echo("| language | procedures | ready, s | memory, MB | found, ms: median | slowest | hostile |")
    click.echo("|---|---|---|---|---|---|---|")
    for language in LANGUAGES:
        shipped = topics_of(office, language)
        for topics in (shipped, multiplied(shipped, LARGE)):
            click.echo(f"| {language} | {row(topics, language)} |")


def row(topics: list[Topic], language: str) -> str:
    empty = read_said_words().empty
    begun = time.perf_counter()
    finder = Finder(topics, empty)
    ready = time.perf_counter() - begun
    finder.find("certifcate")
    table = tomllib.loads((QUESTIONS / f"{language}.toml").read_text("utf-8"))
    times = [seconds(finder, words) for entry in table["asked"] for words in entry["questions"]]
    tracemalloc.start()
    kept = Finder(topics, empty)
    kept.find("certifcate")
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    procedures = sum(topic.kind.value == "procedure" for topic in topics)
    found = f"{median(times) * 1e3:.1f} | {max(times) * 1e3:.0f} | {seconds(finder, HOSTILE) * 1e3:.0f}"
    return f"{procedures} | {ready:.2f} | {memory:.0f} | {found}"


def seconds(finder: Finder, words: str) -> float:
    begun = time.perf_counter()
    finder.find(words)
    return time.perf_counter() - begun


def topics_of(office: Office, language: str) -> list[Topic]:
    procedures, events = office.catalogue.current.values(), office.guide.events.values()
    say = partial(say_otherwise, language)
    return list(make_topics(procedures, events, office.questions, read_said_words(), language, say))


def multiplied(topics: list[Topic], most: int) -> list[Topic]:
    """Return as many procedures, of which each further one is called like one that there is and a number."""
    procedures = [topic for topic in topics if topic.kind.value == "procedure"]
    more = (
        replace(each, id=f"{each.id}_{turn}", names={f"{name} {turn}": sure for name, sure in each.names.items()})
        for turn in range(1, most // len(procedures) + 1)
        for each in procedures
    )
    return [*topics, *[topic for topic, _ in zip(more, range(most - len(procedures)), strict=False)]]


if __name__ == "__main__":
    main()
