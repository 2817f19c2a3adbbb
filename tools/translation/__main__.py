"""The command `tools/translate`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.web.language import LANGUAGES, Language
from tools.translation import exchange
from tools.translation.faults import every_fault
from tools.translation.glossary import read_glossary
from tools.translation.pofiles import TRANSLATED, entries, extracted, updated, write, write_template


def main() -> int:
    """0 when all is well, 1 when something is wrong and was said."""
    given = _arguments()
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "extract": extract,
        "update": update,
        "status": status,
        "check": check,
        "todo": todo,
        "draw": draw,
        "fill": fill,
    }
    return commands[given.command](given)


def extract(given: argparse.Namespace) -> int:
    """Writes the `.pot` files."""
    for domain, texts in extracted().items():
        write_template(domain, texts)
        say(f"{domain}: {len(texts)} texts")
    return 0


def update(given: argparse.Namespace) -> int:
    """Brings the `.pot` and all `.po` files to today's texts."""
    extract(given)
    for domain, texts in extracted().items():
        for language in [_language(given.language)] if given.language else TRANSLATED:
            write(language, domain, updated(entries(language, domain), texts))
    return 0


def status(given: argparse.Namespace) -> int:
    """Counts for all languages; for one, also where official terms got lost and which of its terms are our own words."""
    texts, glossary = extracted(), read_glossary()
    say("language   complete  screens    catalogue  read by natives  glossary warnings  terms with a source")
    for language in [_language(given.language)] if given.language else TRANSLATED:
        known = {domain: [e for e in entries(language, domain) if e.msgid in texts[domain]] for domain in texts}
        done = {domain: sum(1 for e in found if e.msgstr and not e.fuzzy) for domain, found in known.items()}
        read = sum(1 for found in known.values() for e in found if e.read_by)
        lost = list(glossary.warnings(language))
        counts = "  ".join(f"{done[domain]:>4}/{len(texts[domain]):<4}" for domain in texts)
        sourced = f"{glossary.sourced(language)}/{len(glossary.terms)}"
        say(
            f"{language.code:<10} {'yes' if language.complete else 'no':<8} {counts}  {read:>15}  {len(lost):>17}"
            f"  {sourced:>19}"
        )
        if given.language:
            say("\n".join(lost))
            for term in glossary.own(language):
                why = f"no page found in {term.sought}" if term.sought else "a word of this program"
                say(f"ours, {why}: {term.ja} → {term.said[language.code]}")
    return 0


def check(given: argparse.Namespace) -> int:
    """For `make lint`: says every fault."""
    found = list(every_fault(extracted()))
    for line in found[:200]:
        say(line)
    if found:
        say(f"{len(found)} faults. docs/translation.md says what to do.")
    return 1 if found else 0


def todo(given: argparse.Namespace) -> int:
    for line in exchange.todo(_language(given.language), given.max, read_glossary()):
        say(line)
    return 0


def draw(given: argparse.Namespace) -> int:
    for line in exchange.drawn([_language(code) for code in given.languages], given.max, given.seed):
        say(line)
    return 0


def fill(given: argparse.Namespace) -> int:
    with Path(given.file).open(encoding="utf-8") if given.file != "-" else sys.stdin as lines:
        wrong = list(exchange.fill(_language(given.language), lines, given.read_by))
    for line in wrong:
        say(line)
    return 1 if wrong else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _language(code: str) -> Language:
    if code not in LANGUAGES or code == "ja":
        say(f"unknown language {code}; one of {', '.join(language.code for language in TRANSLATED)}")
        raise SystemExit(2)
    return LANGUAGES[code]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/translate", description="Translations; see docs/translation.md.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="write the .pot files")
    fresh = commands.add_parser(
        "update", help="write the .pot files and bring all .po files, or LANG's, up to date"
    )
    fresh.add_argument("language", nargs="?", metavar="LANG", default="")
    commands.add_parser("check", help="what make lint runs")
    commands.add_parser("status", help="counts; with LANG also lost official terms and own words").add_argument(
        "language", nargs="?", metavar="LANG", default=""
    )
    wanted = commands.add_parser("todo", help="texts without a translation, one JSON object a line")
    wanted.add_argument("language", metavar="LANG")
    wanted.add_argument("--max", type=int, default=100)
    random = commands.add_parser("draw", help="texts drawn at random to read again, one JSON object a line")
    random.add_argument("languages", metavar="LANG", nargs="*", help="none: the Japanese alone")
    random.add_argument("--max", type=int, default=150)
    random.add_argument("--seed", type=int, required=True, help="the same texts again for the same number")
    filled = commands.add_parser("fill", help="write translations in, one JSON object a line")
    filled.add_argument("language", metavar="LANG")
    filled.add_argument("file", metavar="FILE", help="- for standard input")
    filled.add_argument("--read-by", default="", metavar="NAME", help="the native reader who has seen every line")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
