"""YAML to plain data from libyaml's events, refusing what a file may hide or readers read differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

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


_NOTHING = object()  # the data of a file that holds no value, not even null
_TAG_DIRECTIVE = re.compile(r"(?:\A|[\r\n])%TAG")


class _StopError(Exception):
    """Reading cannot go on; the fault is already on record."""


class Read(NamedTuple):
    """The data of a YAML text, or its faults; ``events`` are what places are found by."""

    data: object
    faults: list[Fault]
    events: list[Any]


def read(text: str, *, plain_text: bool) -> Read:
    """What a YAML text holds; ``plain_text`` as in ``hygiene.Clean``."""
    if fault := _tag_directives(text):
        return Read(None, [fault], [])
    builder = _Builder(text, clean=plain_text and "\\" not in text)
    try:
        builder.build()
    except _StopError:
        pass
    except YAMLError as error:
        builder.faults.append(yaml_help.syntax_fault(text, error))
    if not builder.faults and not isinstance(builder.root, dict | list):
        if builder.root is _NOTHING:
            return Read(None, [Fault(EMPTY, 0, 0)], [])
        if fault := mistaken(text):
            return Read(None, [fault], [])
    return Read(builder.root, builder.faults, builder.events)


def _tag_directives(text: str) -> Fault | None:
    """A fault for more `%TAG` lines than anyone writes: libyaml compares each with all before it."""
    if text.count("%TAG") > MAX_DEPTH and (first := _TAG_DIRECTIVE.search(text)):
        return Fault(yaml_help.TAG_DIRECTIVE, first.end() - len("%TAG"), first.end())
    return None


class _Builder:
    """The tree under construction: the innermost open container, and those around it."""

    __slots__ = ("clean", "events", "faults", "key", "nodes", "root", "stack", "text", "top")

    def __init__(self, text: str, *, clean: bool) -> None:
        self.text = text
        self.clean = clean
        self.events: list[Any] = []
        self.faults: list[Fault] = []
        self.root: Any = _NOTHING
        self.top: Any = None
        self.key: str | None = None  # read, and its value not yet
        self.stack: list[tuple[Any, str | None]] = []  # each open container's parent, and its key there
        self.nodes = 0

    def build(self) -> None:
        """Read events to the end of the stream; raises _StopError after a fault that ends reading."""
        get, keep = CParser(self.text).get_event, self.events.append
        while True:
            event: Any = get()
            keep(event)
            kind = type(event)
            if kind is ScalarEvent:
                self.scalar(event)
            elif kind is MappingStartEvent:
                self.open(event, {})
            elif kind is SequenceStartEvent:
                self.open(event, [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.top = self.stack.pop()[0]
            elif kind is AliasEvent:
                self.alias(event)
            elif kind is DocumentStartEvent:
                self.document(event)
            elif kind is StreamEndEvent:
                return

    def scalar(self, event: Any) -> None:
        self.nodes += 1
        if event.anchor is not None or event.tag is not None or self.nodes > MAX_NODES:
            self.check_node(event)
        if self.key is not None:
            self.top[self.key] = self.value_of(event)
            self.key = None
        elif type(self.top) is dict:
            self.key = self.key_of(event)
        elif self.top is not None or event.value or event.style:
            self.attach(self.value_of(event))

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
        self.nodes += 1
        self.check_node(event)
        self.stack.append((self.top, self.key))
        self.attach(container)
        self.top = container

    def value_of(self, event: Any) -> object:
        value: str = event.value
        if value[:1] in SUSPECT and not event.style and event.tag is None:
            read = plain(value)
            if type(read) is Refusal:
                self.refuse(event, read)
            elif type(read) is not str:
                return read
        if self.clean:
            return value
        if why := hygiene.refusal(value):
            self.refuse(event, why)
        return hygiene.nfc(value)

    def key_of(self, event: Any) -> str:
        key: str = event.value if self.clean else hygiene.nfc(event.value)
        why = None
        if key[:1] in SUSPECT and not event.style:
            why = yaml_help.key_refusal(key)
        if not self.clean:
            why = why or hygiene.refusal(event.value)
        if key in self.top:
            why = why or yaml_help.duplicate_key(key)
        if why:
            self.refuse(event, why, key=key)
        return key

    def alias(self, event: Any) -> None:
        self.nodes += 1
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
        if self.nodes > MAX_NODES:
            self.stop(event, yaml_help.TOO_MANY)
        if why := yaml_help.node_refusal(event):
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
