"""The small faults that can be put into the text of a module: each a place, words, and what makes it."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Change = tuple[str, Callable[[], object]]
    Site = tuple[int, str, Callable[[], object]]

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_NAMED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_LEVELS = {"ERROR": "WARNING", "WARNING": "NOTE", "NOTE": "WARNING"}
_RULES = ("check", "check_session")


def sites(tree: ast.Module) -> Iterator[Site]:
    """Each place that can be changed: its line, the change in words, and what makes it."""
    said = {id(inner) for node in ast.walk(tree) for outer in _said(node) for inner in ast.walk(outer)}
    for node in ast.walk(tree):
        if id(node) not in said:
            for words, change in _variants(node):
                yield getattr(node, "lineno", 0), words, change
    for table in tree.body:
        for words, change in _rows(table):
            yield table.lineno, words, change


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """What is not run but only said: types and the texts of messages; and how much a cache may hold."""
    for field in ("annotation", "returns"):
        if isinstance(part := getattr(node, field, None), ast.AST):
            yield part
    yield from getattr(node, "decorator_list", ())
    if isinstance(node, ast.JoinedStr):
        yield from node.values
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        yield node


def _variants(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, (ast.Compare, ast.If, ast.IfExp, ast.comprehension)):
        yield from _decisions(node)
    elif isinstance(node, (ast.BoolOp, ast.BinOp, ast.UnaryOp)):
        yield from _operators(node)
    elif isinstance(node, ast.Constant):
        yield from _numbers(node)
    elif isinstance(node, (ast.Expr, ast.FunctionDef, ast.Assign)):
        yield from _statements(node)
    elif isinstance(node, ast.Name) and node.id in _NAMED and isinstance(node.ctx, ast.Load):
        other = _NAMED[node.id]
        yield f"{node.id} becomes {other}", lambda: setattr(node, "id", other)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Severity":
        level = _LEVELS[node.attr]
        yield f"{node.attr} becomes {level}", lambda: setattr(node, "attr", level)


def _decisions(node: ast.Compare | ast.If | ast.IfExp | ast.comprehension) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARED[type(operator)]:
                words = f"{type(operator).__name__} becomes {other.__name__}"
                yield words, lambda at=at, other=other: node.ops.__setitem__(at, other())
    elif isinstance(node, ast.comprehension):
        for at, _ in enumerate(node.ifs):
            yield f"filter {at + 1} is dropped", lambda at=at: node.ifs.pop(at)
    else:
        for value in (False,) if _is_memo(node) else (True, False):
            yield f"the condition is {value}", lambda value=value: setattr(node, "test", ast.Constant(value))


def _is_memo(node: ast.If | ast.IfExp) -> bool:
    """Whether it works out what is not remembered yet, and remembers it: twice comes to the same as once."""
    test = ast.unparse(node.test)
    if not isinstance(node, ast.If) or not test.endswith(" is None"):
        return False
    name = test.removesuffix(" is None")
    for step in node.body:
        if isinstance(step, ast.Assign) and any(isinstance(target, ast.Subscript) for target in step.targets):
            return name in map(ast.unparse, (*step.targets, step.value))
    return False


def _operators(node: ast.BoolOp | ast.BinOp | ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"becomes {other.__name__}", lambda: setattr(node, "op", other())
        for at, _ in enumerate(node.values):  # another part said twice says nothing more
            twice = node.values[at - 1]
            yield f"part {at + 1} is dropped", lambda at=at, twice=twice: node.values.__setitem__(at, twice)
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        counted = _COUNTED[type(node.op)]
        yield f"becomes {counted.__name__}", lambda: setattr(node, "op", counted())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        undone = ast.UnaryOp(ast.Not(), node.operand)
        yield "Not is dropped", lambda: setattr(node, "operand", undone)


def _numbers(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} becomes {not value}", lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        yield f"{value} becomes {value + 1}", lambda: setattr(node, "value", value + 1)
    elif isinstance(value, str) and _NUMBER.fullmatch(value):
        more = str(Decimal(value) + 1)
        yield f"{value!r} becomes {more!r}", lambda: setattr(node, "value", more)


def _statements(node: ast.Expr | ast.FunctionDef | ast.Assign) -> Iterator[Change]:
    if isinstance(node, ast.FunctionDef):
        if node.name in _RULES:
            nothing = ast.parse("def f():\n    return\n    yield").body[0]
            yield "the rule is dropped", lambda: setattr(node, "body", getattr(nothing, "body", []))
    elif isinstance(node, ast.Assign):
        name = node.targets[0]
        if isinstance(name, ast.Name) and name.id in _RULES:
            yield "the rule is dropped for sessions", lambda: setattr(name, "id", "_dropped")
    elif isinstance(node.value, (ast.Yield, ast.YieldFrom)):
        none = ast.YieldFrom(ast.Tuple([], ast.Load()))
        yield "nothing is yielded", lambda: setattr(node, "value", none)
    elif isinstance(node.value, ast.Call):
        yield "the call is dropped", lambda: setattr(node, "value", ast.Constant(None))


def _rows(table: ast.stmt) -> Iterator[Change]:
    """A row less in a table of the module: what limits a rule is about, which field is meant."""
    if not isinstance(table, (ast.Assign, ast.AnnAssign)) or table.value is None:
        return
    types = {id(node.slice) for node in ast.walk(table.value) if isinstance(node, ast.Subscript)}
    for node in ast.walk(table.value):
        if id(node) in types:
            continue  # `tuple["A", "B"]` names types
        if isinstance(node, (ast.Tuple, ast.Set)) and len(node.elts) > 1 and _plain(*node.elts):
            for at, row in enumerate(node.elts):
                yield f"{ast.unparse(row)} is dropped", lambda at=at, rows=node.elts: rows.pop(at)
        elif isinstance(node, ast.Dict) and _plain(*node.keys):
            for at, key in enumerate(node.keys):
                words = f"{ast.unparse(key)} is dropped" if key else ""
                yield words, lambda at=at, node=node: (node.keys.pop(at), node.values.pop(at))


def _plain(*nodes: ast.expr | None) -> bool:
    return all(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in nodes)
