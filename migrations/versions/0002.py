"""The tables of challenges."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of challenges."""
    op.create_table(
        "challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("image_key", sa.Text(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "onboarding",
                "fun",
                "learning",
                "feedback",
                "community",
                "advocacy",
                "referral",
                name="category",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "live", "paused", "ended", "archived", name="state", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starter", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_challenges_author_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("starter", name=op.f("uq_challenges_starter")),
    )
    op.create_index(op.f("ix_challenges_author_id"), "challenges", ["author_id"], unique=False)
    op.create_index("ix_challenges_state", "challenges", ["state", "deadline"], unique=False)
    op.create_table(
        "challenge_participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "started",
                "submitted",
                "returned",
                "approved",
                "rejected",
                "withdrawn",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenges.id"],
            name=op.f("fk_challenge_participations_challenge_id_challenges"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_challenge_participations_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_participations")),
        sa.UniqueConstraint(
            "challenge_id", "person_id", name=op.f("uq_challenge_participations_challenge_id_person_id")
        ),
    )
    op.create_index(
        "ix_challenge_participations_person", "challenge_participations", ["person_id", "state"], unique=False
    )
    op.create_index(
        "ix_challenge_participations_queue",
        "challenge_participations",
        ["state", "submitted_at"],
        unique=False,
    )
    op.create_table(
        "challenge_stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("auto_approve", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_challenge_stages_challenge_id_challenges")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_stages")),
    )
    op.create_index(
        "ix_challenge_stages_order", "challenge_stages", ["challenge_id", "position"], unique=False
    )
    op.create_table(
        "challenge_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column(
            "proof",
            sa.Enum("stated", "checked", "approved", "verified", name="proof", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("file_key", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["challenge_participations.id"],
            name=op.f("fk_challenge_answers_participation_id_challenge_participations"),
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["challenge_stages.id"], name=op.f("fk_challenge_answers_stage_id_challenge_stages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_answers")),
        sa.UniqueConstraint(
            "participation_id", "stage_id", name=op.f("uq_challenge_answers_participation_id_stage_id")
        ),
    )
    op.create_index(op.f("ix_challenge_answers_stage_id"), "challenge_answers", ["stage_id"], unique=False)
    op.create_table(
        "challenge_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved", "returned", "rejected", "reopened", name="verdict", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_challenge_reviews_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_challenge_reviews_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["challenge_participations.id"],
            name=op.f("fk_challenge_reviews_participation_id_challenge_participations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_reviews")),
    )
    op.create_index(op.f("ix_challenge_reviews_by_id"), "challenge_reviews", ["by_id"], unique=False)
    op.create_index(
        "ix_challenge_reviews_history", "challenge_reviews", ["participation_id", "at"], unique=False
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("challenge_reviews")
    op.drop_table("challenge_answers")
    op.drop_table("challenge_stages")
    op.drop_table("challenge_participations")
    op.drop_table("challenges")
