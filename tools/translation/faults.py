"""What is wrong with a translation, as far as a machine can tell."""

import re
from collections.abc import Iterator, Mapping

from kiosk.web.language import DOMAINS, EASY, MARKED, Language
from tools.translation.pofiles import TRANSLATED, entries, repeated
from tools.translation.style import PRESSED, staff_faults, style_faults
from tools.translation.texts import PLACEHOLDER, placeholders

MARKUP = re.compile(r"[<>]|&\w+;|&#")
KANJI = re.compile(r"[㐀-䶿一-鿿豈-﫿々]+")
ANSWERED = re.compile("「(はい|いいえ)」")
OPEN_ENDED, OPEN_BEGUN = "：、", "（"
"""Full-width signs bring their own space; a translation may need one there."""

CARRIED = re.compile("[\ufff9-\ufffb｜]")
LOOSE_SIGN = re.compile("(?:\u1038|[^\u1000-\u109f])[\u102b-\u1032\u103b-\u103e]|[^\u0900-\u097f][\u093e-\u094d]")
"""A vowel sign of Burmese or Nepali behind no letter, as after a word was replaced within others."""

CORNERED = ("ja", "zh-Hant")
"""Where 「」 are the quotation marks of the language itself; elsewhere they stand around Japanese words alone."""
QUOTED = re.compile("[「『]([^」』]*)[」』]")
JAPANESE_SIGN = re.compile("[ぁ-ヺ一-鿿]")


def faults(msgid: str, msgstr: str, language: Language) -> Iterator[str]:
    """Reasons not to accept this translation."""
    if placeholders(msgid) != placeholders(msgstr):
        yield f"must have exactly the placeholders {', '.join(placeholders(msgid)) or '(none)'}"
    if "%" in PLACEHOLDER.sub("", msgstr).replace("%%", ""):
        yield "has a single %; write %%"
    if MARKUP.search(msgstr):
        yield "has HTML or one of < > &"
    if _trimmed(msgid, msgstr) != msgstr.strip() or "\n" in msgstr:
        yield "has spaces at its ends or a line break"
    if LOOSE_SIGN.search(f" {msgstr}"):
        yield "has a vowel sign that belongs to no letter"
    if language.code == EASY:
        yield from _unread(msgstr)
    elif language.code not in CORNERED:
        yield from _foreign_signs(msgstr)


def _trimmed(msgid: str, msgstr: str) -> str:
    """Without the one space that a full-width sign at the same end of the source stands for."""
    ended = msgstr.removesuffix(" " if msgid[-1] in OPEN_ENDED else "")
    return ended.removeprefix(" " if msgid[0] in OPEN_BEGUN else "")


def _unread(msgstr: str) -> Iterator[str]:
    """Kanji without a reading, and readings without a word."""
    rest = MARKED.sub("", msgstr)
    if found := KANJI.findall(rest):
        yield f"has kanji without a reading: {'、'.join(found)}"
    if CARRIED.search(rest) or re.search(r"\([ぁ-ゖ]", rest):
        yield "has a reading that belongs to no word"


def _foreign_signs(msgstr: str) -> Iterator[str]:
    """What is left of the source's signs, though the words are the language's own."""
    if any(not JAPANESE_SIGN.search(quoted) for quoted in QUOTED.findall(msgstr)):
        yield "has 「」 around words that are not Japanese"


def misnamed(msgid: str, msgstr: str, said: Mapping[str, str]) -> Iterator[str]:
    """Yield the buttons and answers that the text names otherwise than they stand on the screen in its language."""
    for button in [*PRESSED.findall(msgid), *ANSWERED.findall(msgid)]:
        if (name := said.get(button, "")) and _plain(name) not in _plain(msgstr):
            yield f"does not call 「{button}」 by its name there, {name}"


def _plain(text: str) -> str:
    return MARKED.sub(lambda found: found[1] or found[2], text).casefold()


def faults_of(language: Language, extracted: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """(text, what is wrong) of all translations of a language. Missing and doubtful ones are wrong in a language that
    is declared complete."""
    said = {entry.msgid: entry.msgstr for domain in DOMAINS for entry in entries(language, domain)}
    for domain in DOMAINS:
        for text in repeated(language, domain):
            yield text, "stands there more than once"
        known = {entry.msgid: entry for entry in entries(language, domain) if not entry.obsolete}
        for msgid in extracted[domain]:
            entry = known.get(msgid)
            if entry is None or not entry.msgstr:
                if language.complete:
                    yield msgid, "is not translated"
                continue
            if entry.fuzzy and language.complete:
                yield msgid, "is marked fuzzy"
            yield from ((msgid, fault) for fault in faults(msgid, entry.msgstr, language))
            yield from ((msgid, fault) for fault in misnamed(msgid, entry.msgstr, said))


def every_fault(extracted: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """One line a fault, for the Japanese source and all languages."""
    for msgid, fault in style_faults({text for texts in extracted.values() for text in texts}):
        yield f"ja: 「{msgid}」 {fault}"
    yield from (f"ja: {line} {fault}" for line, fault in staff_faults())
    for language in TRANSLATED:
        for msgid, fault in faults_of(language, extracted):
            yield f"{language.code}: 「{msgid}」 {fault}"
