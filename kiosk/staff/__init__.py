"""Staff accounts: names, argon2 passwords, signing in, lock-out."""

from kiosk.staff.accounts import (
    Staff,
    StaffRole,
    add_staff,
    change_password,
    disable_staff,
    enable_staff,
    find_active_staff,
    list_staff,
)
from kiosk.staff.errors import StaffError, StaffReason
from kiosk.staff.signing import sign_in, sign_out

__all__ = [
    "Staff",
    "StaffError",
    "StaffReason",
    "StaffRole",
    "add_staff",
    "change_password",
    "disable_staff",
    "enable_staff",
    "find_active_staff",
    "list_staff",
    "sign_in",
    "sign_out",
]
