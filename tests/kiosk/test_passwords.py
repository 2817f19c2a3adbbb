"""Passwords that somebody would try first are refused."""

import pytest

from kiosk.passwords import PasswordError, PasswordReason, check_password


@pytest.mark.parametrize(
    "password", ["mado-guchi-1", "midori no machi", "みどりののまち役場", "kasa pan umi neko", "correct horse"]
)
def test_it_works(password: str) -> None:
    assert check_password(password, "sato") == password


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("seven77", PasswordReason.PASSWORD_TOO_SHORT),
        ("x" * 129, PasswordReason.PASSWORD_IMPOSSIBLE),
        ("line\nbreak", PasswordReason.PASSWORD_IMPOSSIBLE),
        ("\ud800" * 9, PasswordReason.PASSWORD_IMPOSSIBLE),
        ("12345678", PasswordReason.PASSWORD_COMMON),
        ("87654321", PasswordReason.PASSWORD_COMMON),
        ("password", PasswordReason.PASSWORD_COMMON),
        ("Password2026!", PasswordReason.PASSWORD_COMMON),
        ("QwertyUiop", PasswordReason.PASSWORD_COMMON),
        ("sakura-2026", PasswordReason.PASSWORD_COMMON),
        ("yfcnzyfcnz", PasswordReason.PASSWORD_COMMON),
        ("aaaabbbb", PasswordReason.PASSWORD_COMMON),
        ("19800401", PasswordReason.PASSWORD_COMMON),
        ("weak2weak2", PasswordReason.PASSWORD_HAS_NAME),
        ("my-Weak2-word", PasswordReason.PASSWORD_HAS_NAME),
    ],
)
def test_what_is_tried_first_is_refused(password: str, reason: PasswordReason) -> None:
    with pytest.raises(PasswordError) as caught:
        check_password(password, "weak2")
    assert caught.value.reason is reason
    assert password not in str(caught.value)
