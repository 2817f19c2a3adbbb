"""What a clerk would ask back about: answers that are possible, but seldom right together (念のための確認)."""

from forms.doubts.doubt import Doubt
from forms.doubts.finding import doubts_of, impossible_of

__all__ = ["Doubt", "doubts_of", "impossible_of"]
