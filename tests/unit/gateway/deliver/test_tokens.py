"""When a token is fetched: by a clock that the test moves."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from gateway.deliver.answer import Answer, Result
from gateway.deliver.auth.tokens import EARLY_S, RETRY_EARLY_S, NoToken, Token, Tokens


class Endpoint:
    """Gives tokens of `life_s`, numbered; fails while `away`."""

    def __init__(self, life_s: float | None = 300.0) -> None:
        self.now_s, self.asked, self.life_s, self.away = 1000.0, 0, life_s, False
        self.tokens = Tokens(self.fetch, lambda: self.now_s)

    def fetch(self) -> Token:
        self.asked += 1
        if self.away:
            raise NoToken(Answer(Result.RETRY, "away"))
        return Token.living(f"t{self.asked}", self.now_s, self.life_s)


def test_fetched_again_before_its_end_and_after_a_refusal() -> None:
    at = Endpoint()
    assert at.tokens.get().value == at.tokens.get().value == "t1"
    at.now_s += 300 - EARLY_S - 1
    assert at.tokens.get().value == "t1"
    at.now_s += 1
    assert at.tokens.get().value == "t2"
    at.tokens.refused("t1")
    assert at.tokens.get().value == "t2", "an older token's refusal says nothing of this one"
    at.tokens.refused("t2")
    assert at.tokens.get().value == "t3"


@pytest.mark.parametrize(
    ("life_s", "renewed_after_s"), [(20.0, 10.0), (0.0, 0.5), (None, 240.0), (3600, 3540)]
)
def test_short_and_untold_lives(life_s: float | None, renewed_after_s: float) -> None:
    token = Token.living("t", 0.0, life_s)
    assert token.renew_from_s == renewed_after_s
    assert token.renew_from_s < token.ends_s


def test_endpoint_away_near_the_end_is_no_failure_yet_and_is_not_hammered() -> None:
    at = Endpoint()
    at.tokens.get()
    at.away = True
    at.now_s += 250
    assert [at.tokens.get().value for _ in range(5)] == ["t1"] * 5
    assert at.asked == 2, "one early try, then a pause"
    at.now_s += RETRY_EARLY_S
    assert at.tokens.get().value == "t1"
    assert at.asked == 3
    at.now_s += 300
    with pytest.raises(NoToken, match="away"):
        at.tokens.get()
    at.away = False
    assert at.tokens.get().value == "t5"


def test_others_go_on_with_the_old_token_while_one_fetches() -> None:
    at, fetching, go = Endpoint(), Event(), Event()
    at.tokens.get()
    plain = at.fetch

    def slow() -> Token:
        fetching.set()
        assert go.wait(10)
        return plain()

    at.tokens._fetch = slow
    at.now_s += 250
    got: list[str] = []
    one = Thread(target=lambda: got.append(at.tokens.get().value))
    one.start()
    assert fetching.wait(10)
    assert at.tokens.get().value == "t1"
    go.set()
    one.join(10)
    assert got == ["t2"]
    assert at.tokens.get().value == "t2"


def test_a_failure_of_our_own_reaches_every_thread_and_leaves_nothing_locked() -> None:
    at = Endpoint()
    at.tokens._fetch = lambda: 1 / 0  # type: ignore[assignment,return-value]
    with pytest.raises(ZeroDivisionError):
        at.tokens.get()
    at.tokens._fetch = at.fetch
    assert at.tokens.get().value == "t1"
    assert "t1" not in repr(at.tokens.get())
