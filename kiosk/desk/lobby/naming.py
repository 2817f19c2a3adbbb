"""What the on-screen keys ask for while a name is written: kanji for a reading, other shapes of a character."""

from flask import request
from flask.typing import ResponseReturnValue

from kiosk.desk.lobby.blueprint import lobby
from kiosk.desk.lobby.kanji import has_kanji, kanji_for
from kiosk.desk.lobby.session import current_case
from kiosk.desk.lobby.variants import variants_of


@lobby.post("/kanji")
def kanji() -> ResponseReturnValue:
    """For `reading` in hiragana: how much of its beginning is known, and the words for that."""
    current_case()
    known, words = kanji_for(request.form.get("reading", ""))
    return {"reading": known, "words": list(words)}


@lobby.app_context_processor
def for_templates() -> dict[str, object]:
    return {"kanji_kept": has_kanji()}


@lobby.post("/variants")
def variants() -> ResponseReturnValue:
    """For one `character`: all shapes it is written in, itself first."""
    current_case()
    return {"shapes": list(variants_of(request.form.get("character", "")))}
