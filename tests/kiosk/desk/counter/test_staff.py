"""Administrators manage accounts at the counter; nobody else sees that page."""

from collections.abc import Callable

import pytest

from forms.told import Told
from kiosk.desk import Workplace
from kiosk.passwords import PasswordError, PasswordReason
from kiosk.signin import sign_in
from kiosk.staff import StaffError, StaffReason, StaffRole, add_staff
from kiosk.store import AuditEvent
from kiosk.store.audit import read_entries
from tests.kiosk.desk.counter import clerks
from tests.kiosk.desk.counter.clerks import PASSWORD
from tests.kiosk.pages import Page, Pages

SignedIn = Callable[[StaffRole], Pages]


@pytest.fixture
def signed_in(workplace: Workplace) -> SignedIn:
    return lambda role: clerks.signed_in(workplace, f"my-{role}", also=[role])


def test_an_administrator_adds_disables_and_resets(workplace: Workplace, signed_in: SignedIn) -> None:
    pages = signed_in(StaffRole.ADMIN)
    assert "tanaka を登録しました。" in press(pages, "/staff", name="tanaka", password=PASSWORD, role="clerk").text
    assert "tanaka の利用を停止しました。" in press(pages, "/staff/tanaka/disable").text
    with pytest.raises(StaffError):
        sign_in(workplace.store, "tanaka", PASSWORD)
    press(pages, "/staff/tanaka/enable")
    press(pages, "/staff/tanaka/password", password="atarashii-2")
    assert sign_in(workplace.store, "tanaka", "atarashii-2").roles == {StaffRole.CLERK}
    done = [entry.event for entry in read_entries(workplace.store) if entry.details.get("subject_staff_id") == 2]
    assert done == [
        AuditEvent.STAFF_ADDED,
        AuditEvent.STAFF_DISABLED,
        AuditEvent.STAFF_ENABLED,
        AuditEvent.STAFF_PASSWORD_CHANGED,
    ]


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("tanaka", "short", PasswordError(PasswordReason.PASSWORD_TOO_SHORT)),
        ("tanaka", "12345678", PasswordError(PasswordReason.PASSWORD_COMMON)),
        ("tanaka", "tanaka-san", PasswordError(PasswordReason.PASSWORD_HAS_NAME)),
        ("田中", PASSWORD, StaffError(StaffReason.NAME_IMPOSSIBLE)),
        ("my-admin", PASSWORD, StaffError(StaffReason.NAME_TAKEN)),
    ],
)
def test_a_mistake_is_said_in_words(signed_in: SignedIn, name: str, password: str, told: Told) -> None:
    pages = signed_in(StaffRole.ADMIN)
    page = press(pages, "/staff", name=name, password=password, role="clerk", status=422)
    assert told.sentence in page.text
    assert password not in page.text


def test_an_administrator_gives_somebody_other_roles(workplace: Workplace, signed_in: SignedIn) -> None:
    pages = signed_in(StaffRole.ADMIN)
    add_staff(workplace.store, "tanaka", PASSWORD, StaffRole.CLERK)
    assert "tanaka の役割を変えました。" in press(pages, "/staff/tanaka/roles", role="auditor").text
    assert sign_in(workplace.store, "tanaka", PASSWORD).roles == {StaffRole.AUDITOR}
    for name, reason in (("tanaka", StaffReason.ROLE_MISSING), ("my-admin", StaffReason.OWN_ACCOUNT)):
        fields = {"role": "clerk"} if name == "my-admin" else {}
        assert StaffError(reason).sentence in press(pages, f"/staff/{name}/roles", status=422, **fields).text


@pytest.mark.parametrize("spelled", ["my-admin", "MY-ADMIN", "ｍｙ-admin"])
def test_nobody_shuts_themselves_out(workplace: Workplace, signed_in: SignedIn, spelled: str) -> None:
    page = press(signed_in(StaffRole.ADMIN), f"/staff/{spelled}/disable", status=422)
    assert StaffError(StaffReason.OWN_ACCOUNT).sentence in page.text
    assert sign_in(workplace.store, "my-admin", PASSWORD).name == "my-admin"


@pytest.mark.parametrize("path", ["/staff", "/staff/my-clerk/disable", "/staff/my-clerk/password"])
def test_a_clerk_sees_none_of_it(signed_in: SignedIn, path: str) -> None:
    pages = signed_in(StaffRole.CLERK)
    assert "職員の登録" not in pages.open("/").text
    pages.open("/staff", status=403)
    press(pages, path, name="tanaka", password=PASSWORD, status=403)


def press(pages: Pages, path: str, status: int = 200, **fields: str) -> Page:
    token = dict(pages.open("/").form("scanner").fields)["csrf_token"]
    sent = pages.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True)
    assert sent.status_code == status
    return Page(sent, [], [])
