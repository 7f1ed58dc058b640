"""What is remembered of what was looked at."""

from handlers.kit.guesses import Guesses


def test_what_was_noted_last_is_the_guess() -> None:
    guesses: Guesses[str, int] = Guesses(2)
    assert guesses.of("a") is None
    guesses.note("a", 1)
    guesses.note("a", 2)
    assert guesses.of("a") == 2


def test_what_was_noted_longest_ago_is_forgotten() -> None:
    guesses: Guesses[str, int] = Guesses(2)
    for key in ("a", "b", "a", "c"):
        guesses.note(key, 0)
    assert [key for key in "abc" if guesses.of(key) is not None] == ["a", "c"]
