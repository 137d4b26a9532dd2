"""A module that is already imported, changed where it stands: what a fork of a running process needs.

Functions keep their identity and get other code, so whoever imported one has the change too; tables are
replaced wherever they were imported. A change that cannot be made so is simply not seen: who judges by it
must ask again in a fresh process before a mutant counts as living.
"""

from __future__ import annotations

import gc
import sys
from functools import _lru_cache_wrapper
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast


def swap(name: str, tree: ast.Module) -> None:
    """Give the module of that name the functions and tables of the changed tree."""
    module = sys.modules[name]
    fresh = ModuleType(name)
    fresh.__dict__.update(__file__=module.__file__, __package__=module.__package__)
    exec(compile(tree, str(module.__file__), "exec"), fresh.__dict__)  # noqa: S102 - our own code, changed
    made = {key: new for key, new in vars(fresh).items() if not key.startswith("__")}
    for key, new in made.items():
        _replace(module, key, new)
    for key in [key for key in vars(module) if not key.startswith("__") and key not in made]:
        delattr(module, key)
    _forget()


def _replace(module: ModuleType, key: str, new: object) -> None:
    old = vars(module).get(key)
    if isinstance(old, type) and isinstance(new, type):
        for name, inner in vars(new).items():
            _recode(vars(old).get(name), inner)
    elif not _recode(old, new) and _is_data(new, module.__name__) and old != new:
        for user in [user for name, user in sys.modules.items() if name.startswith("formulary.")]:
            for alias in [alias for alias, value in vars(user).items() if value is old]:
                setattr(user, alias, new)
        setattr(module, key, new)


def _recode(old: object, new: object) -> bool:
    """Give a function the code and the defaults of another; whether both are functions."""
    was, becomes = _bare(old), _bare(new)
    if was is None or becomes is None:
        return False
    if was.__module__ == becomes.__module__ and was.__code__.co_freevars == becomes.__code__.co_freevars:
        was.__code__ = becomes.__code__
        was.__defaults__, was.__kwdefaults__ = becomes.__defaults__, becomes.__kwdefaults__
    return True


def _bare(value: object) -> FunctionType | None:
    """The function itself, or that inside a cache, a property or a static method."""
    for wrapper in ("__wrapped__", "__func__", "fget"):
        value = getattr(value, wrapper, value)
    return value if isinstance(value, FunctionType) else None


def _is_data(value: object, module: str) -> bool:
    """Whether nothing in a value is a function or an object of the module, of which there are two now."""
    if isinstance(value, dict):
        return all(_is_data(part, module) for pair in value.items() for part in pair)
    if type(value) in (tuple, list, set, frozenset):
        return all(_is_data(part, module) for part in value)  # type: ignore[attr-defined]
    if isinstance(value, (str, int, bytes, type(None))):
        return True
    return type(value).__module__ not in (module, "builtins", "functools", "typing")


def _forget() -> None:
    """Empty every cache of the package: what was worked out by the unchanged code says nothing."""
    for found in gc.get_objects():
        if isinstance(found, _lru_cache_wrapper) and str(found.__module__).startswith("formulary"):
            found.cache_clear()
