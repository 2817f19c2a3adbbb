"""A doubt: one question back, 「このままでよいですか」, with the answers that raise it, and its words."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Says(StrEnum):
    """One sentence a doubt; translated like every text of the screens."""

    TWICE = "同じ人を2回入力しているようです。名前と生年月日を確かめてください。"
    TOO_NEAR = "親と子の年の差が15歳より小さくなっています。続柄と生年月日を確かめてください。"
    TOO_OLD = "生年月日が117年より前になっています。年を確かめてください。"
    ACTS_ALONE = "手続をする人が15歳になっていません。15歳になっていない人は、親権者と一緒に来てください。"
    PARENT_OF_ADULT = "18歳からは成年なので、親権者はいません。生年月日か、だれとして来るかを確かめてください。"
    HEAD_IS_CHILD = "15歳になっていない人が世帯主になっています。続柄と生年月日を確かめてください。"
    UNBORN = "生まれる日が10か月より先になっています。日付を確かめてください。"
    DEAD_BEFORE_BORN = "亡くなった日が、生年月日より前になっています。どちらかを直してください。"
    LATE_IS_HERE = "亡くなった方と同じ人が、ほかのところにも入力されています。名前と生年月日を確かめてください。"
    OWN_GUARANTOR = "保証する人が、登録する人と同じになっています。ほかの人の名前を入力してください。"

    ODD_NAME = "名前に、数字や記号や「様」が入っています。名前だけかを確かめてください。"
    NO_LOT = "住所に番地がありません。番地まで入力してください。"

    BEFORE_BIRTH = "手続をする人が生まれる前の日になっています。年を確かめてください。"
    LONG_AGO = "5年より前の日になっています。年を確かめてください。"
    FAR_AHEAD = "1年より先の日になっています。年を確かめてください。"

    REGISTER_ELSEWHERE = "本籍が、ほかの市区町村になっています。「本籍地」の答えを確かめてください。"
    REGISTER_HERE = "本籍が、この町になっています。「本籍地」の答えを確かめてください。"
    NOT_ABROAD = "国外から引っ越してきたのに、前の住所が日本の住所です。確かめてください。"

    MANY = "10通以上になっています。数を確かめてください。"

    OF_ANOTHER = "口座の名義が、受け取る人のフリガナと違います。ほかの人の口座に振り込むには、委任状が必要です。"


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
