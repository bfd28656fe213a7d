"""Bytes of Japanese senders become the text they meant, or a named problem: never a question mark."""

import pytest

from mappers.charset import codec_named, declared_charset, decode, decode_message
from mappers.iso2022 import decode_iso2022

HEADER = "MSH|^~\\&|LIS|検査部|EHR|病院|20261122||ORU^R01|1|P|2.5||||||{charset}\r"


def jis_0208_characters() -> list[tuple[bytes, str]]:
    """Every assigned cell of JIS X 0208 as (two bytes, character), from EUC-JP's table."""
    found = []
    for row in range(0x21, 0x75):
        for cell in range(0x21, 0x7F):
            try:
                found.append((bytes((row, cell)), bytes((row | 0x80, cell | 0x80)).decode("euc_jp")))
            except UnicodeDecodeError:
                continue
    return found


def test_every_jis_x_0208_character_survives_between_delimiters() -> None:
    characters = jis_0208_characters()
    assert len(characters) == 6879  # JIS X 0208:1997 has 6,879 characters
    raw = b"|".join(b"\x1b$B" + pair + b"\x1b(B^" for pair, _ in characters)
    text, losses = decode_iso2022(raw)
    assert not losses
    assert text.split("|") == [character + "^" for _, character in characters]


def test_characters_whose_bytes_are_delimiters_do_not_split() -> None:
    hostile = "".join(c for pair, c in jis_0208_characters() if set(pair) & set(b"|^~\\&"))
    assert len(hostile) > 400
    message = (
        HEADER.format(charset="~ISO IR87").encode("iso2022_jp") + b"PID|1||" + hostile.encode("iso2022_jp")
    )
    decoded = decode_message(message)
    assert decoded.lossless
    assert decoded.text.split("\r")[1].split("|") == ["PID", "1", "", hostile]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\x1b$B-!-j\x1b(B", "①㈱"),  # NEC row 13
        (b"\x1b$B|b6!\x1b(B", "髙供"),  # NEC-selected IBM extension
        (b"\x1b(I6@6E\x1b(B", "ｶﾀｶﾅ"),
        (b"\x1b(Jabc\\~\x1b(B", "abc\\~"),  # JIS Roman: the bytes of HL7's escape and repetition characters
        (b"\x1b$(D0!\x1b(B", "丂"),  # JIS X 0212
        (b"\x1b$@;3ED\x1b(J^\x1b$BB@O:\x1b(B", "山田^太郎"),  # JIS C 6226-1978, back to Roman
        (b"a\x1b$B;3ED\rPID", "a山田\rPID"),  # no closing escape: the segment's end resets
        (b"\x1b$B;3 ED\x1b(B", "山 田"),  # a one-byte space inside
    ],
)
def test_iso_2022_as_senders_write_it(raw: bytes, text: str) -> None:
    assert decode_iso2022(raw) == (text, [])


def test_what_cannot_be_decoded_is_named_and_marked() -> None:
    decoded = decode(b"abc\x1b$B~~;3\x1b(Bdef", "ISO IR87")
    assert decoded.text == "abc\ufffd山def"
    assert not decoded.lossless
    assert [p.code for p in decoded.problems] == ["undecodable"]
    assert "byte 6" in decoded.problems[0].reason
    assert "?" not in decoded.text


def test_a_hospitals_own_characters_are_not_guessed() -> None:
    assert decode_iso2022(b"\x1b$B~~\x1b(B")[0] == "\ufffd"


@pytest.mark.parametrize("tail", [b"\x1b$B;", b"\x1b", b"\x1b$", b"\x1b$B;3E"])
def test_a_cut_off_message_loses_aloud(tail: bytes) -> None:
    assert not decode(b"abc" + tail, "ISO IR87").lossless


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("~ISO IR87", "iso2022_jp_ext"),
        ("~ISOIR87", "iso2022_jp_ext"),
        ("ISO IR14~ISO IR87", "iso2022_jp_ext"),
        ("ISO IR159", "iso2022_jp_ext"),
        ("ISO 2022 IR 6\\ISO 2022 IR 87", "iso2022_jp_ext"),
        ("ISO_IR 87", "iso2022_jp_ext"),
        ("UNICODE UTF-8", "utf-8"),
        ("UNICODE", "utf-8"),
        ("ISO_IR 192", "utf-8"),
        ("8859/1", "iso8859-1"),
        ("ISO_IR 100", "iso8859-1"),
        ("ASCII", "ascii"),
        ("", ""),
        ("KLINGON", None),
    ],
)
def test_names_of_character_sets(name: str, codec: str | None) -> None:
    assert codec_named(name) == codec


@pytest.mark.parametrize(
    ("declared", "codec", "default", "found", "problems"),
    [
        ("~ISO IR87", "iso2022_jp", "iso2022_jp_ext", "iso2022_jp_ext", []),
        ("", "iso2022_jp", "cp932", "iso2022_jp_ext", []),
        ("UNICODE UTF-8", "utf-8", "iso2022_jp_ext", "utf-8", []),
        ("", "utf-8", "iso2022_jp_ext", "utf-8", []),
        ("", "cp932", "cp932", "cp932", []),
        ("~ISO IR87", "utf-8", "iso2022_jp_ext", "utf-8", ["mislabelled"]),
        ("8859/1", "utf-8", "iso2022_jp_ext", "utf-8", ["mislabelled"]),
        ("UNICODE UTF-8", "iso2022_jp", "iso2022_jp_ext", "iso2022_jp_ext", ["mislabelled"]),
        ("~ISO IR87", "cp932", "cp932", "cp932", ["mislabelled"]),
        ("~ISO IR87", "cp932", "iso2022_jp_ext", "iso2022_jp_ext", ["undecodable"]),
        ("KLINGON", "utf-8", "iso2022_jp_ext", "utf-8", ["unknown-charset"]),
    ],
)
def test_labels_are_believed_where_the_bytes_bear_them_out(
    declared: str, codec: str, default: str, found: str, problems: list[str]
) -> None:
    message = HEADER.format(charset=declared) + "PID|1||||検査部長^テスト\r"
    decoded = decode_message(message.encode(codec), default)
    assert decoded.charset == found
    assert [p.code for p in decoded.problems] == problems
    assert decoded.lossless == ("undecodable" not in problems)
    if decoded.lossless:
        assert decoded.text == message


def test_msh_18_is_found_behind_kanji_that_hold_delimiters() -> None:
    raw = "MSH|^~\\&|五万|側京|||||ORU^R01|1|P|2.5||||||~ISO IR87\r".encode("iso2022_jp")
    assert declared_charset(raw) == "~ISO IR87"


def test_eight_bit_half_width_kana_by_iso_ir_13() -> None:
    assert decode(b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3", "ISO_IR 13").text == "ﾔﾏﾀﾞ^ﾀﾛｳ"


def test_korean_and_latin_dicom_sets() -> None:
    korean = b"Hong^Gildong=\x1b$)C" + "김^희중".encode("euc_kr")
    assert decode(korean, "\\ISO 2022 IR 149").text == "Hong^Gildong=김^희중"
    assert decode("Äneas^Rüdiger".encode("latin-1"), "ISO_IR 100").text == "Äneas^Rüdiger"
