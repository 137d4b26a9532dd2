"""Patterns for paths mean what people expect, and no pattern takes long."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulary.source.patterns import fixed_part, from_root, matches


@pytest.mark.parametrize(
    ("pattern", "meant", "other"),
    [
        ("*.yaml", ["a.yaml", "b/c/d.yaml"], ["a.yml", "a.yaml.bak"]),
        ("drafts", ["drafts/a.yaml", "x/drafts/b/c.yaml"], ["drafts-old/a.yaml", "a/mydrafts/b"]),
        ("drafts/", ["drafts/a.yaml", "x/drafts/b.yaml"], ["draft/a.yaml"]),
        ("/drafts", ["drafts/a.yaml"], ["x/drafts/a.yaml"]),
        ("a/*.yaml", ["a/b.yaml"], ["a/b/c.yaml", "x/a/b.yaml", "b.yaml"]),
        ("a/**", ["a/b.yaml", "a/b/c.yaml"], ["b/a.yaml", "ab/c"]),
        ("**/a/*.yaml", ["a/b.yaml", "x/y/a/b.yaml"], ["a/b/c.yaml"]),
        ("a/**/z.yaml", ["a/z.yaml", "a/b/c/z.yaml"], ["a/b/z.yml", "z.yaml"]),
        ("a?c.yaml", ["abc.yaml", "x/a-c.yaml"], ["ac.yaml", "abbc.yaml"]),
        ("[a].yaml", ["[a].yaml"], ["a.yaml"]),
        ("../x/*.yaml", ["../x/a.yaml"], ["x/a.yaml"]),
    ],
)
def test_what_a_pattern_means(pattern: str, meant: list[str], other: list[str]) -> None:
    assert [path for path in meant if not matches(pattern, path)] == []
    assert [path for path in other if matches(pattern, path)] == []


NAMES = st.text("ab.*?", min_size=1, max_size=6)


@given(NAMES, st.text("ab.", min_size=1, max_size=8))
def test_one_name_is_compared_as_a_regular_expression_would(pattern: str, name: str) -> None:
    if "**" in pattern:
        return
    same = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    assert matches(pattern, name) == bool(re.fullmatch(same, name))


def test_a_hostile_pattern_takes_no_time() -> None:
    start = time.process_time()
    assert not matches("*a" * 140 + "*b", "a" * 255)
    assert not matches("**/a/" * 50 + "b", "a/" * 2_000 + "c")
    assert time.process_time() - start < 10


def test_the_part_before_the_first_star() -> None:
    assert [fixed_part(one) for one in ("a/b/*.yaml", "a/*/c/d", "*.yaml", "a/b", "a")] == [
        "a/b",
        "a",
        "",
        "a",
        "",
    ]


def test_paths_are_meant_from_the_folder_of_the_configuration() -> None:
    assert from_root("x/a/b.yaml", "x") == "a/b.yaml"
    assert from_root("a.yaml", "..").endswith("/a.yaml")
