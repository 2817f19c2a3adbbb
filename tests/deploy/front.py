"""The shipped configuration of nginx and haproxy, run by the real programs on free ports with a certificate of its own."""

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "madoguchi.example.jp"

needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx")
needs_haproxy = pytest.mark.skipif(shutil.which("haproxy") is None, reason="needs haproxy")

NGINX = """daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
{shipped}
}}
"""

HAPROXY = """global
    stats socket {folder}/stats mode 600
defaults
    timeout connect 5s
    timeout client 30s
    timeout server 30s
{shipped}
"""


@dataclass(frozen=True, slots=True)
class FrontServer:
    """A running program in front; `changes` were made to its shipped file."""

    port: int
    folder: Path

    @property
    def log(self) -> str:
        """What it noted of trouble, temporary files among it."""
        return (self.folder / "error.log").read_text(encoding="utf-8")

    def ask(
        self, method: str, path: str, body: str = "", *, wait: float = 0, **headers: str
    ) -> tuple[int, str, Message]:
        """Status, body and headers of the answer, read after so many seconds."""
        with closing(HTTPSConnection("127.0.0.1", self.port, timeout=30, context=anybody())) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body.encode() or None, named)
            answer = connection.getresponse()
            time.sleep(wait)
            return answer.status, answer.read().decode(), answer.headers

    def socket(self) -> ssl.SSLSocket:
        return anybody().wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=30))


def anybody() -> ssl.SSLContext:
    """Trusts the certificate of the test, whoever it names."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def running_nginx(folder: Path, backend: str, *changes: tuple[str, str]) -> Iterator[FrontServer]:
    """The shipped file of nginx in front of `backend` (`host:port`)."""
    port = free_port()
    certificate = make_certificate(folder)
    shipped = changed(
        DEPLOY / "nginx" / "madoguchi.conf",
        (":443 ", f":{port} "),
        (" 443 ", f" 127.0.0.1:{port} "),
        ("/etc/ssl/madoguchi.pem", str(certificate)),
        ("/etc/ssl/private/madoguchi.key", str(certificate)),
        ("/var/log/nginx/madoguchi-error.log crit", f"{folder}/error.log warn"),
        ("127.0.0.1:8000", backend),
        *changes,
    )
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, shipped=shipped), encoding="utf-8")
    with running(["nginx", "-p", str(folder), "-c", str(file)], port):
        yield FrontServer(port, folder)


@contextmanager
def running_haproxy(folder: Path, *backends: str) -> Iterator[FrontServer]:
    """The shipped file of haproxy in front of two backends (`host:port`)."""
    port = free_port()
    shipped = changed(
        DEPLOY / "haproxy" / "madoguchi.cfg",
        ("bind :443 ", f"bind 127.0.0.1:{port} "),
        ("/etc/ssl/private/madoguchi.pem", str(make_certificate(folder))),
        ("192.0.2.11:8000", backends[0]),
        ("192.0.2.12:8000", backends[1]),
        ("inter 2s", "inter 100ms"),
    )
    file = folder / "haproxy.cfg"
    file.write_text(HAPROXY.format(folder=folder, shipped=shipped), encoding="utf-8")
    with running(["haproxy", "-db", "-f", str(file)], port):
        yield FrontServer(port, folder)


def changed(file: Path, *changes: tuple[str, str]) -> str:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{file.name} has no {old}"
        text = text.replace(old, new)
    return text


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
        try:
            wait_for(port, program)
            yield
        finally:
            program.terminate()
            program.communicate(timeout=30)


def wait_for(port: int, program: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if program.poll() is not None:
            raise AssertionError(program.communicate()[0].decode())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> Path:
    """Key and certificate in one file, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    made = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "certificate.pem"
    file.touch(mode=0o600)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
