"""Why a code on a sheet could not be made, read or exported: closed reasons with words and a next step."""

from collections.abc import Mapping
from enum import StrEnum

from forms.told import Told


class BackOfficeReason(StrEnum):
    NOT_A_PAPER_CODE = "not_a_paper_code"
    IS_A_TICKET = "is_a_ticket"
    MISREAD = "misread"
    UNKNOWN_VERSION = "unknown_version"
    WRONG_TOWN = "wrong_town"
    UNKNOWN_KEY = "unknown_key"
    DAMAGED = "damaged"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    BAD_CONTENTS = "bad_contents"
    TOO_LARGE = "too_large"
    NO_CODE_FOUND = "no_code_found"
    NOT_A_PICTURE = "not_a_picture"
    NOT_ENCODABLE = "not_encodable"


WORDS: Mapping[StrEnum, tuple[str, str]] = {
    BackOfficeReason.NOT_A_PAPER_CODE: (
        "様式のQRコードではありません。",
        "様式に印刷された四角いコードを読み取ってください。",
    ),
    BackOfficeReason.IS_A_TICKET: (
        "これは住民の受付コードです。",
        "受付コードは窓口端末で読み取ってください。",
    ),
    BackOfficeReason.MISREAD: ("QRコードの数字が欠けているか、違っています。", "もう一度読み取ってください。"),
    BackOfficeReason.UNKNOWN_VERSION: ("新しい形式のQRコードです。", "このプログラムを新しくしてください。"),
    BackOfficeReason.WRONG_TOWN: ("ほかの市区町村の様式です。", "その役所へ送ってください。"),
    BackOfficeReason.UNKNOWN_KEY: (
        "このPCにない鍵で封じられています。",
        "town.toml の paper.key_folder を確かめてください。",
    ),
    BackOfficeReason.DAMAGED: ("QRコードの中身が壊れています。", "紙を見て入力してください。"),
    BackOfficeReason.UNKNOWN_PROCEDURE: (
        "このPCが知らない手続か版です。",
        "手続の一覧を窓口端末と同じものにしてください。",
    ),
    BackOfficeReason.BAD_CONTENTS: ("QRコードの中身が手続の項目と合いません。", "紙を見て入力してください。"),
    BackOfficeReason.TOO_LARGE: ("ファイルが大きすぎます。", "いくつかに分けてください。"),
    BackOfficeReason.NO_CODE_FOUND: (
        "様式のQRコードが見つかりません。",
        "300dpiで、まっすぐ読み取り直してください。",
    ),
    BackOfficeReason.NOT_A_PICTURE: (
        "画像かPDFとして読めません。",
        "PNG、JPEG、TIFF、PDFのどれかにしてください。",
    ),
    BackOfficeReason.NOT_ENCODABLE: (
        "この文字コードで表せない文字があります。",
        "--encoding utf-8 にするか、--skip を付けてその様式を除いてください。",
    ),
}


class BackOfficeError(Told):
    """Never holds an answer: `detail` is a file name, an item name or a code point."""

    reasons = BackOfficeReason
    words = WORDS
    reason: BackOfficeReason

    def __init__(self, reason: BackOfficeReason, detail: str = "") -> None:
        super().__init__(reason, detail=detail)

    @property
    def sentence(self) -> str:
        detail = self.values["detail"]
        return f"{super().sentence}（{detail}）" if detail else super().sentence
