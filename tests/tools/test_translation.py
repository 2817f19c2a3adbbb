"""The translators' tool: what is extracted, what is refused, what comes back."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.web import language
from kiosk.web.language import EASY, LANGUAGES
from tools.translation import exchange, pofiles
from tools.translation.faults import every_fault, faults, misnamed
from tools.translation.glossary import read_glossary
from tools.translation.pofiles import Entry, entries, extracted, repeated, updated, write
from tools.translation.style import staff_faults, style_faults

EN, PLAIN = LANGUAGES["en"], LANGUAGES[EASY]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of this test alone."""
    for module in (language, pofiles):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    return tmp_path


def test_it_works_no_translation_is_broken() -> None:
    """What is still missing is for `make lint` to say."""
    broken = [line for line in every_fault(extracted()) if not line.endswith("is not translated")]
    assert broken == []


def test_a_text_that_a_merge_has_doubled_is_named(elsewhere: Path) -> None:
    write(EN, "screens", [Entry("次へ", ("here",), "Next"), Entry("戻る", ("here",), "Back")])
    assert repeated(EN, "screens") == ()
    write(
        EN,
        "screens",
        [Entry("次へ", ("here",), "Next"), Entry("戻る", ("here",), "Back"), Entry("次へ", (), "On")],
    )
    assert repeated(EN, "screens") == ("次へ",)


def test_screens_and_catalogue_are_extracted() -> None:
    texts = extracted()
    for text in (
        "次へ",
        "暗証番号が違います。",
        "%(most)s文字以内で入力してください。",
        "受付コードの有効期限が過ぎています。",
        "昭和",
    ):
        assert text in texts["screens"]
    for text in ("住民票の写し", "お名前", "わたしと家族（住民票で同じ世帯の人）", "委任状が必要です。", "証明書"):
        assert text in texts["catalogue"]


def test_paper_and_counter_stay_japanese() -> None:
    every = {text for texts in extracted().values() for text in texts}
    assert not every & {"フリガナ", "同一世帯員", "住民基本台帳法第12条", "ログイン", "これでよい"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("何通要りますか", "says 要り; write 必要、不要"),
        ("郵便番号は7けたの数字です。", "says 7けた; write 桁"),
        ("%(number)s人めの名前", "says )s人め; write 目"),
        ("「おわり」を押してください。", "names a button 「おわり」 that no screen has"),
    ],
)
def test_the_source_keeps_to_its_style(text: str, fault: str) -> None:
    assert list(style_faults({text, "続ける"})) == [(text, fault)]


def test_screens_of_staff_and_manuals_keep_to_the_same_style() -> None:
    assert list(staff_faults()) == []


def test_what_the_style_allows_is_left_alone() -> None:
    said = {
        "何通必要ですか",
        "用紙を入れてください。",
        "「続ける」を押してください。",
        "続ける",
        "市町村民税",
        "重要な書類",
    }
    assert list(style_faults(said)) == []


def test_extraction_has_no_line_numbers_and_is_stable() -> None:
    assert extracted() == extracted()
    assert not any(
        place.rpartition(":")[2].isdigit() for t in extracted().values() for p in t.values() for place in p
    )


@pytest.mark.parametrize(
    ("msgid", "msgstr", "wrong"),
    [
        ("あと%(tries)s回", "%(tries)s left", []),
        ("あと%(tries)s回", "some left", ["placeholders tries"]),
        ("あと%(tries)s回", "%(tries)s %(tries)s", ["placeholders tries"]),
        ("次へ", "100%", ["single %"]),
        ("次へ", "<b>Next</b>", ["HTML"]),
        ("次へ", "Next&nbsp;", ["HTML"]),
        ("次へ", " Next", ["spaces"]),
        ("次へ", "Next\n", ["spaces"]),
        ("次へ", "တင်ပြီးစီး", []),
        ("次へ", "အကြောင်းကြားီး", ["vowel sign"]),
        ("次へ", "बिर्सिनुभयो", []),
        ("次へ", "अर्को ािन", ["vowel sign"]),
        ("使う手続：", "Needed for: ", []),
        ("「別の人」を選んでください。", "Choose 「someone else」.", ["「」"]),
        ("「%(kind)s」を選んでください。", "Choose 「%(kind)s」.", ["「」"]),
        ("車検証の「車名」のとおり。", "As under 「車名」 on the certificate.", []),
    ],
)
def test_bad_translations_are_refused(msgid: str, msgstr: str, wrong: list[str]) -> None:
    found = list(faults(msgid, msgstr, EN))
    assert len(found) == len(wrong)
    assert all(part in fault for part, fault in zip(wrong, found, strict=True))


def test_a_button_is_called_in_texts_as_it_stands_on_the_button() -> None:
    said = {"次へ": "Next", "はい": "हो (छ)"}
    assert list(misnamed("「次へ」を押してください。", "Press “Next”.", said)) == []
    assert list(misnamed("「次へ」を押してください。", "Press “Go on”.", said)) == [
        "does not call 「次へ」 by its name there, Next"
    ]
    assert list(misnamed("使う方は「はい」。", "चलाउने भए “हो”।", said)) == [
        "does not call 「はい」 by its name there, हो (छ)"
    ]


