"""The framer's events depend on the bytes alone, never on how TCP cut them; its memory and time are bounded."""

import time
from itertools import pairwise

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from gateway.receive.framer import Event, Message, MllpFramer, Stray, TooLarge, frame

SEED = 20261122
MAX = 64

contents = st.binary(max_size=MAX).map(lambda b: b.replace(b"\x0b", b"v").replace(b"\x1c", b"f"))
strays = st.binary(max_size=12).map(lambda b: b.replace(b"\x0b", b"v"))
wild = st.lists(
    st.sampled_from([b"\x0b", b"\x1c", b"\r", b"\x1c\r", b"MSH|", b"x", b"\x0bMSH"]), max_size=40
).map(b"".join)


def chopped(raw: bytes, cuts: list[int]) -> tuple[list[Event], MllpFramer, int]:
    """Events of the bytes cut at these places, the framer, and the most it ever held."""
    framer, events, most = MllpFramer(MAX), [], 0
    places = sorted({c % (len(raw) + 1) for c in cuts} | {0, len(raw)})
    for start, end in pairwise(places):
        events.extend(framer.feed(raw[start:end]))
        most = max(most, framer.buffered_bytes)
    return events, framer, most


def without_heads(events: list[Event]) -> list[Event]:
    return [TooLarge(b"") if isinstance(e, TooLarge) else e for e in events]


@seed(SEED)
@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(st.tuples(strays, contents), max_size=5), st.lists(st.integers(0, 10_000), max_size=20))
def test_every_message_comes_out_once_and_in_order(parts: list[tuple[bytes, bytes]], cuts: list[int]) -> None:
    raw = b"".join(stray + frame(content) for stray, content in parts)
    events, framer, most = chopped(raw, cuts)
    assert [e.data for e in events if isinstance(e, Message)] == [content for _, content in parts]
    assert sum(e.count for e in events if isinstance(e, Stray)) == sum(len(stray) for stray, _ in parts)
    assert not framer.inside
    assert most <= MAX + 2


@seed(SEED)
@settings(max_examples=500, deadline=None, database=None)
@given(wild, st.lists(st.integers(0, 10_000), max_size=20))
def test_events_do_not_depend_on_the_chopping(raw: bytes, cuts: list[int]) -> None:
    whole, _, _ = chopped(raw, [])
    by_byte, _, most = chopped(raw, list(range(len(raw))))
    random, _, _ = chopped(raw, cuts)
    assert without_heads(whole) == without_heads(by_byte) == without_heads(random)
    assert most <= MAX + 2


def test_a_message_given_up_and_begun_anew() -> None:
    events = MllpFramer(1000).feed(b"\x0bMSH|half\x0bMSH|whole\x1c\r")
    assert events == [Stray(9), Message(b"MSH|whole")]


def test_a_separator_byte_inside_the_content_does_not_end_it() -> None:
    assert MllpFramer(1000).feed(b"\x0bMSH|a\x1cb\x1c\r") == [Message(b"MSH|a\x1cb")]


def test_a_sender_that_leaves_out_the_last_carriage_return() -> None:
    assert MllpFramer(1000).feed(b"\x0bMSH|a\x1c\x0bMSH|b\x1c\r") == [Message(b"MSH|a"), Message(b"MSH|b")]


def test_too_large_is_told_once_with_its_head_and_nothing_is_held() -> None:
    framer = MllpFramer(100, head_bytes=10)
    events = [e for _ in range(50) for e in framer.feed(b"\x0b" + b"A" * 40)]
    assert events == [TooLarge((b"A" * 40 + b"\x0b")[:10])]
    assert framer.buffered_bytes == 0


def test_twenty_megabytes_in_small_reads_take_linear_time() -> None:
    body = b"MSH|" + b"A" * (20 * 1024 * 1024)
    raw = frame(body)
    framer = MllpFramer(64 * 1024 * 1024)
    begun = time.perf_counter()
    events = [e for i in range(0, len(raw), 65536) for e in framer.feed(raw[i : i + 65536])]
    assert time.perf_counter() - begun < 1.0
    assert [len(e.data) for e in events if isinstance(e, Message)] == [len(body)]


def test_many_small_messages_in_one_read_take_linear_time() -> None:
    def spent_s(messages: int) -> float:
        raw = frame(b"MSH|^~\\&|A") * messages
        begun = time.process_time()
        assert len(MllpFramer(1000).feed(raw)) == messages
        return time.process_time() - begun

    few, many = (min(spent_s(messages) for _ in range(3)) for messages in (20_000, 100_000))
    assert many < 10 * few, "five times as many take five times as long; were it quadratic, 25 times"
