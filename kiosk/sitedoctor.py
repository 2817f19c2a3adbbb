"""The morning round of the prefill site: what it needs, and what must not lie there."""

from collections.abc import Iterator
from pathlib import Path

from kiosk import doctor, finding
from kiosk.office import Office
from kiosk.settings import fingerprint_of_secret, read_other_secret, read_secret, values


def examine_prefill(office: Office) -> Iterator[finding.Finding]:
    """Look at what the prefill site needs, and what it must not have."""
    yield from doctor.look_at_data(office)
    prefill, folder = office.settings.prefill, office.settings.keys.folder
    if prefill.host not in values.LOOPBACK and not prefill.trusted_proxies:
        sentence = f"{prefill.host} で待ち受け、前に置くプロキシ（trusted_proxies）がありません。"
        yield finding.Finding("待ち受け", finding.Health.BAD, f"{sentence}nginx などを前に置いてください。")
    yield finding.look_at("書きかけの鍵", lambda: _cookie_secret(prefill.cookie_secret_file))
    if any(folder.glob("key-*.toml")):
        sentence = f"ここにあってはいけません。{folder} の key-*.toml を役場に移して、ここから消してください。"
        yield finding.Finding("秘密鍵", finding.Health.BAD, sentence)
    else:
        yield finding.Finding("秘密鍵", finding.Health.GOOD, "ここにはありません")


def _cookie_secret(file: Path) -> str:
    """Say by what people see that all servers of the site have the same."""
    if not file.exists():
        return "まだありません。サイトがはじめて起動するときに作ります"
    other = read_other_secret(file)
    beside = f"、入れ替え中の鍵 {fingerprint_of_secret(other)}" if other else ""
    return f"指紋 {fingerprint_of_secret(read_secret(file))}{beside}（サーバーが2台以上なら、どれも同じ）"
