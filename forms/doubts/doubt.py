"""A doubt: one question back, 「このままでよいですか」, with the answers that raise it."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

MARK_BYTES = 6
"""Of a mark: it only has to differ among the few doubts of one application."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Answers that want a second look.

    `item` is the key of the question to go back to, `input` the field. `evidence` is what raises the doubt: once
    somebody has said that it is right so, it is not asked again before that changes. The sentence holds nobody's
    name: screens say it in any language, and it stands beside the answer.
    """

    item: str
    sentence: str
    evidence: tuple[object, ...]
    input: str = ""
    instead_of: str = ""
    """The procedure that is the wrong one, if that is the doubt."""
    instead: str = ""
    """The procedure that is meant."""
    is_impossible: bool = False
    """Whether the law, or nature, leaves no room: nobody can say that it is right so."""

    @property
    def mark(self) -> str:
        """Return a short text that stays the same as long as the same is doubted for the same reason."""
        digest = sha256(repr((self.item, str(self.sentence), self.evidence)).encode()).digest()
        return urlsafe_b64encode(digest[:MARK_BYTES]).decode()
