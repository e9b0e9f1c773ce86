"""Every message the dialogue can say exists in both languages, with the same arguments, within the limits."""

from __future__ import annotations

import ast
from datetime import datetime
from importlib import resources
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax import ast as syntax
from fluent.syntax.visitor import Visitor
from hypothesis import given, settings
from hypothesis import strategies as st

import backend
import bots.dialogue
from bots.dialogue.effects import Say
from bots.messages import Outbound
from bots.reports.categories import CATEGORIES, GROUPS
from bots.reports.phases import Phase
from bots.reports.states import Status
from tests.bots.dialogue.test_properties import bounds, messages
from tests.bots.dialogue.world import Talk

LOCALES = Path(backend.__file__).parent / "locales"
DIALOGUE = Path(bots.dialogue.__file__).parent
LANGUAGES = ("sq", "en")


class Names(Visitor):
    """Variables and message references of one message."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()

    def visit_VariableReference(self, node: syntax.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: syntax.MessageReference) -> None:
        self.references.add(node.id.name)


def parsed(language: str) -> dict[str, Names]:
    """Each message of a language with its names; junk in the file fails."""
    resource = FluentParser().parse((LOCALES / language / "chat.ftl").read_text())
    found = {}
    for entry in resource.body:
        assert not isinstance(entry, syntax.Junk), entry.content[:80]
        if isinstance(entry, syntax.Message):
            names = Names()
            names.visit(entry)
            assert entry.id.name not in found, entry.id.name
            found[entry.id.name] = names
    return found


def arguments(language: str) -> dict[str, set[str]]:
    """The arguments of each message, those of the messages it refers to included."""
    messages_ = parsed(language)

    def of(name: str) -> set[str]:
        return messages_[name].variables.union(*(of(inner) for inner in messages_[name].references))

    return {name: of(name) for name in messages_}


def bundle(language: str) -> FluentBundle:
    """The texts of one language."""
    texts = FluentBundle([language], use_isolating=False)
    texts.add_resource(FluentResource((LOCALES / language / "chat.ftl").read_text()))
    return texts


BUNDLES = {language: bundle(language) for language in LANGUAGES}
ARGUMENTS = arguments("sq")


def render(language: str, name: str, args: dict[str, object]) -> str:
    """The text as the shell renders it; an error of the catalogue fails."""
    shown = {
        key: value.strftime("%d.%m.%Y %H:%M") if isinstance(value, datetime) else value
        for key, value in args.items()
    }
    text, errors = BUNDLES[language].format_pattern(BUNDLES[language].get_message(name).value, shown)
    assert not errors, (name, errors)
    return text


def test_both_languages_have_the_same_messages_and_arguments() -> None:
    """A locale is complete: the same ids with the same arguments."""
    assert arguments("sq") == arguments("en")


def said_in_code() -> dict[str, set[str]]:
    """Each message id that the code says or puts on a button, with the argument names given there."""
    calls: dict[str, set[str]] = {}
    own = {"buttons", "ask_location", "ride", "lane"}
    for path in (*DIALOGUE.glob("*.py"), *(DIALOGUE / "flows").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            position = {"say": 0, "button": 1}.get(called)
            if position is None or len(node.args) <= position:
                continue
            name = node.args[position]
            if isinstance(name, ast.Constant):
                given_ = {keyword.arg for keyword in node.keywords} - own
                assert calls.setdefault(name.value, given_) == given_, name.value
    return calls


def test_every_message_of_the_code_exists_with_its_arguments() -> None:
    """What the code says by name is in the catalogue, and gives exactly the arguments that the text needs."""
    calls = said_in_code()
    assert len(calls) > 90
    assert {name for name in calls if name not in ARGUMENTS} == set()
    assert {name: (calls[name], ARGUMENTS[name]) for name in calls if calls[name] != ARGUMENTS[name]} == {}


def test_every_must_ask_question_has_a_text() -> None:
    """Each question of a category has its message."""
    for category in CATEGORIES.values():
        for ask in category.asks:
            assert "ask-" + ask.id.replace("_", "-") in ARGUMENTS


def test_every_help_button_names_a_topic_of_the_knowledge_base() -> None:
    """The topics offered as buttons, and those a voter's report leads to, exist."""
    named = {category.answers_with for category in CATEGORIES.values()} - {""}
    for path in (DIALOGUE / "flows").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.startswith("help:")
            ):
                named.add(node.value.removeprefix("help:"))
    named.discard("")
    assert len(named) >= 7
    topics = resources.files("bots.helpcenter") / "topics"
    assert {name for name in named if not (topics / f"{name}.toml").is_file()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_own_name(language: str) -> None:
    """Categories, groups, statuses and phases are shown by a name of their own, short enough for a list row."""
    names = [render(language, "category-name", {"category": code}) for code in CATEGORIES]
    groups = [render(language, "group-name", {"group": group}) for group in GROUPS]
    assert len(set(names)) == len(names)
    assert len(set(groups)) == len(groups)
    assert {len(render(language, "status-name", {"status": status.value})) > 3 for status in Status} == {True}
    assert len({render(language, "status-name", {"status": status.value}) for status in Status}) == len(
        Status
    )
    assert len({render(language, "phase-name", {"phase": phase.value}) for phase in Phase}) == len(Phase)
    assert [name for name in (*names, *groups) if len(name) > 24] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_button_labels_fit_a_list_row(language: str) -> None:
    """A label without arguments has at most 24 characters, the limit of a WhatsApp list row."""
    labels = [name for name in ARGUMENTS if name.startswith(("button-", "topic-")) and not ARGUMENTS[name]]
    assert len(labels) > 25
    assert [name for name in labels if len(render(language, name, {})) > 24] == []


@given(bounds, st.sampled_from([None, "sq", "en"]), st.lists(messages, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_everything_said_renders_in_both_languages_within_telegrams_limit(
    bound: tuple, language: str | None, said: list
) -> None:
    """Whatever is said has a text within the channels' limits, and at most ten buttons.

    WhatsApp takes 1024 characters with buttons and 1600 without; Telegram 4096.
    """
    talk = Talk(bound, language)
    for message in said:
        talk.say(message)
    for effect in talk.effects:
        if isinstance(effect, Say):
            check(effect.outbound)


def check(outbound: Outbound) -> None:
    """One message in both languages."""
    buttons = [button for row in outbound.buttons for button in row]
    assert len(buttons) <= 10
    for language in LANGUAGES:
        limit = 1600 if outbound.message not in ("help-answer", "help-list") else 4096
        assert 1 <= len(render(language, outbound.message, outbound.args)) <= (1024 if buttons else limit)
        for button in buttons:
            assert 1 <= len(render(language, button.label, button.args)) <= 64
