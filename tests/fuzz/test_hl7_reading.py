"""Whatever the bytes are: a message, or a refusal by the standard's table; and text is never lost in silence."""

import base64

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from mappers.charset import decode
from mappers.hl7_v2 import Ack, Hl7Error, ack, contents, envelope, header, read

SEED = 20261122
pieces = st.sampled_from(
    [
        b"MSH|^~\\&|",
        b"\r",
        b"\n",
        b"PID|",
        b"OBX|1|ED|",
        b"OBX|2|FT|",
        b"|",
        b"^",
        b"~",
        b"\\",
        b"&",
        b"\\X",
        b"\x1b$B",
        b"\x1b(B",
        b"\x1b(I",
        b"\x1b",
        b"Base64^",
        b"QUJD",
        b"=",
        b"ORU^R01",
        b"TXA|",
        b"OBR|",
        b"\x8e",
        b"\xe3\x81\x82",
    ]
)
almost = st.lists(pieces | st.binary(max_size=3), max_size=40).map(lambda p: b"MSH|^~\\&|" + b"".join(p))


@seed(SEED)
@settings(max_examples=400, deadline=None, database=None)
@given(almost | st.binary(max_size=200))
def test_a_message_or_a_refusal(raw: bytes) -> None:
    try:
        msg = read(raw)
    except Hl7Error:
        return  # refused; any other exception fails the test
    found = contents(msg)
    assert [d.ordinal for d in found.documents] == list(range(1, len(found.documents) + 1))
    assert envelope(msg).source.value == "mllp"
    head = header(raw.strip(b"\x0b\x1c\r\n \x00"))
    answer = ack(head, Ack.AA, at="20261122", control_id="1")
    assert answer.count(b"\rMSA") == 1


@seed(SEED)
@settings(max_examples=400, deadline=None, database=None)
@given(st.text(st.characters(codec="iso2022_jp", exclude_characters="\x1b\x0e\x0f\r\n"), max_size=60))
def test_iso_2022_jp_round_trip(text: str) -> None:
    text = text.replace("¥", "").replace(
        "‾", ""
    )  # Roman's two own characters are read as delimiters, on purpose
    decoded = decode(text.encode("iso2022_jp"), "ISO IR87")
    if not any("\x80" <= c <= "\x9f" for c in text):
        assert decoded.text == text
        assert decoded.lossless


@seed(SEED)
@settings(max_examples=400, deadline=None, database=None)
@given(st.binary(max_size=80), st.sampled_from(["", "ISO IR87", "UNICODE UTF-8", "8859/1"]))
def test_a_replacement_character_never_comes_without_a_problem(raw: bytes, declared: str) -> None:
    decoded = decode(raw, declared)
    if "\ufffd" in decoded.text and "\ufffd".encode() not in raw:
        assert not decoded.lossless


@seed(SEED)
@settings(max_examples=200, deadline=None, database=None)
@given(
    st.binary(min_size=1, max_size=300),
    st.integers(0, 400),
    st.sampled_from(["\r", "\n", "\r\n", " ", "\\.br\\"]),
)
def test_embedded_bytes_survive_any_wrapping(data: bytes, at: int, end: str) -> None:
    text = base64.b64encode(data).decode()
    at %= len(text) + 1
    raw = f"MSH|^~\\&|||||||ORU^R01|1\rOBX|1|ED|A||^AP^PDF^Base64^{text[:at]}{end}{text[at:]}|\rNTE|1||x\r"
    msg = read(raw.encode())
    assert [d.data for d in contents(msg).documents] == [data]
