"""How a formula is given: needle, sessions, interval, volume, technique, and points that fit the dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import errors, formula, outcome_of, small

if TYPE_CHECKING:
    from pathlib import Path

    from formulary.catalogue.catalogue import Catalogue
    from formulary.findings import Finding
    from formulary.validation.outcome import Outcome

RANGES = """\
- id: scar
  name: A scar
  species: [human]
  sites: [arm]
  profiles: [{id: plain}]
  needle: {low: 4 mm, high: 13 mm, source: s, evidence: expert}
  sessions: {low: 3, high: 15}
  interval: {low: 1 week, high: 4 weeks}
  volume: {high: 10 mL}
  source: s
  evidence: expert
- id: open
  name: Open
  species: [human]
  sites: [arm]
  profiles: [{id: plain}]
  sessions: {low: 3}
  source: s
  evidence: expert
"""
SALINE = "ingredient: saline, volume: {}"


@pytest.fixture
def ranges(tmp_path: Path) -> Catalogue:
    return small(
        tmp_path,
        ingredients="- {id: saline, name: saline, category: vehicle, class: drug}",
        indications=RANGES,
        standings="- {ingredient: saline, standing: approved, source: s, evidence: label}",
    )


def judged(catalogue: Catalogue, more: str, volume: str = "10 mL", **fields: str) -> Outcome:
    text = formula(SALINE.format(volume), volume, f"administration: {{{more}}}" if more else "", **fields)
    return outcome_of(text, catalogue)


def of(outcome: Outcome, *codes: str) -> list[Finding]:
    return [item.finding for item in outcome.reported if item.finding.code in codes]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ("needle: {length: 4 mm}", "FML601", ""),
        ("needle: {length: 13 mm}", "FML601", ""),
        (
            "needle: {length: 3.9 mm}",
            "FML601",
            "a needle of 3.9 mm is shorter than is usual for scar, 4 mm to 13 mm",
        ),
        ("needle: {length: 1.31 cm}", "FML601", "1.31 cm is longer than is usual for scar"),
        ("needle: {gauge: 30}", "FML601", ""),
        ("sessions: 3", "FML602", ""),
        ("sessions: 15", "FML602", ""),
        ("sessions: 2", "FML602", "a course of 2 sessions is shorter than is usual for scar"),
        ("sessions: 16", "FML602", "16 sessions is longer than is usual for scar"),
        ("interval: 7 days", "FML603", ""),
        ("interval: 1 month", "FML603", ""),
        ("interval: 6 days", "FML603", "6 days is shorter than is usual for scar"),
        ("interval: 29 days", "FML603", "29 days is longer than is usual for scar"),
    ],
)
def test_outside_what_is_usual(ranges: Catalogue, more: str, code: str, words: str) -> None:
    outcome = judged(ranges, more)
    found = of(outcome, "FML601", "FML602", "FML603", "FML604")
    assert [(one.code, words in one.message) for one in found] == ([(code, True)] if words else [])
    assert errors(outcome) == set()
    assert all(one.source and "(expert)" in one.help for one in found)


def test_the_volume_of_a_session(ranges: Catalogue) -> None:
    assert not of(judged(ranges, ""), "FML604")
    (found,) = of(judged(ranges, "", volume="10.1 mL"), "FML604")
    assert (found.path, "10.1 mL is larger than is usual" in found.message) == (("volume",), True)
    assert not of(judged(ranges, "volume_per_session: 10 mL", volume="20 mL"), "FML604")
    (found,) = of(judged(ranges, "volume_per_session: 11 mL", volume="20 mL"), "FML604")
    assert found.path == ("administration", "volume_per_session")


def test_ranges_that_are_open_or_missing(ranges: Catalogue) -> None:
    assert not of(judged(ranges, "sessions: 99", indication="open"), "FML602")
    assert of(judged(ranges, "sessions: 1", indication="open"), "FML602")
    assert not of(judged(ranges, "needle: {length: 99 mm}", indication="open"), "FML601")
    assert not of(judged(ranges, "sessions: 99", indication="unknown"), "FML602")
    assert not of(judged(ranges, 'interval: "1,5 weeks", needle: {length: 4 mL}'), "FML601", "FML603")


@pytest.mark.parametrize(
    ("more", "route", "path"),
    [
        ("technique: nappage, needle: {length: 4 mm}", "intradermal", ()),
        ("technique: nappage", "transdermal", ("administration", "technique")),
        ("technique: needle-free-ultrasound", "transdermal", ()),
        ("technique: needle-free-ultrasound", "intradermal", ("administration", "technique")),
        (
            "technique: needle-free-ultrasound, needle: {length: 4 mm}",
            "transdermal",
            ("administration", "needle"),
        ),
        (
            "technique: needle-free-ultrasound, needle: {gauge: 30}",
            "transdermal",
            ("administration", "needle"),
        ),
        ("needle: {length: 4 mm}", "transdermal", ("administration", "needle")),
        ("needle: {length: 4 mm}", "intradermal", ()),
        ("points: 50", "transdermal", ()),
    ],
)
def test_technique_and_route(ranges: Catalogue, more: str, route: str, path: tuple[str, ...]) -> None:
    found = of(judged(ranges, more, route=route), "FML605")
    assert [one.path for one in found] == ([path] if path else [])
    assert all(one.on_key is (path[-1] == "needle") for one in found)  # a needle has no text of its own


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("points: 50, volume_per_point: 0.1 mL, volume_per_session: 5 mL", ""),
        (
            "points: 50, volume_per_point: 0.1 mL, volume_per_session: 4.9 mL",
            "are 5 mL, not the 4.9 mL of the session",
        ),
        (
            "points: 50, volume_per_point: 0.1 mL, volume_per_session: 5.1 mL",
            "are 5 mL, not the 5.1 mL of the session",
        ),
        ("points: 100, volume_per_point: 0.1 mL", ""),
        ("points: 50, volume_per_point: 0.1 mL", ""),
        ("points: 101, volume_per_point: 0.1 mL", "are 10.1 mL, more than the 10 mL of the batch"),
        ("points: 50", ""),
        ("volume_per_point: 0.1 mL", ""),
        ("volume_per_session: 10 mL", ""),
        ("volume_per_session: 10.1 mL", "a session takes 10.1 mL, and the batch is 10 mL"),
        ("points: 202, volume_per_point: 0.05 mL, volume_per_session: 10.1 mL", "a session takes 10.1 mL"),
        ('points: 50, volume_per_point: 0.1 mL, volume_per_session: "5,1 mL"', ""),
    ],
)
def test_dose_geometry(ranges: Catalogue, more: str, words: str) -> None:
    found = of(judged(ranges, more), "FML606")
    assert [words in one.message for one in found] == ([True] if words else [])
    stated = "volume_per_session" in more
    where = "volume_per_session" if stated else "volume_per_point"
    assert all(one.path == ("administration", where) for one in found)
