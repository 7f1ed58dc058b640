"""Characters that turn the direction of what follows: they end where a person's text ends.

Without an end they turn the rest of their line, words of ours included. One that its line does
not end is left out, wherever the line was cut; what is ended, and the marks that turn nothing
(LRM, RLM, ALM), stay: ordinary Hebrew and Arabic is as it was written.
See https://www.unicode.org/reports/tr9/, X1 to X8.
"""

import re
from typing import Final

_ENDS: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),  # embeddings and overrides
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),  # isolates
}
_TURNS: Final = re.compile(f"[{''.join(_ENDS)}]")


def ended(text: str) -> str:
    """The text without what would turn more than itself; never longer than it was."""
    if text.isascii() or not _TURNS.search(text):
        return text
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    characters = list(line)
    for place in _open(line):
        characters[place] = ""
    return "".join(characters)


def _open(line: str) -> list[int]:
    """The places of what this line does not end. An isolate ends all that began within it."""
    begun: list[int] = []
    isolates = 0  # among them: to look through them for each end takes minutes of a long line
    for place, character in enumerate(line):
        if character in _ENDS:
            begun.append(place)
            isolates += _ENDS[character] == "\u2069"
        elif character == "\u202c" and begun and _ENDS[line[begun[-1]]] == character:
            begun.pop()
        elif character == "\u2069" and isolates:
            isolates -= 1
            while _ENDS[line[begun.pop()]] != character:
                pass
    return begun
