"""What to say of YAML that is refused or does not parse."""

from __future__ import annotations

from typing import Any

from formulary.source.limits import MAX_DEPTH, MAX_NODES
from formulary.source.mistaken import mistaken
from formulary.source.places import Fault, Refusal
from formulary.source.scalars import plain
from formulary.text import quoted

COMPLEX_KEY = Refusal(
    "FML005",
    "a key must be text, not a mapping or a list",
    "If this is a placeholder such as `{{ name }}`, write it in quotes.",
)
SECOND_DOCUMENT = Refusal(
    "FML005",
    "a second document begins here",
    "Write one document a file; for many recipes in one file use NDJSON.",
)
TAG_DIRECTIVE = Refusal("FML005", "tag directives (`%TAG`) are not allowed", "Delete the line.")
TOO_DEEP = Refusal("FML006", f"more than {MAX_DEPTH} levels deep", "Write it with fewer levels.")
TOO_MANY = Refusal("FML006", f"more than {MAX_NODES:,} keys and values", "Divide the file.")
_EMPTY_KEY = Refusal("FML003", "a key is missing before the colon", "Write the key, or delete the line.")
_MERGE_KEY = Refusal("FML005", "merge keys (`<<`) are not allowed", "Write the keys out.")

_TAB = ("a tab in the indentation", "Indent YAML with spaces.")
_ALIKE = "Indent alike what belongs together."
_NO_QUOTE = ("a quote that is never closed", "Close it.")
_ESCAPE = ("an unknown escape", "Write `\\\\` for a backslash, or use single quotes.")
# libyaml's words for the problem, or else for what it was doing, and ours.
_PROBLEMS = {
    "mapping values are not allowed in this context": (
        "a colon where no key may stand, or a line indented differently from those around it",
        f"{_ALIKE} Write text that has `: ` in it in quotes.",
    ),
    "mapping keys are not allowed in this context": ("a `? ` where no key may stand", _ALIKE),
    "could not find expected ':'": (
        "a line without a colon among the keys",
        "Write `key: value`; indent the further lines of a long text.",
    ),
    "did not find expected key": (
        "a line indented differently from those around it, or text after a closing quote",
        _ALIKE,
    ),
    "did not find expected '-' indicator": (
        "a line that is not an item (`- `) of the list",
        "Indent the line under its item, or begin it with `- `.",
    ),
    "did not find expected ',' or '}'": ("a comma or `}` is missing", "Close the `{`, or write the comma."),
    "did not find expected ',' or ']'": ("a comma or `]` is missing", "Close the `[`, or write the comma."),
    "did not find expected node content": (
        "a value is missing here",
        "Write it, or delete the comma or bracket; close every `{` and `[`.",
    ),
    "did not find expected <document start>": ("text after the end of the document", _ALIKE),
    "block sequence entries are not allowed in this context": (
        "a list item (`- `) where none may stand",
        "Write the list on the lines after its key.",
    ),
    "found unexpected end of stream": _NO_QUOTE,
    "found unexpected document indicator": _NO_QUOTE,
    "found unknown escape character": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE,
    "found a tab character where an indentation space is expected": _TAB,
    "found a tab character that violates indentation": _TAB,
    "found unexpected ':'": ("a colon inside a text without quotes", "Write the text in quotes."),
    "found duplicate %YAML directive": ("a second `%YAML` line", "Delete it."),
    "found incompatible YAML document": ("a YAML version other than 1.1 and 1.2", "Delete the `%YAML` line."),
    "while scanning a directive": ("a line that begins with `%`", "Delete the line."),
    "while scanning a block scalar": (
        "a text after `|` or `>` that does not begin on the next line",
        "Begin it on the next line, with spaces before it.",
    ),
    "while scanning an anchor": ("a text that begins with `&`", "Write it in quotes."),
    "while scanning an alias": ("a text that begins with `*`", "Write it in quotes."),
    "while scanning a tag": ("a text that begins with `!`", "Write it in quotes."),
    "while parsing a tag": ("a text that begins with `!`", "Write it in quotes."),
}
_UNKNOWN = "Compare the line and the one before it with a recipe that is read; quotes often help."
_FROM_CONTEXT = (
    "could not find expected ':'",
    "found unexpected end of stream",
    "found unexpected document indicator",
)


def node_refusal(event: Any) -> Refusal | None:
    """Why a node with an anchor or a tag is refused, or None."""
    if event.anchor is not None:
        return Refusal("FML005", f"anchors ({quoted('&' + event.anchor)}) are not allowed", "Delete it.")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        return Refusal("FML005", f"tags ({quoted(tag)}) are not allowed", "Delete it.")
    return None


def alias_refusal(name: str) -> Refusal:
    """Why an alias is refused."""
    return Refusal("FML005", f"aliases ({quoted('*' + name)}) are not allowed", "Write the value out.")


def key_refusal(key: str) -> Refusal | None:
    """Why a plain scalar cannot be a key, or None."""
    if not key:
        return _EMPTY_KEY
    if key == "<<":
        return _MERGE_KEY
    if isinstance(plain(key), str):
        return None
    return Refusal("FML007", f"the key {quoted(key)} is not text to every YAML reader", "Write it in quotes.")


def duplicate_key(key: str) -> Refusal:
    """Why the second of two equal keys is refused."""
    return Refusal(
        "FML004",
        f"the key {quoted(key)} stands twice in the same mapping",
        "Keep one of them: readers disagree about which one counts.",
    )


def syntax_fault(text: str, error: Any) -> Fault:
    """An error of libyaml in other words, at the place that has to be changed."""
    problem, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
    mark = getattr(error, "problem_mark", None)
    if problem in _FROM_CONTEXT:
        mark = getattr(error, "context_mark", None) or mark
    place = min(mark.index, len(text)) if mark is not None else 0
    if found := mistaken(text):
        return found
    if problem == "exceeded maximum nesting depth":  # libyaml's own bound, met before it tells of any node
        return Fault(TOO_DEEP, place, place + 1)
    if "%TAG" in problem + context:
        return Fault(TAG_DIRECTIVE, place, place + 1)
    if "tag handle" in problem:
        return Fault(Refusal("FML005", "tags are not allowed", "Delete it."), place, place + 1)
    if problem == "found invalid Unicode character escape code":
        why = Refusal("FML002", "an escape for half a character", "Write the character itself.")
        return Fault(why, place, place + 1)
    if problem == "found character that cannot start any token":
        return Fault(_bad_start(text[place : place + 1]), place, place + 1)
    words = _PROBLEMS.get(problem) or _PROBLEMS.get(context)
    return Fault(Refusal("FML003", *(words or (f"not YAML: {problem}", _UNKNOWN))), place, place + 1)


def _bad_start(char: str) -> Refusal:
    if char == "\t":
        return Refusal("FML003", *_TAB)
    return Refusal("FML003", f"a value cannot begin with {quoted(char)}", "Write the value in quotes.")
