"""Every table of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", WORD, autoincrement=False, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("skeleton", WORD, nullable=False),
        sa.Column("name_skeleton", WORD, nullable=False),
        sa.Column("created_at", WORD, nullable=False),
        sa.Column("created_by", WORD, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name_skeleton", name=op.f("uq_account_name_skeleton")),
        sa.UniqueConstraint("skeleton", name=op.f("uq_account_skeleton")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", WORD, nullable=False),
        sa.Column("hash", WORD, nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("prev", name=op.f("uq_audit_prev")),
    )
    op.create_table(
        "content",
        sa.Column("sha256", WORD, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_content")),
    )
    op.create_table(
        "formula",
        sa.Column("id", WORD, autoincrement=False, nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=True),
        sa.Column("open", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formula")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry",
        sa.Column("id", WORD, autoincrement=False, nullable=False),
        sa.Column("created_at", WORD, nullable=False),
        sa.Column("approvers", sa.Integer(), nullable=False),
        sa.CheckConstraint("approvers > 0", name=op.f("ck_registry_approvers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry")),
    )
    op.create_table(
        "key",
        sa.Column("fingerprint", WORD, autoincrement=False, nullable=False),
        sa.Column("account", WORD, nullable=False),
        sa.Column("public_key", WORD, nullable=False),
        sa.Column("valid_from", WORD, nullable=False),
        sa.Column("valid_until", WORD, server_default="", nullable=False),
        sa.Column("revoked_at", WORD, server_default="", nullable=False),
        sa.Column("revoked_reason", WORD, server_default="", nullable=False),
        sa.Column("added_at", WORD, nullable=False),
        sa.Column("added_by", WORD, nullable=False),
        sa.Column("endorsed_by", WORD, server_default="", nullable=False),
        sa.Column("endorsement", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_key_account")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_key_account_added_by")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_key")),
    )
    op.create_index("ix_key_account", "key", ["account"], unique=False)

    op.create_table(
        "version",
        sa.Column("formula", WORD, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", WORD, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("title", WORD, nullable=False),
        sa.Column("indication", WORD, nullable=False),
        sa.Column("route", WORD, nullable=False),
        sa.Column("site", WORD, nullable=False),
        sa.Column("species", WORD, nullable=False),
        sa.Column("author", WORD, server_default="", nullable=False),
        sa.Column("registered_by", WORD, nullable=False),
        sa.Column("registered_at", WORD, nullable=False),
        sa.Column("approved_at", WORD, server_default="", nullable=False),
        sa.Column("ended_at", WORD, server_default="", nullable=False),
        sa.Column("components_sha256", WORD, nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'in-review', 'approved', 'superseded', 'retired')",
            name=op.f("ck_version_status"),
        ),
        sa.ForeignKeyConstraint(["formula"], ["formula.id"], name=op.f("fk_version_formula")),
        sa.ForeignKeyConstraint(["registered_by"], ["account.id"], name=op.f("fk_version_account")),
        sa.ForeignKeyConstraint(["sha256"], ["content.sha256"], name=op.f("fk_version_content")),
        sa.PrimaryKeyConstraint("formula", "number", name=op.f("pk_version")),
    )
    op.create_index("ix_version_indication_formula", "version", ["indication", "formula"], unique=False)
    op.create_index("ix_version_sha256", "version", ["sha256"], unique=False)
    op.create_index("ix_version_status_formula", "version", ["status", "formula"], unique=False)
    op.create_index(
        "uq_version_one_approved",
        "version",
        ["formula"],
        unique=True,
        sqlite_where=sa.text("status = 'approved'"),
        postgresql_where=sa.text("status = 'approved'"),
    )
    op.create_index(
        "uq_version_one_open",
        "version",
        ["formula"],
        unique=True,
        sqlite_where=sa.text("status IN ('draft', 'in-review')"),
        postgresql_where=sa.text("status IN ('draft', 'in-review')"),
    )

    op.create_table(
        "component",
        sa.Column("formula", WORD, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ingredient", WORD, autoincrement=False, nullable=False),
        sa.Column("product", WORD, autoincrement=False, nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["formula", "number"], ["version.formula", "version.number"], name=op.f("fk_component_version")
        ),
        sa.PrimaryKeyConstraint(
            "formula", "number", "place", "ingredient", "product", name=op.f("pk_component")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_component_ingredient_formula_number",
        "component",
        ["ingredient", "formula", "number"],
        unique=False,
    )
    op.create_index(
        "ix_component_product_formula_number", "component", ["product", "formula", "number"], unique=False
    )

    op.create_table(
        "decision",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", WORD, nullable=False),
        sa.Column("formula", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account", WORD, nullable=False),
        sa.Column("decided_at", WORD, nullable=False),
        sa.Column("reason", WORD, server_default="", nullable=False),
        sa.Column("policy_sha256", WORD, server_default="", nullable=False),
        sa.Column("catalogue_sha256", WORD, server_default="", nullable=False),
        sa.CheckConstraint("act IN ('submit', 'approve', 'reject', 'retire')", name=op.f("ck_decision_act")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_decision_account")),
        sa.ForeignKeyConstraint(
            ["formula", "number"], ["version.formula", "version.number"], name=op.f("fk_decision_version")
        ),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_formula_number", "decision", ["formula", "number"], unique=False)
    op.create_index(
        "uq_decision_one_approval",
        "decision",
        ["formula", "number", "round", "account"],
        unique=True,
        sqlite_where=sa.text("act = 'approve'"),
        postgresql_where=sa.text("act = 'approve'"),
    )

    op.create_table(
        "judgement",
        sa.Column("formula", WORD, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("judged_at", WORD, nullable=False),
        sa.Column("policy", WORD, nullable=False),
        sa.Column("policy_sha256", WORD, nullable=False),
        sa.Column("catalogue_sha256", WORD, nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("not_checked", sa.Integer(), nullable=False),
        sa.Column("waived", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("waivers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["formula", "number"], ["version.formula", "version.number"], name=op.f("fk_judgement_version")
        ),
        sa.PrimaryKeyConstraint("formula", "number", "round", name=op.f("pk_judgement")),
    )
    op.create_table(
        "signature",
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meaning", WORD, nullable=False),
        sa.Column("formula", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("signed_at", WORD, nullable=False),
        sa.Column("fingerprint", WORD, nullable=False),
        sa.Column("sshsig", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "meaning IN ('authorship', 'review', 'approval', 'retirement')", name=op.f("ck_signature_meaning")
        ),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_signature_account")),
        sa.ForeignKeyConstraint(["fingerprint"], ["key.fingerprint"], name=op.f("fk_signature_key")),
        sa.ForeignKeyConstraint(
            ["formula", "number"], ["version.formula", "version.number"], name=op.f("fk_signature_version")
        ),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_signature")),
    )
    op.create_index("ix_signature_formula_number", "signature", ["formula", "number"], unique=False)
