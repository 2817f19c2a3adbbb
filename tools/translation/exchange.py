"""Out to a translator or a reader and back: one JSON object a line."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from kiosk.web.language import DOMAINS, EASY, LANGUAGES, Language
from tools.translation.faults import faults
from tools.translation.glossary import Glossary
from tools.translation.pofiles import Entry, entries, extracted, updated, write


def todo(language: Language, most: int, glossary: Glossary) -> Iterator[str]:
    """Texts without a sure translation: `id`, `msgid`, its place, English to compare, and the official terms in it."""
    texts = extracted()
    for domain in DOMAINS:
        known = _known(language, domain)
        english = {entry.msgid: entry.msgstr for entry in entries(LANGUAGES["en"], domain)}
        for msgid, places in texts[domain].items():
            entry = known.get(msgid)
            if most and (entry is None or not entry.msgstr or entry.fuzzy):
                most -= 1
                line: dict[str, object] = {"id": short_id(msgid), "msgid": msgid, "place": places[0]}
                if language.code not in ("en", EASY) and english.get(msgid):
                    line["en"] = english[msgid]
                if terms := glossary.terms_in(msgid, language):
                    line["terms"] = terms
                yield json.dumps(line, ensure_ascii=False)


def fill(language: Language, lines: Iterator[str], read_by: str = "") -> Iterator[str]:
    """Writes translations in: `{"id" or "msgid": …, "msgstr": …}` a line. What is wrong is said and left out."""
    given: dict[str, str] = {}
    wanted = extracted()
    by_id = {short_id(msgid): msgid for texts in wanted.values() for msgid in texts}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            msgid, msgstr, wrong = _read(line, by_id, language)
            if wrong:
                yield f"line {number}: {'; '.join(wrong)}"
            else:
                given[msgid] = msgstr
    for domain, texts in wanted.items():
        write(
            language, domain, (_with(entry, given, read_by) for entry in updated(entries(language, domain), texts))
        )


def drawn(languages: Sequence[Language], most: int, seed: int) -> Iterator[str]:
    """Yield texts drawn at random to read beside the Japanese: `id`, `msgid`, its place, and what each language says.

    The same seed draws the same texts in whichever languages, as long as the texts stay the same."""
    places = {msgid: each for texts in extracted().values() for msgid, each in texts.items()}
    said = {
        language.code: {entry.msgid: entry.msgstr for domain in DOMAINS for entry in entries(language, domain)}
        for language in languages
    }
    for msgid in random.Random(seed).sample(sorted(places), min(most, len(places))):  # noqa: S311 (no secret)
        read = {code: known.get(msgid, "") for code, known in said.items()}
        line = {"id": short_id(msgid), "msgid": msgid, "place": places[msgid][0], "said": read}
        yield json.dumps(line, ensure_ascii=False)


def short_id(msgid: str) -> str:
    """Ten hex digits that stand for a text: with six, two of 2,700 texts shared theirs."""
    return sha256(msgid.encode()).hexdigest()[:10]


def _read(line: str, by_id: Mapping[str, str], language: Language) -> tuple[str, str, list[str]]:
    try:
        match json.loads(line):
            case {"msgstr": str(msgstr), "msgid": str(msgid)} if msgid in by_id.values():
                return msgid, msgstr, list(faults(msgid, msgstr, language)) if msgstr else ["is empty"]
            case {"msgstr": str(msgstr), "id": str(id)} if id in by_id:
                return by_id[id], msgstr, list(faults(by_id[id], msgstr, language)) if msgstr else ["is empty"]
    except ValueError:
        return "", "", ["is not JSON"]
    return "", "", ["names no text of today; run tools/translate todo again"]


def _with(entry: Entry, given: Mapping[str, str], read_by: str) -> Entry:
    if entry.msgid not in given:
        return entry
    return replace(entry, msgstr=given[entry.msgid], fuzzy=False, read_by=read_by)


def _known(language: Language, domain: str) -> dict[str, Entry]:
    return {entry.msgid: entry for entry in entries(language, domain)}
