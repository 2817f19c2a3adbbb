"""Where a Japanese line may end (JIS X 4051 禁則処理), and where it ends best in a name or an address."""

import re
from collections.abc import Sequence
from enum import IntEnum


class Break(IntEnum):
    """How well a line may end after a character; larger is better."""

    FORBIDDEN = 0
    ALLOWED = 1
    PREFERRED = 2


_NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー’”）〕］｝〉》」』】,.:;?!)]}･｡､｣ﾞﾟｰ‐〜～"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｯｬｭｮ"
)
_NO_END = frozenset("‘“（〔［｛〈《「『【([{｢")
_SPACES = frozenset(" \u3000\u00a0\t")
_WORD = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u00c0-\u024f\u1e00-\u1eff'’@._/&+−-]")
_HYPHENS = frozenset("-‐−－")
_UNITS = frozenset("年月日時分歳円通枚人番号条丁")
_DISTRICTS = frozenset("都道府県郡市区町村")
_PREFECTURES = frozenset("都道府県")
_NUMBERED = frozenset("目地番号")
_NUMBERED_WORDS = frozenset({"丁目", "番地"})
_GOES_ON = frozenset("地目番号の先室棟館階0123456789０１２３４５６７８９")
"""What follows a number in the same part of an address."""


def breaks_after(pieces: Sequence[str]) -> list[Break]:
    """For each piece (a cluster of characters) how well a line may end after it."""
    ranks: list[Break] = []
    start = 0
    for position in range(len(pieces)):
        rank = _rank(pieces, position, start)
        ranks.append(rank)
        if rank is Break.PREFERRED:
            start = position + 1
    return ranks


def _rank(pieces: Sequence[str], position: int, start: int) -> Break:
    if position + 1 == len(pieces):
        return Break.ALLOWED
    before, after = pieces[position][0], pieces[position + 1][0]
    if after in _NO_START or after in _SPACES or before in _NO_END:
        return Break.FORBIDDEN
    if before.isdigit() and after in _UNITS:
        return Break.FORBIDDEN
    if before == "\u3000" or (before == "年" and after.isdigit()):
        return Break.PREFERRED
    if before in _SPACES:
        return Break.ALLOWED
    if _WORD.match(before) and _WORD.match(after):
        return Break.ALLOWED if before in _HYPHENS and after.isalpha() else Break.FORBIDDEN
    return Break.PREFERRED if _ends_address_part(pieces, position, start) else Break.ALLOWED


def _ends_address_part(pieces: Sequence[str], position: int, start: int) -> bool:
    """After 市 町 丁目 番地 …, but not inside names like 町田市 or 東村山市."""
    before, after = pieces[position], pieces[position + 1]
    if before in _NUMBERED:
        whole = position > start and pieces[position - 1] + before in _NUMBERED_WORDS
        return (whole or before in "番号") and after[0] not in _GOES_ON
    ahead = 1 if before in _PREFECTURES else 2
    inside_name = any(piece in _DISTRICTS for piece in pieces[position + 1 : position + 1 + ahead])
    return before in _DISTRICTS and position > start and not inside_name
