"""The way back to a draft that outlives the browser window.

The draft's own cookies are sent to its own pages only, so the first page could not know of it. Where the person asked
for it, one more cookie says which draft there is; it says nothing about its content.
"""

import re

from flask import request
from werkzeug.wrappers import Response

from kiosk.prefill.draft import Draft
from kiosk.prefill.draftcookie import LIFETIME

NAME = "draft"
_ID = re.compile(r"[A-Za-z0-9_-]{12}", re.ASCII)


def waiting() -> str:
    """The id of the draft to go on with, empty when there is none."""
    found = request.cookies.get(NAME, "")
    return found if _ID.fullmatch(found) else ""


def point(response: Response, id: str, draft: Draft, *, secure: bool) -> None:
    """Remembers or forgets the draft, as the person wished."""
    if draft.stays:
        response.set_cookie(NAME, id, max_age=LIFETIME, secure=secure, httponly=True, samesite="Lax")
    else:
        forget(response, id, secure=secure)


def forget(response: Response, id: str, *, secure: bool) -> None:
    """Leaves the way to another draft alone."""
    if waiting() == id:
        response.delete_cookie(NAME, secure=secure, httponly=True, samesite="Lax")
