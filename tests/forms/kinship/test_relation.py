"""Words are read as the register writes them, and packed into a few bytes and back."""

import pytest
from hypothesis import given, strategies as st

from forms.kinship.relation import LONGEST, Relation, Step, read_relation, relation_of_code

READ = {
    "世帯主": "世帯主",
    "妻": "妻",
    "夫（未届）": "夫（未届）",
    "妻(未届)": "妻（未届）",
    "内縁の妻": "妻（未届）",
    "未届の夫": "夫（未届）",
    " 妻 の　母 ": "妻の母",
    "長男": "子",
    "二女": "子",
    "養子": "子",
    "孫": "子の子",
    "孫の妻": "子の子の妻",
    "ひ孫": "子の子の子",
    "長男の妻": "子の妻",
    "妻（未届）の子": "妻（未届）の子",
    "祖母": "祖母",
    "妻の祖父": "妻の祖父",
    "義母": "配偶者の母",
    "父の兄の子": "父の兄の子",
    "縁故者": "縁故者",
    "友人の紹介": "友人の紹介",
    "子の子の子の子の子": "子の子の子の子の子",
}


@pytest.mark.parametrize("written", READ)
def test_a_word_is_read_as_the_register_writes_it(written: str) -> None:
    relation = read_relation(written)
    assert relation
    assert relation.word == READ[written]


def test_no_word_is_no_relation() -> None:
    assert read_relation(" 　") is None


@pytest.mark.parametrize("word", ["縁故者", "同居人", "里子", "子の子の子の子の子", "妻のー"])
def test_a_free_word_has_no_steps_and_no_code(word: str) -> None:
    relation = read_relation(word)
    assert relation
    assert (relation.steps, relation.code, relation.is_head) == ((), None, False)


def test_the_mother_of_the_wife_takes_one_byte() -> None:
    relation = read_relation("妻の母")
    assert relation
    assert relation.code == 0x71


@given(st.lists(st.sampled_from(Step), max_size=LONGEST))
def test_every_chain_comes_back_from_its_code_and_from_its_word(steps: list[Step]) -> None:
    relation = Relation(tuple(steps))
    assert relation.code is not None
    assert relation_of_code(relation.code) == relation
    assert read_relation(relation.word) == relation


@given(st.integers(-5, 0x1FFFF))
def test_a_number_is_a_code_or_refused(code: int) -> None:
    relation = relation_of_code(code)
    assert relation is None or relation.code == code


@given(st.text())
def test_any_text_is_read_or_kept(text: str) -> None:
    relation = read_relation(text)
    assert relation is None or relation.steps or relation.is_head or relation.word == text.strip()
