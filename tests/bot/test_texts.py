"""Every sentence is complete in both languages."""

import string

import pytest

from bot import texts
from bot.commands import COMMANDS
from bot.texts import Sentence
from retrieval.model.answers import Language
from retrieval.model.vocabulary import SectionKind


def sentences() -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    for name, value in vars(texts).items():
        if isinstance(value, Sentence):
            found[name] = value
        elif isinstance(value, tuple):
            found |= {f"{name}[{n}]": entry for n, entry in enumerate(value) if isinstance(entry, Sentence)}
        elif isinstance(value, dict):
            found |= {f"{name}[{key}]": entry for key, entry in value.items() if isinstance(entry, Sentence)}
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", sentences())
def test_a_sentence_says_the_same_in_both_languages(name: str) -> None:
    sentence = sentences()[name]
    assert sentence.da.strip() and sentence.en.strip()
    assert fields(sentence.da) == fields(sentence.en)
    assert "language" not in fields(sentence.da)  # the name of the parameter itself


def test_every_section_has_a_name() -> None:
    assert set(texts.SECTION_NAMES) == set(SectionKind)


def test_every_button_label_is_shown_whole_on_a_phone() -> None:
    labels = [
        value
        for name, value in sentences().items()
        if name.startswith(
            ("SHOW_", "CHOOSE_", "FORGET_YES", "FORGET_NO", "WRONG_", "OLDER", "NEWER", "FOLLOW_CASE", "STOP_BUTTON")
        )
    ]
    assert labels and all(len(label.in_(language)) <= 30 for label in labels for language in Language)


def test_commands_fit_telegrams_menu() -> None:
    for command in COMMANDS:
        assert all(name.isascii() and name.islower() and len(name) <= 32 for name in command.names)
        assert all(1 <= len(command.about.in_(language)) <= 256 for language in Language)
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))


def test_what_the_bot_says_about_itself_fits() -> None:
    for language in Language:
        assert len(texts.DESCRIPTION.in_(language)) <= 512
        assert len(texts.SHORT_DESCRIPTION.in_(language)) <= 120
        assert len(texts.WELCOME.in_(language, coverage="x" * 80)) <= 520


def test_toasts_fit_a_press() -> None:
    for sentence in (texts.BUTTON_EXPIRED, texts.FEEDBACK_THANKS, texts.NOTHING_TO_STOP, texts.STOPPING):
        assert all(len(sentence.in_(language)) <= 200 for language in Language)
