"""Four words by which people see that two places have the same public key of the town: on the phone and on paper.

Each word is one thing as it is (しろい うさぎ): 32 ways to be and 64 things, together 11 bits, four words 44.
Rule of the lists: a child knows the word and it hurts nobody; no two differ in one kana or one Latin letter only,
so that none is misread or misheard as another; no long vowels but those of い, so that the Latin letters say all.
The order counts: whoever changes it changes every town's words.

44 bits alone a machine could find again in hours. Each guess costs as much as one slow hash (scrypt) instead.
"""

from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

COUNT = 4
COST = 2**14
"""scrypt's N: 16 MB and 40 ms for a word of the town, or for a guess."""

_HOW = """
しろい:shiroi まるい:marui あおい:aoi ちいさい:chiisai しかくい:shikakui みじかい:mijikai ふとい:futoi
ほそい:hosoi はやい:hayai すずしい:suzushii あたたかい:atatakai やさしい:yasashii うれしい:ureshii
たのしい:tanoshii おいしい:oishii かわいい:kawaii うつくしい:utsukushii まぶしい:mabushii やわらかい:yawarakai
つよい:tsuyoi あかるい:akarui あたらしい:atarashii すっぱい:suppai めずらしい:mezurashii
なつかしい:natsukashii おもしろい:omoshiroi げんきな:genkina しずかな:shizukana にぎやかな:nigiyakana
きれいな:kireina ふしぎな:fushigina あざやかな:azayakana
"""
_WHAT = """
うさぎ:usagi きつね:kitsune たぬき:tanuki くじら:kujira いるか:iruka ひつじ:hitsuji らくだ:rakuda
すずめ:suzume つばめ:tsubame ぺんぎん:pengin とんぼ:tonbo ほたる:hotaru さくら:sakura ひまわり:himawari
すみれ:sumire たんぽぽ:tanpopo あさがお:asagao もみじ:momiji りんご:ringo みかん:mikan いちご:ichigo
かぼちゃ:kabocha にんじん:ninjin たまねぎ:tamanegi だいこん:daikon おにぎり:onigiri うどん:udon
せんべい:senbei ゆのみ:yunomi ざぶとん:zabuton ふろしき:furoshiki たいこ:taiko ぶらんこ:buranko つみき:tsumiki
おりがみ:origami えんぴつ:enpitsu けしごむ:keshigomu じてんしゃ:jitensha でんしゃ:densha とけい:tokei
めがね:megane てぶくろ:tebukuro くつした:kutsushita みかづき:mikazuki みずうみ:mizuumi しまうま:shimauma
やまびこ:yamabiko さかみち:sakamichi はしご:hashigo かいがら:kaigara どんぐり:donguri くるみ:kurumi
たけのこ:takenoko そらまめ:soramame らっぱ:rappa ゆきだるま:yukidaruma かざぐるま:kazaguruma
ほしぞら:hoshizora こもれび:komorebi そよかぜ:soyokaze あおぞら:aozora まつり:matsuri はなび:hanabi
てがみ:tegami
"""


@dataclass(frozen=True, slots=True)
class Watchword:
    """One of the four, in kana and in Latin letters."""

    kana: str
    latin: str


def _read(text: str) -> tuple[Watchword, ...]:
    return tuple(Watchword(*pair.split(":")) for pair in text.split())


HOW, WHAT = _read(_HOW), _read(_WHAT)


@cache
def watchwords(town: str, key: bytes) -> tuple[Watchword, ...]:
    """Return the four words of the public key of the town with this code; another key has others."""
    salt = b"kiosk watchwords " + town.encode()
    number = int.from_bytes(Scrypt(salt=salt, length=8, n=COST, r=8, p=1).derive(key))
    words = []
    for _ in range(COUNT):
        number, how = divmod(number, len(HOW))
        number, what = divmod(number, len(WHAT))
        words.append(Watchword(f"{HOW[how].kana} {WHAT[what].kana}", f"{HOW[how].latin} {WHAT[what].latin}"))
    return tuple(words)


def say_watchwords(town: str, key: bytes) -> str:
    """Return the four words in one line."""
    return "、".join(word.kana for word in watchwords(town, key))
