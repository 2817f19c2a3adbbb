"""Residence card (在留カード) and special permanent resident certificate (特別永住者証明書), first generation."""

from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from cardreader import card, errors, residence, securemessaging

LONGEST_ADDRESS = 320
FRONT_BYTES, PHOTO_BYTES = 7000, 3000
_FRONT, _PHOTO, _ADDRESS, _SIGNATURE, _CERTIFICATE = 0xD0, 0xD1, 0xD4, 0xDA, 0xDB


class ResidenceCard(residence.ResidencePaper):
    """The face is a picture with everything on it; only the address last notified is text.

    The photo is read for the signature and given to nobody.
    """

    kind = "residence_card"
    title = "在留カード"
    gives = "住所と、券面の画像（氏名などは画像を見て入力します）"
    limits = (
        "氏名、生年月日、性別、国籍は、カードに文字では入っていません。画像を見て入れてください。",
        "署名を確かめても、分かるのは、画像と写真がカードの中の証明書と合うことまでです。証明書の発行者と失効は未確認です。",
        "在留カードが失効していないかは、入管庁の「在留カード等番号失効情報照会」で調べてください。",
    )
    codes = frozenset({b"1"})
    files = (
        card.DataFile(residence.FACE, 0x05, FRONT_BYTES + 4, card.Access.SECURED),
        card.DataFile(residence.FACE, 0x06, PHOTO_BYTES + 4, card.Access.SECURED),
        card.DataFile(residence.LATER, 0x01, 1024, card.Access.BY_SHORT_ID),
        card.DataFile(residence.SIGNED, 0x02, 4096, card.Access.BY_SHORT_ID),
    )
    suite = securemessaging.DES_SUITE

    def holder(self, contents: Sequence[bytes]) -> card.CardHolder:
        """Return the address, the picture of the face and what the signature says.

        Raises CardError(CARD_UNREADABLE).
        """
        face, later, signed = (
            residence.entries_of(contents[:2]),
            residence.entries_of(contents[2:3]),
            residence.entries_of(contents[3:]),
        )
        front, photo = face.get(_FRONT, b""), face.get(_PHOTO, b"")
        if len(front) > FRONT_BYTES or len(photo) > PHOTO_BYTES:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        address = residence.plain_text(later.get(_ADDRESS, b""))
        if len(address) > LONGEST_ADDRESS:
            raise errors.CardError(errors.CardReason.CARD_UNREADABLE)
        over = front.ljust(FRONT_BYTES, b"\x00") + photo.ljust(PHOTO_BYTES, b"\x00")
        return card.CardHolder(
            kind=self.kind,
            address=address,
            pictures=(card.read_tiff("券面", front),),
            signature=residence.judged(
                lambda: _verify(signed.get(_SIGNATURE, b""), signed.get(_CERTIFICATE, b""), over)
            ),
        )


class SpecialPermanentResidentCertificate(ResidenceCard):
    """The same card with another name."""

    kind = "special_permanent_resident_certificate"
    title = "特別永住者証明書"
    codes = frozenset({b"2"})
    limits = (*ResidenceCard.limits[:2], "失効していないかは、券面と、入管庁の失効情報照会で調べてください。")


def _verify(signature: bytes, certificate: bytes, over: bytes) -> None:
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise InvalidSignature
    key.verify(signature, over, padding.PKCS1v15(), SHA256())