@pytest.mark.parametrize("msgstr", ["窓口へ", "窓口(まど)ぐち口", "ここ(ここ)へ", "｜窓口へ(まどぐち"])
def test_plain_japanese_wants_a_reading_for_every_kanji(msgstr: str) -> None:
    assert list(faults("窓口へ", msgstr, PLAIN))


def test_what_was_written_is_read_back(elsewhere: Path) -> None:
    texts = {"次へ": ["a.html"], '"引用" \\ %(n)s': ["b"], "古い": ["c"]}
    found = (
        Entry("次へ", ("a.html",), "Next", read_by="Sato"),
        Entry('"引用" \\ %(n)s', ("b",), '"q" \\ %(n)s', fuzzy=True),
        Entry("古い", ("c",)),
    )
    write(EN, "screens", updated(found, texts))
    assert entries(EN, "screens") == found


def test_a_text_that_is_gone_keeps_its_translation_for_a_while(elsewhere: Path) -> None:
    write(EN, "screens", updated([Entry("次へ", ("a",), "Next")], {"戻る": ["a"]}))
    back = updated(entries(EN, "screens"), {"次へ": ["b"]})
    assert back[0] == Entry("次へ", ("b",), "Next")


def test_out_to_a_translator_and_back(elsewhere: Path) -> None:
    lines = [json.loads(line) for line in exchange.todo(EN, 5, read_glossary())]
    assert len(lines) == 5
    answer = [json.dumps({"id": line["id"], "msgstr": "Good"}) for line in lines if "%" not in line["msgid"]]
    answer += [
        json.dumps({"msgid": "あと%(tries)s回まで入力できます。", "msgstr": "no"}),
        "{",
        '{"id": "nothing", "msgstr": "x"}',
    ]
    wrong = list(exchange.fill(EN, iter(answer), "Ms Reader"))
    assert len(wrong) == 3
    done = {entry.msgid: entry for domain in language.DOMAINS for entry in entries(EN, domain)}
    first = done[lines[0]["msgid"]]
    assert (first.msgstr, first.read_by) == ("Good", "Ms Reader")
    assert done["あと%(tries)s回まで入力できます。"].msgstr == ""


def test_the_glossary_knows_its_terms_in_every_language() -> None:
    glossary = read_glossary()
    assert len(glossary.terms) >= 60
    for term in glossary.terms:
        assert {code for code in LANGUAGES if code not in ("ja", EASY)} <= set(term.said), term.ja


def test_a_source_is_an_address_for_a_language_in_which_the_term_is_said() -> None:
    sources = [(term, code, address) for term in read_glossary().terms for code, address in term.sources.items()]
    assert len(sources) >= 270
    for term, code, address in sources:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https"), (term.ja, address)
        assert "." in parts.netloc, (term.ja, address)
        assert code in LANGUAGES, (term.ja, code)
        assert term.said.get(code), (term.ja, code)
    assert not {"source", "sought"} & {code for term in read_glossary().terms for code in term.said}


def test_a_word_without_a_page_says_when_one_was_sought() -> None:
    never = [term.ja for term in read_glossary().terms if set(term.said) - set(term.sources) and not term.sought]
    assert never == ["受付コード"], "a word of this program alone"
    for term in read_glossary().terms:
        assert re.fullmatch(r"(20\d\d-(0[1-9]|1[0-2]))?", term.sought), (term.ja, term.sought)


def test_every_word_is_a_public_bodys_or_ours() -> None:
    glossary = read_glossary()
    own = [term.ja for term in glossary.own(EN)]
    assert len(own) + glossary.sourced(EN) == len(glossary.terms)
    assert "受付コード" in own, "a word of this program alone"
    assert "住民票" not in own


def test_a_longer_term_hides_the_shorter_one_in_it() -> None:
    assert [term.ja for term in read_glossary().found_in("住民票コードを載せる")] == ["住民票コード"]


def test_a_lost_term_is_told(elsewhere: Path) -> None:
    write(EN, "catalogue", [Entry("戸籍のこと", ("a",), "About this"), Entry("本籍", ("a",), "Honseki")])
    assert [line.partition(" ")[0] for line in read_glossary().warnings(EN)] == ["「戸籍のこと」"]


def test_a_seed_draws_the_same_texts_in_every_language_again() -> None:
    languages = [LANGUAGES["vi"], LANGUAGES["id"]]
    drawn = [json.loads(line) for line in exchange.drawn(languages, 5, seed=7)]
    assert [line["msgid"] for line in drawn] == [
        json.loads(line)["msgid"] for line in exchange.drawn([EN], 5, seed=7)
    ]
    assert len({line["id"] for line in drawn}) == 5
    assert all(line["said"]["vi"] and line["said"]["id"] for line in drawn)
    assert drawn != [json.loads(line) for line in exchange.drawn(languages, 5, seed=8)]
