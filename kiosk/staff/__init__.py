"""Staff accounts: names, argon2 passwords, signing in, lock-out."""

from kiosk.staff.accounts import (
    Staff,
    StaffRole,
    active_staff,
    add_staff,
    all_staff,
    change_password,
    disable_staff,
    enable_staff,
)
from kiosk.staff.errors import StaffError, StaffReason
from kiosk.staff.signing import sign_in, sign_out

__all__ = [
    "Staff",
    "StaffError",
    "StaffReason",
    "StaffRole",
    "active_staff",
    "add_staff",
    "all_staff",
    "change_password",
    "disable_staff",
    "enable_staff",
    "sign_in",
    "sign_out",
]
