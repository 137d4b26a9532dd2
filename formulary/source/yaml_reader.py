"""YAML to plain data from libyaml's events, refusing what a file may hide or readers read differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from formulary.errors import EnvironmentFaultError
from formulary.source import hygiene, yaml_help
from formulary.source.limits import MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from formulary.source.mistaken import EMPTY, mistaken
from formulary.source.places import Fault, Refusal
from formulary.source.scalars import SUSPECT, plain

if TYPE_CHECKING:
    from formulary.findings import Path

try:
    from yaml._yaml import CParser
except ImportError as error:  # pragma: no cover - every wheel of PyYAML has it
    raise EnvironmentFaultError(
        "PyYAML was installed without libyaml",
        "Install it from a wheel: `pip install --force-reinstall --only-binary :all: pyyaml`.",
    ) from error


class _StopError(Exception):
    """Reading cannot go on; the fault is already on record."""


def read(text: str, *, plain_text: bool) -> tuple[object, list[Fault]]:
    """The data of a YAML text, or its faults; ``plain_text`` as in ``hygiene.Clean``."""
    builder = _Builder(text, clean=plain_text and "\\" not in text)
    try:
        builder.build()
    except _StopError:
        pass
    except YAMLError as error:
        builder.faults.append(yaml_help.syntax_fault(text, error))
    if not builder.faults and not isinstance(builder.root, dict | list):
        if builder.nodes == 0 or (builder.root is None and not text.strip("- \t\r\n.")):
            return None, [Fault(EMPTY, 0, 0)]
        if fault := mistaken(text):
            return None, [fault]
    return builder.root, builder.faults


class _Builder:
    """The tree under construction: the innermost open container, and those around it."""

    __slots__ = ("clean", "faults", "key", "nodes", "root", "stack", "text", "top")

    def __init__(self, text: str, *, clean: bool) -> None:
        self.text = text
        self.clean = clean
        self.faults: list[Fault] = []
        self.root: Any = None
        self.top: Any = None
        self.key: str | None = None  # read, and its value not yet
        self.stack: list[tuple[Any, str | None]] = []  # each open container's parent, and its key there
        self.nodes = 0

    def build(self) -> None:
        """Read events to the end of the stream; raises _StopError after a fault that ends reading."""
        get = CParser(self.text).get_event
        while True:
            event: Any = get()
            kind = type(event)
            if kind is ScalarEvent:
                self.count(event)
                if self.key is None and type(self.top) is dict:
                    self.key = self.key_of(event)
                else:
                    self.attach(self.value_of(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.count(event)
                self.open(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.top = self.stack.pop()[0]
            elif kind is AliasEvent:
                self.alias(event)
            elif kind is DocumentStartEvent:
                self.document(event)
            elif kind is StreamEndEvent:
                return

    def count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop(event, yaml_help.TOO_MANY)

    def attach(self, value: object) -> None:
        if self.key is not None:
            self.top[self.key] = value
            self.key = None
        elif self.top is not None:
            self.top.append(value)
        else:
            self.root = value

    def open(self, event: Any, container: Any) -> None:
        if self.key is None and type(self.top) is dict:
            self.stop(event, yaml_help.COMPLEX_KEY)
        if len(self.stack) == MAX_DEPTH:
            self.stop(event, yaml_help.TOO_DEEP)
        self.check_node(event)
        self.stack.append((self.top, self.key))
        self.attach(container)
        self.top = container

    def value_of(self, event: Any) -> object:
        self.check_node(event)
        value: str = event.value
        if not event.style and value[:1] in SUSPECT:
            read = plain(value)
            if type(read) is not Refusal:
                return read
            self.refuse(event, read)
        return value if self.clean else self.cleaned(event)

    def key_of(self, event: Any) -> str:
        self.check_node(event)
        key: str = event.value
        if not event.style and key[:1] in SUSPECT and (why := yaml_help.key_refusal(key)):
            self.refuse(event, why, key=key)
        if not self.clean:
            key = self.cleaned(event, key=key)
        if key in self.top:
            self.refuse(event, yaml_help.duplicate_key(key), key=key)
        return key

    def cleaned(self, event: Any, key: str | None = None) -> str:
        if why := hygiene.refusal(event.value):
            self.refuse(event, why, key=key)
        return hygiene.nfc(event.value)

    def alias(self, event: Any) -> None:
        self.count(event)
        self.refuse(event, yaml_help.alias_refusal(event.anchor))
        if self.key is None and type(self.top) is dict:
            self.key = f"*{event.anchor}"
        else:
            self.attach(None)

    def document(self, event: Any) -> None:
        if event.tags:
            self.stop(event, yaml_help.TAG_DIRECTIVE)
        if self.nodes:
            self.stop(event, yaml_help.SECOND_DOCUMENT)

    def check_node(self, event: Any) -> None:
        if (event.anchor is not None or event.tag is not None) and (why := yaml_help.node_refusal(event)):
            self.refuse(event, why)

    def stop(self, event: Any, why: Refusal) -> None:
        self.refuse(event, why)
        raise _StopError

    def refuse(self, event: Any, why: Refusal, *, key: str | None = None) -> None:
        path = self.path() if key is None else (*self.path(), key)
        start, end = event.start_mark.index, event.end_mark.index
        self.faults.append(Fault(why, start, end, path, on_key=key is not None))
        if len(self.faults) >= MAX_FINDINGS:
            raise _StopError

    def path(self) -> Path:
        """The path of the node that is being read."""
        steps: list[str | int] = []
        for parent, key in self.stack:
            if parent is not None:
                steps.append(len(parent) - 1 if key is None else key)
        if self.key is not None:
            steps.append(self.key)
        elif type(self.top) is list:
            steps.append(len(self.top))
        return tuple(steps)
