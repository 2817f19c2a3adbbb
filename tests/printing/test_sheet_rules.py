"""What the law says about a procedure's paper is on its sheet: signature, seal, 個人番号, and nothing in them."""

import pytest

from forms.procedure import Mark
from forms.procedures import shipped_catalogue
from printing.sheets.boxes import BlankBox
from tests.printing.samples import sheet_of

PROCEDURES = tuple(shipped_catalogue().current)


def blanks(id: str) -> set[str]:
    return {box.kind for box in sheet_of(id).boxes if isinstance(box, BlankBox)}


@pytest.mark.parametrize("id", PROCEDURES)
def test_the_sheet_has_the_blanks_its_rules_want(id: str) -> None:
    rules = shipped_catalogue().current[id].rules
    kinds = blanks(id)
    assert ("signature" in kinds) == (rules.signature is not Mark.NONE)
    assert ("seal" in kinds) == (rules.seal is not Mark.NONE)
    assert ("number" in kinds) == rules.number_box


def test_a_seal_is_registered_by_its_print() -> None:
    assert "seal_print" in blanks("seal_registration")
