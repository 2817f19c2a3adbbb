"""The tables have no place for what a resident typed: codes, numbers and times, and what is sealed."""

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, String

from kiosk.store.tables import Base, UtcTime

NUMBERS_AND_TIMES = (Integer, BigInteger, Boolean, Date, UtcTime)
LONGEST_CODE = 64
"""A SHA-256 in hex digits."""

SEALED = {
    "sealed_answers.sealed",
    "register_generation.key_sealed",
    "register_person.sealed",
    "staff_one_time.sealed",
}
PUBLIC = {"staff_passkey.credential", "staff_passkey.public_key"}
"""What a passkey shows to everybody: nothing signs with it."""
HASHED = {"staff.password_hash", "staff_spare_code.code_hash"}
CODES_BY_NAME = {"audit_entry.details"}
"""A closed list of codes and numbers: `kiosk.store.audit.check_details`."""

DIGESTS_BY_NAME = {"printed_sheet.on_paper", "printed_sheet.sent"}
"""Keyed digests of what stands on a sheet: `kiosk.desk.imprint`."""

COLUMNS = {
    f"{table.name}.{column.name}": column for table in Base.metadata.sorted_tables for column in table.columns
}


def holds_a_code(column: Column[object]) -> bool:
    return (
        isinstance(column.type, String) and column.type.length is not None and column.type.length <= LONGEST_CODE
    )


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_holds_a_code_a_number_or_a_time(name: str) -> None:
    column = COLUMNS[name]
    if name in SEALED | PUBLIC:
        assert isinstance(column.type, LargeBinary)
    elif name in CODES_BY_NAME | DIGESTS_BY_NAME:
        assert isinstance(column.type, JSON)
    elif name not in HASHED:
        assert isinstance(column.type, NUMBERS_AND_TIMES) or holds_a_code(column)


def test_only_a_member_of_staff_has_a_name() -> None:
    names = {
        name for name in COLUMNS if any(word in name.split(".")[1] for word in ("name", "text", "note", "label"))
    }
    assert names == {"staff.name", "staff.display_name"}
