"""`python -m tools.usb`: a signed repository for each release, its keyring, one command and one leaflet.

The packages of a release come from `build/deb` (`make deb` on that release) or from `--debs`; what they need is
fetched by apt in a bare system of that release. Needs root, mmdebstrap, systemd-nspawn and gpg. The signing key lies
in `build/usb-key`, or in `--key`, and never on the stick.
"""

import argparse
import hashlib
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from kiosk.pagewriter import EDGE, PageWriter
from tools.baresystem import fetch, make_base, unpack

ROOT = Path(__file__).parents[2]
WANTED = ("polkitd", "skkdic", "skkdic-extra", "espeak-ng")
"""What the packages only recommend."""
STEPS = (
    ("PCの電源を入れ、管理者としてログインします。", "Debian 12・13 か Ubuntu 24.04。ネットワークは要りません。"),
    ("このUSBメモリーを差し、端末（ターミナル）で1行を入力します。", ""),
    ("終わると出るアドレスを、このPCのブラウザーで開きます。", "http://127.0.0.1:8004/"),
    (
        "一緒に出るコードを入力し、画面のとおりに進みます。",
        "町、使い方、プリンター、カードとスキャナー、町の鍵、管理者",
    ),
    ("復旧用紙を封筒に入れ、金庫にしまいます。", "町の鍵を失ったときに、ただ1つの戻し方です。"),
)


def main() -> None:
    """Write `--out`, whole or not at all."""
    parser = argparse.ArgumentParser(prog="python -m tools.usb", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "usb")
    parser.add_argument("--key", type=Path, default=ROOT / "build" / "usb-key")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "usb-cache")
    parser.add_argument("--debs", type=Path, action="append", help="Folder with the packages of one release.")
    parser.add_argument("--release", action="append", help="Its name; as many as folders. Default: bookworm.")
    given = parser.parse_args()
    folders, releases = given.debs or [ROOT / "build" / "deb"], given.release or ["bookworm"]
    beside = given.out.with_name(f".{given.out.name}")
    shutil.rmtree(beside, ignore_errors=True)
    for folder, release in zip(folders, releases, strict=True):
        pool = beside / "repo" / "pool" / release
        pool.mkdir(parents=True)
        for file in [*_closure(folder.resolve(), release, given.cache.resolve()), *folder.glob("madoguchi*.deb")]:
            shutil.copyfile(file, pool / file.name)
        write_index(beside / "repo", release)
        sign(beside / "repo" / "dists" / release, given.key)
    shutil.copyfile(ROOT / "tools" / "usb" / "install", beside / "install")
    (beside / "madoguchi.pgp").write_bytes(_gpg(given.key, "--export"))
    (beside / "はじめに.pdf").write_bytes(draw_leaflet(fingerprint(given.key)))
    # gpg leaves one running that holds the key.
    subprocess.run(["gpgconf", "--homedir", given.key, "--kill", "gpg-agent"], check=True)
    shutil.rmtree(given.out, ignore_errors=True)
    beside.rename(given.out)
    size = sum(file.stat().st_size for file in given.out.rglob("*") if file.is_file())
    print(f"{given.out}: {size // 1_000_000} MB")  # noqa: T201


def _closure(debs: Path, release: str, cache: Path) -> list[Path]:
    """Return every package that a bare system of this release lacks for a lobby; fetched once."""
    kept = cache / release
    if not kept.exists():
        tar = make_base(release, cache / f"{release}.tar")
        system = unpack(tar, cache / f"{release}.system")
        ours = [f"/debs/{file.name}" for file in debs.glob("madoguchi*.deb") if "prefill" not in file.name]
        fetch(system, kept, debs, (*ours, *WANTED))
        shutil.rmtree(system)
        tar.unlink()
    return sorted(kept.glob("*.deb"))


def write_index(repo: Path, release: str) -> None:
    """Write what apt reads of the release's pool: every package with its sum, and the sum of that list."""
    binary = repo / "dists" / release / "main" / "binary-amd64"
    binary.mkdir(parents=True)
    entries = []
    for file in sorted((repo / "pool" / release).glob("*.deb")):
        told = subprocess.run(["dpkg-deb", "-f", file], check=True, capture_output=True, text=True).stdout.rstrip()
        data = file.read_bytes()
        place, digest = file.relative_to(repo), hashlib.sha256(data).hexdigest()
        entries.append(f"{told}\nFilename: {place}\nSize: {len(data)}\nSHA256: {digest}\n")
    packages = "\n".join(entries).encode()
    (binary / "Packages").write_bytes(packages)
    named = f"{hashlib.sha256(packages).hexdigest()} {len(packages)} main/binary-amd64/Packages"
    lines = {"Origin": "Madoguchi", "Label": "Madoguchi", "Suite": release, "Codename": release,
        "Date": f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S UTC}", "Architectures": "amd64", "Components": "main",
        "Description": "書かない窓口", "SHA256": f"\n {named}"}  # fmt: skip
    text = "".join(f"{key}: {value}\n" for key, value in lines.items()).replace(": \n", ":\n")
    (repo / "dists" / release / "Release").write_text(text, "utf-8")


def sign(dist: Path, key: Path) -> None:
    """Sign the release with the key in this folder, made now where there is none."""
    if not key.exists():
        key.mkdir(mode=0o700, parents=True)
        _gpg(key, "--quick-gen-key", "madoguchi repository", "ed25519", "sign", "never")
    _gpg(key, "--clearsign", "--output", str(dist / "InRelease"), str(dist / "Release"))


def fingerprint(key: Path) -> str:
    """Return the key's fingerprint, as people compare it."""
    said = _gpg(key, "--with-colons", "--list-keys").decode()
    found = next(line.split(":")[9] for line in said.splitlines() if line.startswith("fpr"))
    return " ".join(found[at : at + 4] for at in range(0, len(found), 4))


def _gpg(key: Path, *words: str) -> bytes:
    command = ["gpg", "--homedir", str(key), "--batch", "--yes", "--quiet", "--passphrase", "", "--pinentry-mode",
        "loopback", *words]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True).stdout


def draw_leaflet(print_of_key: str) -> bytes:
    """Return the one page that lies beside the stick."""
    page = PageWriter("書かない窓口 はじめに")
    page.heading("書かない窓口　はじめに", "USBメモリー1本で、PCを窓口かロビーの端末にします")
    page.down(4)
    for number, (step, more) in enumerate(STEPS, 1):
        page.text(EDGE, f"{number}　{step}", 14, bold=True)
        page.down(9)
        if number == 2:
            for words in (
                "窓口：　sudo sh /media/*/*/install counter",
                "ロビー：　sudo sh /media/*/*/install lobby",
            ):
                page.text(EDGE + 30, words, 13)
                page.down(8)
        elif more:
            page.text(EDGE + 30, more, 12)
            page.down(9)
        page.down(3)
    page.rule()
    page.down(9)
    for words in (
        "USBメモリーの中身は、署名で確かめてから入ります。書き換えられていると、入りません。",
        "署名の鍵の指紋（gpg --show-keys madoguchi.pgp と見比べられます）：",
        print_of_key,
        "くわしくは、インストールのあと /usr/share/doc/madoguchi/install.ja.md にあります。",
    ):
        page.text(EDGE, words, 10)
        page.down(6.5)
    return page.saved()


if __name__ == "__main__":
    main()
