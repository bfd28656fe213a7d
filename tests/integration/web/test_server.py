"""Start and stop of the web server's thread."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

import gateway.gate
import gateway.web
from gateway.errors import SiteError
from gateway.settings import Web
from gateway.web import WebServer, build_app
from tests.peers.filled_site import open_site


def test_taken_port_is_named(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SiteError, match=r"web\.port"):
            WebServer(build_app(site.deps), Web(port=taken.getsockname()[1]))
    site.close()


def test_unreadable_certificate_is_named(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    (tmp_path / "bad.pem").write_text("no certificate")
    web = Web(port=0, tls_certificate=tmp_path / "bad.pem", tls_key=tmp_path / "bad.pem")
    with pytest.raises(SiteError, match=r"web\.tls_certificate"):
        WebServer(build_app(site.deps), web)
    site.close()


def test_stop_frees_the_port(tmp_path: Path) -> None:
    site = open_site(tmp_path)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    port = server.port
    assert server.stop()
    again = WebServer(build_app(site.deps), Web(port=port))
    again.start()
    assert again.port == port
    assert again.stop()
    site.close()


@pytest.mark.parametrize(
    "said",
    [b"", b"GET / HTTP/1.1\r\nHost: a", b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\ntok"],
)
def test_silent_and_half_sent_requests_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(gateway.web, "HEAD_TIMEOUT_S", 0.3)
    monkeypatch.setattr(gateway.gate, "FORM_TIMEOUT_S", 0.3)
    site = open_site(tmp_path)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(said)
        answer = b""
        while part := client.recv(65536):  # ends when the server closes, or fails after 10 s
            answer += part
    assert answer == b"" or answer.startswith(b"HTTP/1.1 401")
    assert server.stop()
    site.close()
