"""Official terms and what they are called in each language (`kiosk/translations/glossary.toml`)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.web.language import DOMAINS, EASY, FOLDER, MARKED, Language
from tools.translation.pofiles import entries

FILE = FOLDER / "glossary.toml"
NO_LANGUAGES = ("ja", "reading", "romaji", "source", "sought")


@dataclass(frozen=True, slots=True)
class Term:
    """`ja` as the paper says it, its kana reading and romaji; `said` by language code, several ways parted by `|`."""

    ja: str
    reading: str
    romaji: str
    said: Mapping[str, str]
    sources: Mapping[str, str]
    """By language code: the address of a public body's page on which one of the ways stands so."""
    sought: str
    """The month (2026-11) in which pages were last looked for in vain in the languages without a source: there the word
    is ours. Empty for a word of this program, which no page can have."""

    def ways(self, language: Language) -> tuple[str, ...]:
        """What a translation may have: the language's own word, or the Japanese one in kanji or romaji."""
        own = tuple(way.strip() for way in self.said.get(language.code, "").split("|") if way.strip())
        return (*own, self.ja, self.romaji)


@dataclass(frozen=True, slots=True)
class Glossary:
    terms: tuple[Term, ...]
    """Longest first, so that 住民票コード is not taken for 住民票."""

    def found_in(self, msgid: str) -> Iterator[Term]:
        rest = msgid
        for term in self.terms:
            if term.ja in rest:
                rest = rest.replace(term.ja, " ")
                yield term

    def terms_in(self, msgid: str, language: Language) -> dict[str, str]:
        """For a translator: the terms of a text with what they are called."""
        found = ((term, term.said.get(language.code, "")) for term in self.found_in(msgid))
        return {
            term.ja: f"{term.ja}({term.reading})" if language.code == EASY else f"{said or '?'} ({term.romaji})"
            for term, said in found
        }

    def sourced(self, language: Language) -> int:
        """Return how many terms have a source in the language."""
        return sum(1 for term in self.terms if language.code in term.sources)

    def own(self, language: Language) -> Iterator[Term]:
        """Yield the terms whose word in the language is ours, in the order of the Japanese."""
        for term in sorted(self.terms, key=lambda term: term.reading):
            if term.said.get(language.code) and language.code not in term.sources:
                yield term

    def warnings(self, language: Language) -> Iterator[str]:
        """Translations that lost an official term."""
        for domain in DOMAINS:
            for entry in entries(language, domain):
                if entry.msgstr and not entry.obsolete:
                    said = MARKED.sub(lambda found: found[1] or found[2], entry.msgstr).casefold()
                    for term in self.found_in(entry.msgid):
                        if not any(way.casefold() in said for way in term.ways(language)):
                            yield f"「{entry.msgid}」 {term.ja} → {' | '.join(term.ways(language))}: {entry.msgstr}"


def read_glossary() -> Glossary:
    """Raises KeyError for a term without ja, reading or romaji."""
    terms = [
        Term(
            str(table["ja"]),
            str(table["reading"]),
            str(table["romaji"]),
            {code: str(said) for code, said in table.items() if code not in NO_LANGUAGES},
            {code: str(address) for code, address in table.get("source", {}).items()},
            str(table.get("sought", "")),
        )
        for table in tomllib.loads(FILE.read_text("utf-8"))["term"]
    ]
    return Glossary(tuple(sorted(terms, key=lambda term: -len(term.ja))))
