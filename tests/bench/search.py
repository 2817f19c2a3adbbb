"""`python -m tests.bench.search`: what the search finds in each language, as docs/search.md shows it; then how long it takes to
get ready and to find, with the shipped and with 340 procedures."""

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
from kiosk.web.language import LANGUAGES, OFFERED
from kiosk.web.searching import known_sounds, say_otherwise
from tests.kiosk.town.test_search import MANY, QUESTIONS, list_right, read_questions, searches

MEASURED = ("ja", "en", "vi", "my")
LARGE = 340
FIRST = "certifcate 住名票"
"""With slips: what compares them is made when it is first wanted."""
HOSTILE = "certifcate recidence insurence pensoin alowance handbok " * 2


def main() -> None:
    click.echo("| language | questions | first three, all | of those looked at | of those held out | first, all |")
    click.echo("|---|---|---|---|---|---|")
    for code in sorted(OFFERED, key=lambda code: (code not in MANY, code)):
        click.echo(figures(code))
    click.echo()
    office = open_office(Path("config"))
    click.echo("| language | procedures | ready, s | memory, MB | found, ms: median | slowest | hostile |")
    click.echo("|---|---|---|---|---|---|---|")
    for language in MEASURED:
        shipped = topics_of(office, language)
        for topics in (shipped, multiplied(shipped, LARGE)):
            click.echo(f"| {language} | {row(topics, language)} |")


def figures(code: str) -> str:
    """Return a language's line: how many of its questions find their topic among the first three, and first."""
    asked = read_questions(code)
    held, seen = (([each for each in asked if each.is_held_out is held]) for held in (True, False))
    shares = [len(list_right(some, code)) / len(some) for some in (asked, seen, held)]
    finder = searches().finder(code)
    first = sum(bool({topic.id for topic in finder.find(each.words)[:1]} & each.topics) for each in asked)
    whole, *parts = (f"{share:.1%}".replace("%", " %") for share in (*shares, first / len(asked)))
    return f"| {LANGUAGES[code].name} | {len(asked)} | **{whole}** | {' | '.join(parts)} |"


def row(topics: list[Topic], language: str) -> str:
    empty, sounds = read_said_words().empty, known_sounds(language)
    begun = time.process_time()
    finder = Finder(topics, empty, sounds)
    ready = time.process_time() - begun
    finder.find(FIRST)
    table = tomllib.loads((QUESTIONS / f"{language}.toml").read_text("utf-8"))
    times = [seconds(finder, words) for entry in table["asked"] for words in entry["questions"]]
    tracemalloc.start()
    kept = Finder(topics, empty, sounds)
    kept.find(FIRST)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    procedures = sum(topic.kind.value == "procedure" for topic in topics)
    found = f"{median(times) * 1e3:.1f} | {max(times) * 1e3:.0f} | {seconds(finder, HOSTILE) * 1e3:.0f}"
    return f"{procedures} | {ready:.2f} | {memory:.0f} | {found}"


def seconds(finder: Finder, words: str) -> float:
    begun = time.process_time()
    finder.find(words)
    return time.process_time() - begun


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
