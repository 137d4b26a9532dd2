"""The audit chain: the formula of its hash, and the JSON that is hashed."""

from __future__ import annotations

import hashlib

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from formulary.store.chain import EMPTY, GENESIS, Head, canonical, event_hash, link

NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz_0123456789"), max_size=8)
VALUES = st.recursive(
    st.text(st.characters(codec="utf-8")) | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_what_is_stated_is_written_as_rfc_8785_says(data: dict[str, object]) -> None:
    assert canonical(data).encode() == rfc8785.dumps(data)  # type: ignore[arg-type]


def test_the_hash_binds_number_place_and_body() -> None:
    first = link(EMPTY, '{"act":"init"}')
    text = f"formulary-audit-v1\n1\n{GENESIS}\n{first.body}"
    assert first == (1, first.body, "0" * 64, hashlib.sha256(text.encode()).hexdigest())
    second = link(Head(first.seq, first.hash), "ü")
    assert (second.seq, second.prev) == (2, first.hash)
    assert second.hash != event_hash(3, second.prev, "ü") != event_hash(2, GENESIS, "ü")
