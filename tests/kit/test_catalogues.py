"""Every sentence is spoken in every language, with the same things in its braces."""

import ast
import re
from pathlib import Path

import pytest

from handlers import routes
from handlers.kit.text import CHINESE, Texts
from tests import sentences

BRACES = re.compile(r"{(\w+)}")
SLACK = re.compile(r"`[^`]*`")  # what people type stays as it is
THANKS = re.compile(r"(?<=^`/kudos )(@\S+ )+[^`]+")  # but for whom they thank, and what for
OWN = re.compile(r"at risk|off track|first response|Winter break|Company day")  # said in Chinese
CHINESE_WORDS = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize("language", CHINESE)
def test_the_catalogue_has_just_the_sentences_of_the_code(language: str) -> None:
    wanted = {sentences.ids(m) for m in sentences.template() if m.id}
    assert {sentences.ids(m) for m in sentences.catalogue(language) if m.id} == wanted


@pytest.mark.parametrize("language", CHINESE)
def test_every_sentence_is_translated(language: str) -> None:
    empty = [
        sentences.ids(m)[0]
        for m in sentences.catalogue(language)
        if m.id and not all(sentences.strings(m))
    ]
    assert empty == []


@pytest.mark.parametrize("language", CHINESE)
def test_a_translation_has_the_same_braces_and_the_same_things_to_type(language: str) -> None:
    for message in sentences.catalogue(language):
        if message.id:
            allowed = set(BRACES.findall(" ".join(sentences.ids(message))))
            for string in sentences.strings(message):
                assert set(BRACES.findall(string)) == allowed, message.id
                assert typed(string, CHINESE_WORDS) == typed(sentences.ids(message)[-1], OWN)


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize(
    "status", ["on track", "at risk", "off track", "outdated", "no update yet"]
)
def test_a_status_has_one_word_in_each_language(language: str, status: str) -> None:
    word = Texts().say(language.replace("_", "-"))(status)
    named = re.compile(rf"(?<!back ){status}", re.IGNORECASE)
    found = [
        (sentences.ids(m)[0], string)
        for m in sentences.catalogue(language)
        for string in sentences.strings(m)
        if named.search(sentences.ids(m)[0])
    ]
    assert len(found) > 1
    assert [one for one in found if word not in one[1]] == []


def typed(sentence: str, own: re.Pattern[str]) -> list[str]:
    """What people type, with their own words left out."""
    return sorted(own.sub("…", THANKS.sub("…", found)) for found in SLACK.findall(sentence))


@pytest.mark.parametrize("language", CHINESE)
def test_an_example_ends_in_words_of_the_readers_own(language: str) -> None:
    shown = {name: verb.own for name, verb in routes.VERBS.items() if verb.own}
    assert all(own in routes.VERBS[name].usage for name, own in shown.items())
    said = Texts().say(language.replace("_", "-"))
    assert all(CHINESE_WORDS.fullmatch(said(own)) for own in shown.values())


def test_no_sentence_hides_in_an_f_string_where_it_is_not_found() -> None:
    hidden = [
        f"{path}:{call.lineno}"
        for folder in ("bot", "handlers")
        for path in sorted((sentences.ROOT / folder).rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[-1] in {"say", "plural"}
        and any(isinstance(arg, ast.Constant) for arg in call.args)
    ]
    assert hidden == []


def test_a_missing_catalogue_is_an_error_not_silent_english(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="zh_CN"):
        Texts(tmp_path)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-CN", "zh_CN"),
        ("zh-SG", "zh_CN"),
        ("zh-TW", "zh_TW"),
        ("zh-HK", "zh_TW"),
        ("zh-MO", "zh_TW"),
        ("en-GB", "en"),
        ("de-DE", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_each_locale_has_its_catalogue(locale: str | None, language: str) -> None:
    assert Texts().say(locale).language == language
