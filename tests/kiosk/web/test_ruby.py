"""Readings above kanji, put where a page allows markup and nowhere else."""

from hypothesis import given, strategies as st
from markupsafe import escape

from kiosk.web.language import add_ruby, annotate, readings

RUBY = '<ruby role="none">漢字<rp>(</rp><rt aria-hidden="true">かんじ</rt><rp>)</rp></ruby>'


def shown(translation: str, around: str = "<p>%s</p>") -> str:
    return add_ruby(around % escape(annotate(translation)))


def test_a_reading_works() -> None:
    assert shown("漢字(かんじ)です") == f"<p>{RUBY}です</p>"


def test_a_base_that_is_more_than_kanji_is_marked() -> None:
    assert '<ruby role="none">1人<rp>' in shown("もう｜1人(ひとり)")


def test_full_width_brackets_are_no_reading() -> None:
    assert shown("氏（みょうじ）") == "<p>氏（みょうじ）</p>"


def test_only_the_reading_stands_where_no_markup_can() -> None:
    for around in (
        '<p aria-label="%s"></p>',
        "<title>%s</title>",
        "<select><option value='1'>%s</option></select>",
        "<textarea>%s</textarea>",
        "<a title='>' data-words=\"%s\"></a>",
    ):
        assert shown("漢字(かんじ)", around) == around % "かんじ"


def test_what_looks_like_markup_in_a_translation_stays_text() -> None:
    page = shown("<b>漢字(かんじ)</b><script>")
    assert page == f"<p>&lt;b&gt;{RUBY}&lt;/b&gt;&lt;script&gt;</p>"


def test_read_aloud_a_text_is_kana() -> None:
    assert readings(annotate("窓口(まどぐち)へ")) == "まどぐちへ"


def test_a_day_whose_number_is_filled_in_is_read_as_people_say_it() -> None:
    text = annotate("%(month)s月(がつ)%(day)s日(にち)から%(days)s日(にち)以内(いない)")
    for month, day, days, said in (
        (4, 1, 14, "4がつついたちからじゅうよっかいない"),
        (11, 20, 10, "11がつはつかからとおかいない"),
        (1, 31, 1, "1がつ31にちからいちにちいない"),
        (12, 11, 30, "12がつ11にちから30にちいない"),
    ):
        assert readings(text % {"month": month, "day": day, "days": days}) == said
    assert '<ruby role="none">14日<rp>(</rp><rt aria-hidden="true">じゅうよっか</rt>' in shown("14日(にち)")


@given(st.text())
def test_no_text_becomes_markup_but_ruby(text: str) -> None:
    page = shown(text)
    for tag in ('<ruby role="none">', "</ruby>", "<rp>", "</rp>", '<rt aria-hidden="true">', "</rt>"):
        page = page.replace(tag, "")
    assert page.startswith("<p>")
    assert page.endswith("</p>")
    assert "<" not in page[3:-4]


@given(st.text(alphabet="<>\"'a=! -/tileopscr\ufff9\ufffa\ufffb漢か", max_size=80))
def test_no_page_makes_it_stumble(page: str) -> None:
    assert isinstance(add_ruby(page), str)
