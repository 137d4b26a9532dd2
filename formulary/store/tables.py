"""The tables. What they hold is said by the migrations; a test keeps both the same.

Texts are JSON in RFC 8785 form or words, times are UTC as ``2026-11-26T09:30:00Z``, absent text is empty.
A column marked ``hashed`` stands in the audit chain by its SHA-256; every other column stands there as it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
WORD = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by its code points on every engine."""

_STATUSES = "'draft', 'in-review', 'approved', 'superseded', 'retired'"


def _key(name: str, kind: Any = WORD, *more: Any) -> Column[Any]:
    return Column(name, kind, *more, primary_key=True, autoincrement=False)


def _text(name: str, *more: Any, default: str | None = "") -> Column[Any]:
    return Column(name, WORD, *more, nullable=False, server_default=default)


def _must(name: str, *more: Any) -> Column[Any]:
    return Column(name, WORD, *more, nullable=False)


def _number(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def _unique_where(name: str, condition: str, *columns: str) -> Index:
    where = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


def _hashed(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, info={"hashed": True})


registry = Table(
    "registry",
    metadata,
    _key("id"),
    _must("created_at"),
    _number("approvers"),
    CheckConstraint("approvers > 0", name="approvers"),
)
"""One row: which registry this is, and how many people must approve a version."""

account = Table(
    "account",
    metadata,
    _key("id"),
    _must("name"),
    Column("skeleton", WORD, nullable=False, unique=True),
    Column("name_skeleton", WORD, nullable=False, unique=True),
    _must("created_at"),
    _must("created_by"),
)
"""Who can act. ``name`` is printed, ``id`` is compared; the skeletons keep look-alikes out."""

key = Table(
    "key",
    metadata,
    _key("fingerprint"),
    _must("account", ForeignKey("account.id")),
    _must("public_key"),
    _must("valid_from"),
    _text("valid_until"),
    _text("revoked_at"),
    _text("revoked_reason"),
    _must("added_at"),
    _must("added_by", ForeignKey("account.id", name="fk_key_account_added_by")),
    _text("endorsed_by"),
    Column("endorsement", Text, nullable=False, server_default=""),
    Index(None, "account"),
)
"""The public keys that are trusted, each with its owner and its time.

``endorsement`` is the armored signature of who added it, by the key ``endorsed_by``; both are empty where no
key was in force that could have signed.
"""

content = Table("content", metadata, _key("sha256"), _hashed("body"))
"""Recipes as their authors wrote them, in canonical JSON, by the SHA-256 of its bytes."""

formula = Table(
    "formula",
    metadata,
    _key("id"),
    _number("newest"),
    Column("approved", Integer),
    Column("open", Integer),
    sqlite_with_rowid=False,
)
"""Which version of a formula is the newest, the approved one, and the draft or the one in review."""

version = Table(
    "version",
    metadata,
    _key("formula", WORD, ForeignKey("formula.id")),
    _key("number", Integer),
    _must("status"),
    _number("round"),
    _must("sha256", ForeignKey("content.sha256")),
    _must("title"),
    _must("indication"),
    _must("route"),
    _must("site"),
    _must("species"),
    _text("author"),
    _must("registered_by", ForeignKey("account.id")),
    _must("registered_at"),
    _text("approved_at"),
    _text("ended_at"),
    _must("components_sha256"),
    Column("search", Text, nullable=False),
    CheckConstraint(f"status IN ({_STATUSES})", name="status"),
    _unique_where("uq_version_one_open", "status IN ('draft', 'in-review')", "formula"),
    _unique_where("uq_version_one_approved", "status = 'approved'", "formula"),
    Index(None, "sha256"),
    Index(None, "status", "formula"),
    Index(None, "indication", "formula"),
)
"""The versions. ``round`` counts the submissions; ``ended_at`` is when it was superseded or retired."""

judgement = Table(
    "judgement",
    metadata,
    _key("formula"),
    _key("number", Integer),
    _key("round", Integer),
    _must("judged_at"),
    _must("policy"),
    _must("policy_sha256"),
    _must("catalogue_sha256"),
    *(_number(name) for name in ("errors", "warnings", "notes", "not_checked", "waived")),
    _hashed("findings"),
    _hashed("waivers"),
    ForeignKeyConstraint(["formula", "number"], ["version.formula", "version.number"]),
)
"""What was found when a version was registered (round 0) and each time it was submitted."""

component = Table(
    "component",
    metadata,
    _key("formula"),
    _key("number", Integer),
    _key("place", Integer),
    _key("ingredient"),
    _key("product"),
    _number("active"),
    ForeignKeyConstraint(["formula", "number"], ["version.formula", "version.number"]),
    Index(None, "ingredient", "formula", "number"),
    Index(None, "product", "formula", "number"),
    sqlite_with_rowid=False,
)
"""What a version contains, one row a substance of a component; ``version.components_sha256`` binds them."""

decision = Table(
    "decision",
    metadata,
    _key("event", Integer),
    _must("act"),
    _must("formula"),
    _number("number"),
    _number("round"),
    _must("account", ForeignKey("account.id")),
    _must("decided_at"),
    _text("reason"),
    _text("policy_sha256"),
    _text("catalogue_sha256"),
    ForeignKeyConstraint(["formula", "number"], ["version.formula", "version.number"]),
    CheckConstraint("act IN ('submit', 'approve', 'reject', 'retire')", name="act"),
    Index(None, "formula", "number"),
    _unique_where("uq_decision_one_approval", "act = 'approve'", "formula", "number", "round", "account"),
)
"""Who submitted, approved, rejected or retired a version, and why; ``event`` is that of the audit chain."""

signature = Table(
    "signature",
    metadata,
    _key("event", Integer),
    _must("meaning"),
    _must("formula"),
    _number("number"),
    _must("account", ForeignKey("account.id")),
    _must("name"),
    _must("signed_at"),
    _must("fingerprint", ForeignKey("key.fingerprint")),
    Column("sshsig", Text, nullable=False),
    ForeignKeyConstraint(["formula", "number"], ["version.formula", "version.number"]),
    CheckConstraint("meaning IN ('authorship', 'review', 'approval', 'retirement')", name="meaning"),
    Index(None, "formula", "number"),
)
"""``sshsig`` is the armored signature over the statement that the other columns and the version make."""

audit = Table(
    "audit",
    metadata,
    _key("seq", Integer),
    Column("body", Text, nullable=False),
    Column("prev", WORD, nullable=False, unique=True),
    Column("hash", WORD, nullable=False),
    CheckConstraint("seq > 0", name="seq"),
)
"""The audit chain. Rows are only ever added."""
