"""Whose signature counts: a key is vouched for by a second person, and stops counting when it is said to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from registry_world import KEYS, approve_new, recipe, small_registry

from formulary.errors import UsageFaultError
from formulary.registry.keys import revoke, state, trust, trusted_keys, why_not
from formulary.registry.versions import version
from formulary.signing import sshsig
from formulary.signing.signer import Signer
from formulary.signing.statement import Endorsement
from formulary.store import queries

if TYPE_CHECKING:
    from formulary.store.store import Store

MIRA, JO, KIM = (Signer(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)) for seed in (1, 2, 3))


def two_people(store: Store) -> None:
    """Keys for mira, on trust, and for jo, on mira's word."""
    trust(store, MIRA.key, "mira", "mira", "", None)
    trust(store, JO.key, "jo", "mira", "2027-01-01T00:00:00Z", MIRA)


def test_the_first_key_is_taken_on_trust_and_every_other_on_somebodys_word(db_url: str) -> None:
    with small_registry(db_url, keys=False) as store:
        two_people(store)
        with store.read() as db:
            first, second = sorted(queries.keys(db), key=lambda row: row["added_at"])
    assert (first["account"], first["endorsed_by"], first["endorsement"]) == ("mira", "", "")
    assert first["valid_until"] == "2027" + first["valid_from"][4:]
    assert (second["account"], second["endorsed_by"]) == ("jo", MIRA.key.fingerprint)
    word = Endorsement(
        "jo", JO.key.line, second["valid_from"], "2027-01-01T00:00:00Z", "mira", second["added_at"]
    )
    assert sshsig.refusal(word.payload, second["endorsement"], MIRA.key, sshsig.KEY) == ""
    other = word._replace(account="kim")
    assert sshsig.refusal(other.payload, second["endorsement"], MIRA.key, sshsig.KEY)


def test_nobody_becomes_a_second_person_by_a_key_of_their_own(db_url: str) -> None:
    with small_registry(db_url, keys=False) as store:
        two_people(store)
        with pytest.raises(UsageFaultError, match="a key of their own"):
            trust(store, KIM.key, "kim", "kim", "", KIM)
        with pytest.raises(UsageFaultError, match="does not trust the key"):
            trust(store, KIM.key, "kim", "jo", "", KIM)
        with pytest.raises(UsageFaultError, match="belongs to mira, not to jo"):
            trust(store, KIM.key, "kim", "jo", "", MIRA)
        with pytest.raises(UsageFaultError, match="trusted by a signature"):
            trust(store, KIM.key, "kim", "jo", "", None)
        with pytest.raises(UsageFaultError, match="known already, as one of mira"):
            trust(store, MIRA.key, "kim", "jo", "", JO)
        with pytest.raises(UsageFaultError, match="is past"):
            trust(store, KIM.key, "kim", "jo", "2026-11-01T00:00:00Z", JO)
        with store.read() as db:
            assert len(trusted_keys(db)) == 2


def test_a_revoked_key_signs_nothing_more_and_vouches_for_nobody(db_url: str) -> None:
    with small_registry(db_url, keys=False) as store:
        two_people(store)
        with pytest.raises(UsageFaultError, match="no reason"):
            revoke(store, JO.key.fingerprint, " ", "kim")
        with pytest.raises(UsageFaultError, match="no key of this registry"):
            revoke(store, "SHA256:", "lost", "kim")
        revoke(store, JO.key.fingerprint[:20], "laptop lost", "kim")
        with pytest.raises(UsageFaultError, match="is revoked since"):
            revoke(store, JO.key.fingerprint, "again", "kim")
        with pytest.raises(UsageFaultError, match="is revoked since"):
            trust(store, KIM.key, "kim", "jo", "", JO)
        with store.read() as db:
            (jo,) = [one for one in trusted_keys(db) if one.account == "jo"]
    assert state(jo, jo.revoked_at) == "revoked"
    assert state(jo, jo.valid_from) == "in force"
    assert state(jo._replace(revoked_at=""), jo.valid_until) == "expired"


def test_a_signature_binds_name_time_and_meaning_to_the_content(db_url: str) -> None:
    with small_registry(db_url) as store:
        approve_new(store, recipe())
        found = version(store, "example")
        with store.read() as db:
            keys = trusted_keys(db)
    (signature,) = found.signatures
    assert (signature.meaning, signature.name, signature.account) == ("approval", "Jo Berg", "jo")
    assert why_not(found, signature, keys) == ""
    for changed in (
        signature._replace(meaning="review"),
        signature._replace(name="Jo Bergh"),
        signature._replace(signed_at="2026-11-26T10:00:00Z"),
        signature._replace(account="kim"),
        signature._replace(fingerprint="SHA256:other"),
    ):
        assert why_not(found, changed, keys)
    assert why_not(found._replace(sha256="0" * 64), signature, keys)


def test_nobody_revokes_every_key_to_name_the_next_without_a_signature(db_url: str) -> None:
    """Mira would become Jo: she revokes what there is, and trusts a key of her own as that of Jo."""
    with small_registry(db_url) as store:
        for name in ("kim", "mira"):
            revoke(store, KEYS[name].key.fingerprint, "it is time", "mira")
        with pytest.raises(UsageFaultError, match="the last key in force"):
            revoke(store, KEYS["jo"].key.fingerprint, "it is time", "mira")
        new = Signer(Ed25519PrivateKey.generate())
        with pytest.raises(UsageFaultError, match="trusted by a signature"):
            trust(store, new.key, "jo", "mira", "", None)
        trust(store, new.key, "kim", "jo", "", KEYS["jo"])
        revoke(store, KEYS["jo"].key.fingerprint, "it is time", "mira")
