"""A small cast of fictitious residents, shared by all tests."""

YOSHIDA = "𠮷田　花子"
"""Her family name lies beyond the BMP."""

WATANABE = "渡邉\U000e0110　勘解由小路左衛門"
"""His 邉 carries a variation sequence of the Moji_Joho collection."""

MARIA = "DOS SANTOS CAVALCANTI DE ALBUQUERQUE　MARIA APARECIDA DA CONCEIÇÃO FERNANDA"
"""Long Latin names with diacritics."""

TAKASAKI_FAMILY = (
    ("髙﨑　一郎", "1950-01-03"),
    ("髙﨑　ハル", "1952-11-23"),
    ("髙﨑　健一", "1978-06-15"),
    ("髙﨑　美咲", "1980-09-09"),
    ("髙﨑　大翔", "2009-04-01"),
    ("髙﨑　陽葵", "2012-10-31"),
    ("髙﨑　蓮", "2019-05-01"),
    ("髙﨑　凜", "2024-02-29"),
)
"""A family of eight: compatibility ideographs that NFC would destroy."""

HOME = "北海道架空郡みどり野町東一条北二丁目３番地"
