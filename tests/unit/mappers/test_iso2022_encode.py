"""Japanese text into ISO 2022 and out again: what we send, our own reader and CPython's read alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappers.encodable import Encoding, encode, fit
from mappers.iso2022 import decode_iso2022
from mappers.iso2022_encode import encode_iso2022, jis_0208


def test_python_reads_the_standard_part() -> None:
    text = "山田 太郎|カンジャ^タロウ\r総蛋白 7.2 g/dL\r〜−"
    assert encode_iso2022(text).decode("iso2022_jp") == text


def test_ascii_stands_before_every_delimiter_and_line_end() -> None:
    assert (
        encode_iso2022("五|五\r") == b"\x1b$B8^\x1b(B|\x1b$B8^\x1b(B\r"
    )  # 五 holds the byte of ^: decode before splitting


@pytest.mark.parametrize("text", ["髙橋", "①⑳ⅢⅩ㎎㏄㈱", "﨑", "纊鄧", "∑∟"])
def test_what_vendors_put_into_the_set(text: str) -> None:
    written = encode_iso2022(text)
    assert decode_iso2022(written) == (text, [])
    with pytest.raises(UnicodeEncodeError):
        encode_iso2022(text, vendor_rows=False)


def test_every_character_of_the_set_comes_back() -> None:
    alike = {"\u2014", "\u2225", "\uff0d", "\uff5e", "\uffe0", "\uffe1", "\uffe2"}  # read as their JIS twins
    characters = [c for c in map(chr, range(0x80, 0xD800)) if c not in alike and jis_0208(c)]
    characters += [c for c in map(chr, range(0xE000, 0x10000)) if c not in alike and jis_0208(c)]
    assert len(characters) > 7200
    text = "".join(characters)
    assert decode_iso2022(encode_iso2022(text)) == (text, [])


@given(st.text())
def test_any_text_can_be_sent_and_says_what_it_lost(text: str) -> None:
    for encoding in Encoding:
        for vendor_rows in (True, False):
            fitted = fit(text, encoding, vendor_rows=vendor_rows)
            assert encode(fitted.text, encoding, vendor_rows=vendor_rows) is not None
            assert fitted.text.count("〓") >= len(fitted.missing)


@pytest.mark.parametrize(
    ("text", "fitted", "missing"),
    [
        ("ｶﾝｼﾞｬ ﾀﾛｳ", "カンジャ タロウ", ()),
        ("µg", "μg", ()),
        ("×10³/µL", "×10^3/μL", ()),
        ("m²", "m2", ()),
        ("10⁻⁶", "10^-6", ()),
        ("½", "1/2", ()),
        ("𠮷野 ☺", "〓野 〓", ("𠮷", "☺")),
        ("山田~|^&\\", "山田~|^&\\", ()),
    ],
)
def test_what_the_set_lacks(text: str, fitted: str, missing: tuple[str, ...]) -> None:
    found = fit(text, Encoding.ISO_2022_JP)
    assert (found.text, found.missing) == (fitted, missing)


def test_utf_8_carries_everything() -> None:
    assert fit("𠮷野 ½ ｶﾝ", Encoding.UTF_8).text == "𠮷野 ½ ｶﾝ"
    assert encode(fit("a\ud800", Encoding.UTF_8).text, Encoding.UTF_8) == "a\ufffd".encode()
