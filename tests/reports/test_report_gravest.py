"""Where there is room for some findings only, the gravest are kept, and of each level the first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from formulary.findings import Severity
from formulary.reports.gravest import Gravest, marked

ORDER = list(Severity)
FOUND = st.lists(
    st.lists(st.tuples(st.sampled_from(ORDER), st.text("abc", max_size=6)), min_size=1, max_size=4),
    max_size=12,
)


@given(FOUND, st.integers(0, 12))
def test_it_keeps_what_sorting_all_of_them_would(found: list[list[tuple[Severity, str]]], room: int) -> None:
    gravest = Gravest(room)
    for document in found:
        gravest.add(marked(document))
    entries = [entry for document in found for entry in document]
    numbers = sorted(range(len(entries)), key=lambda at: (ORDER.index(entries[at][0]), at))[:room]
    kept = gravest.kept()
    assert kept.entries == tuple(entries[at][1] for at in sorted(numbers))
    assert kept.left_out == len(entries) - len(kept.entries)


@given(FOUND, st.integers(0, 30))
def test_by_length_it_fills_its_room_and_no_more(found: list[list[tuple[Severity, str]]], room: int) -> None:
    gravest = Gravest(room, by_length=True)
    for document in found:
        gravest.add(marked(document))
    kept = gravest.kept()
    entries = [entry for document in found for entry in document]
    assert sum(map(len, kept.entries)) <= room
    assert len(kept.entries) + kept.left_out == len(entries)
    if sum(len(text) for _, text in entries) <= room:
        assert kept.left_out == 0
