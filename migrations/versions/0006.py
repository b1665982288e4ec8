"""The tables of admin."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of admin."""
    op.create_table(
        "active_months",
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ends_at", name=op.f("pk_active_months")),
    )
    op.create_table(
        "import_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("customers", "opportunities", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column(
            "dates",
            sa.Enum("iso", "d.m.y", "d/m/y", "m/d/y", name="dates", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_columns")),
        sa.UniqueConstraint("kind", "signature", name=op.f("uq_import_columns_kind_signature")),
    )
    op.create_table(
        "pool_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=False),
        sa.Column("resting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_pool_days")),
    )
    op.create_table(
        "pool_sightings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_pool_sightings_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pool_sightings")),
    )
    op.create_index(op.f("ix_pool_sightings_last_on"), "pool_sightings", ["last_on"], unique=False)
    op.create_table(
        "talk_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "accepted", "declined", "withdrawn", name="offerstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_talk_offers_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_offers")),
        sa.UniqueConstraint("request_id", name=op.f("uq_talk_offers_request_id")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_talk_offers_topic_id")),
    )
    op.create_index("ix_talk_offers_person", "talk_offers", ["person_id", "state"], unique=False)
    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_talks_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_talks_person_id_key")),
        sa.UniqueConstraint("request_id", name=op.f("uq_talks_request_id")),
    )
    op.create_index(op.f("ix_talks_topic_id"), "talks", ["topic_id"], unique=False)
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("customers", "opportunities", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "checking",
                "checked",
                "importing",
                "done",
                "discarded",
                name="runstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column(
            "dates",
            sa.Enum("iso", "d.m.y", "d/m/y", "m/d/y", name="dates", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bad_rows", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_import_runs_by_id_persons")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_import_runs_file_id_files")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_import_runs_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
        sa.UniqueConstraint("key", name=op.f("uq_import_runs_key")),
    )
    op.create_index(op.f("ix_import_runs_created_at"), "import_runs", ["created_at"], unique=False)
    op.create_table(
        "import_problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_runs.id"], name=op.f("fk_import_problems_run_id_import_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_problems")),
    )
    op.create_index(op.f("ix_import_problems_run_id"), "import_problems", ["run_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("import_problems")
    op.drop_table("import_runs")
    op.drop_table("talks")
    op.drop_table("talk_offers")
    op.drop_table("pool_sightings")
    op.drop_table("pool_days")
    op.drop_table("import_columns")
    op.drop_table("active_months")
