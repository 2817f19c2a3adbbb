"""Roles in procedure files: read as they are meant, and mistakes told at their line."""

from pathlib import Path

import pytest

from forms import shipped_catalogue
from forms.mistake import DataMistake, MistakeKind
from forms.procedures import read_catalogue
from forms.role import BASES, Basis, Role, Source, Usual, known_roles
from tests.forms.datafiles import PROCEDURE, town_folder

ROLES = """
[role.claimant]
from = "visitor"
facts = ["name!", "kana"]

[[role.claimant.fact]]
name = "address"
ask = "新しい住所"
when = { basis = "self" }

[role.children]
from = "children"
least = 1
age_to = 18
school_year = true
usual = "nobody"
facts = ["name!"]
"""


def roles(at: Path, text: str = ROLES) -> dict[str, Role]:
    before, pages = PROCEDURE.split("\n[[page]]", 1)
    catalogue = read_catalogue(town_folder(at, f"{before}\n{text}\n[[page]]{pages}"))
    return {role.name: role for role in catalogue.current["paint"].roles}


def test_it_works(tmp_path: Path) -> None:
    found = roles(tmp_path)
    claimant, children = found["claimant"], found["children"]
    assert [(need.fact, need.required) for need in claimant.facts] == [
        ("name", True),
        ("kana", False),
        ("address", True),
    ]
    assert claimant.seen_from == "head"
    assert (children.source, children.many, children.most) == (Source.CHILDREN, True, 20)
    assert (children.least, children.age_to, children.usual) == (1, 18, Usual.NOBODY)


def test_every_procedure_with_people_knows_its_visitor(tmp_path: Path) -> None:
    visitor = roles(tmp_path)["visitor"]
    assert visitor.source is Source.VISITOR
    assert {need.fact for need in visitor.facts if need.required} == {
        "name",
        "birth_date",
        "address",
        "phone",
        "bond",
    }


def test_a_procedure_without_roles_has_nobody(tmp_path: Path) -> None:
    assert roles(tmp_path, "") == {}


def test_every_ground_has_words() -> None:
    assert [choice.code for choice in BASES] == list(Basis)


def test_every_role_is_played_somewhere() -> None:
    played = {role.name for procedure in shipped_catalogue().current.values() for role in procedure.roles}
    assert played == set(known_roles())


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("[role.claimant]", "[role.painter]", MistakeKind.NOT_ALLOWED, "[role.painter]"),
        ('from = "visitor"', 'from = "street"', MistakeKind.NOT_ALLOWED, 'from = "street"'),
        ('["name!", "kana"]', '["name!", "shoe"]', MistakeKind.UNKNOWN_ITEM, '"shoe"'),
        ('name = "address"', 'name = "shoe"', MistakeKind.UNKNOWN_ITEM, '"shoe"'),
        ("least = 1", "least = 21", MistakeKind.OUT_OF_RANGE, "least = 21"),
        ("age_to = 18", 'age_to = "18"', MistakeKind.WRONG_TYPE, 'age_to = "18"'),
        ("school_year = true", "shool_year = true", MistakeKind.UNKNOWN_KEY, "shool_year"),
        ('usual = "nobody"', 'usual = "somebody"', MistakeKind.NOT_ALLOWED, "somebody"),
        ("least = 1", 'seen_from = "moon"', MistakeKind.NOT_ALLOWED, "moon"),
        ('{ basis = "self" }', '{ basis = "myself" }', MistakeKind.UNKNOWN_CHOICE, "myself"),
    ],
)
def test_a_mistake_in_a_role_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, kind: MistakeKind, line: str
) -> None:
    assert old in ROLES
    with pytest.raises(DataMistake) as caught:
        roles(tmp_path, ROLES.replace(old, new))
    mistake = caught.value.mistake
    assert mistake.kind is kind
    assert line in mistake.file.read_text(encoding="utf-8").splitlines()[mistake.line - 1]


def test_a_ground_that_is_none_is_told(tmp_path: Path) -> None:
    wrong = PROCEDURE.replace("\n[[page]]", '\nwho = ["friend"]\n[[page]]', 1)
    with pytest.raises(DataMistake):
        read_catalogue(town_folder(tmp_path, wrong))
