"""Residence card and special permanent resident certificate, second generation: a few entries are text."""

from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from cardreader import card, errors, residence, securemessaging

SEX_CODES = {b"1": card.Sex.MALE, b"2": card.Sex.FEMALE}
"""As the card codes it; 3 is neither, and another code reads as unknown."""
PICTURE_BYTES, PHOTO_BYTES = 2500, 3000
_NAME, _PHOTO, _ADDRESS = 0xD0, 0xD1, 0xDFD1
_EXPIRES, _BORN, _SEX = 0xC5, 0xC6, 0xC7
_SIGNED_ENTRIES = (0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCE, 0xCA, 0xCB, 0xCC, 0xCD)
"""In the order of the card."""
_SIGNED_ENTRIES_BYTES = 53
_SIGNATURE, _CERTIFICATE = 0xDC, 0xDD
_HALF = 48


class SecondResidenceCard(residence.ResidencePaper):
    """Birth date, sex and last day are text; name and address are pictures.

    The photo lies in the file of the name and is given to nobody.
    """

    kind = "second_residence_card"
    title = "在留カード（第2世代）"
    gives = "生年月日、性別、有効期限と、氏名・住所の画像（画像を見て入力します）"
    limits = (
        "氏名と住所は、カードに文字では入っていません。画像を見て入れてください。",
        "署名を確かめても、分かるのは、中身がカードの中の証明書と合うことまでです。証明書の発行者と失効は未確認です。",
        "在留カードが失効していないかは、入管庁の「在留カード等番号失効情報照会」で調べてください。",
    )
    codes = frozenset({b"05"})
    files = (
        card.DataFile(residence.FACE, 0x03, 73, card.Access.SECURED),
        card.DataFile(residence.FACE, 0x04, PICTURE_BYTES + PHOTO_BYTES + 8, card.Access.SECURED),
        card.DataFile(residence.FACE, 0x06, PICTURE_BYTES + 5, card.Access.SECURED),
        card.DataFile(residence.SIGNED, 0x02, 704, card.Access.BY_SHORT_ID),
    )
    suite = securemessaging.AES_SUITE

    def holder(self, contents: Sequence[bytes]) -> card.CardHolder:
        """Return what is text, the pictures and what the signature says. Raises CardError(CARD_UNREADABLE)."""
        entries, faces, addresses, signed = (residence.entries_of([content]) for content in contents)
        name, photo, address = faces.get(_NAME, b""), faces.get(_PHOTO, b""), addresses.get(_ADDRESS, b"")
        if max(len(name), len(address)) > PICTURE_BYTES or len(photo) > PHOTO_BYTES:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        values = b"".join(entries.get(tag, b"") for tag in _SIGNED_ENTRIES)
        over = values.ljust(_SIGNED_ENTRIES_BYTES, b"\x00") + photo + name
        shown = [card.read_tiff("氏名", name)] + (
            [card.read_tiff("住所", address)] if address.strip(b"\x00") else []
        )
        return card.CardHolder(
            kind=self.kind,
            birth_date=residence.western_day(entries.get(_BORN, b"")),
            sex=SEX_CODES.get(entries.get(_SEX, b""), card.Sex.UNKNOWN),
            expires=residence.western_day(entries.get(_EXPIRES, b""), is_whole=True),
            pictures=tuple(shown),
            signature=residence.judged(
                lambda: _verify(signed.get(_SIGNATURE, b""), signed.get(_CERTIFICATE, b""), over)
            ),
        )


class SecondSpecialPermanentResidentCertificate(SecondResidenceCard):
    """The same card with fewer entries."""

    kind = "second_special_permanent_resident_certificate"
    title = "特別永住者証明書（第2世代）"
    codes = frozenset({b"06"})
    limits = (
        *SecondResidenceCard.limits[:2],
        "失効していないかは、券面と、入管庁の失効情報照会で調べてください。",
    )


def _verify(signature: bytes, certificate: bytes, over: bytes) -> None:
    if len(signature) == 2 * _HALF:
        halves = (int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big"))
        signature = utils.encode_dss_signature(*halves)
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP384R1):
        raise InvalidSignature
    key.verify(signature, over, ec.ECDSA(SHA256()))
