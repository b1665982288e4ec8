"""The tables of community."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of community."""
    op.create_table(
        "forum_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_categories")),
        sa.UniqueConstraint("name", name=op.f("uq_forum_categories_name")),
    )
    op.create_table(
        "forums",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "discussion",
                "question",
                "ideas",
                "announcements",
                "introductions",
                name="forumkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "sees",
            sa.Enum("prospects", "members", "staff", name="circle", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "posts",
            sa.Enum("prospects", "members", "staff", name="circle", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["forum_categories.id"], name=op.f("fk_forums_category_id_forum_categories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forums")),
        sa.UniqueConstraint("slug", name=op.f("uq_forums_slug")),
    )
    op.create_index(op.f("ix_forums_category_id"), "forums", ["category_id"], unique=False)
    op.create_table(
        "community_drafts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_community_drafts_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("person_id", "place", name=op.f("pk_community_drafts")),
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("discussion", "question", name="topickind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("open", "answered", name="topicstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_author_id", sa.Integer(), nullable=False),
        sa.Column("last_pseudonym", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_topics_author_id_persons")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_topics_forum_id_forums")),
        sa.ForeignKeyConstraint(
            ["last_author_id"], ["persons.id"], name=op.f("fk_topics_last_author_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )
    op.create_index("ix_topics_author", "topics", ["author_id", "created_at"], unique=False)
    op.create_index("ix_topics_fresh", "topics", ["forum_id", "hidden", "last_post_at"], unique=False)
    op.create_index(op.f("ix_topics_last_post_at"), "topics", ["last_post_at"], unique=False)
    op.create_index(
        "ix_topics_list", "topics", ["forum_id", "hidden", "pinned", "last_post_at", "id"], unique=False
    )
    op.create_index("ix_topics_questions", "topics", ["kind", "hidden", "last_post_at", "id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=True),
        sa.Column(
            "voice",
            sa.Enum("customer", "buyer", "team", name="voice", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("useful_count", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_posts_author_id_persons")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_posts_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("topic_id", "number", name=op.f("uq_posts_topic_id_number")),
    )
    op.create_index("ix_posts_author", "posts", ["author_id", "created_at"], unique=False)
    op.create_table(
        "questions",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_buyer", sa.Boolean(), nullable=False),
        sa.Column("talk_welcome", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("risen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_questions_topic_id_topics")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_questions")),
    )
    op.create_index(
        "ix_questions_waiting",
        "questions",
        ["asked_at"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "topic_locks",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_topic_locks_by_id_persons")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_locks_topic_id_topics")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic_locks")),
    )
    op.create_table(
        "topic_pins",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_topic_pins_by_id_persons")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_pins_topic_id_topics")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic_pins")),
    )
    op.create_table(
        "topic_read_marks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_topic_read_marks_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_topic_read_marks_topic_id_topics")
        ),
        sa.PrimaryKeyConstraint("person_id", "topic_id", name=op.f("pk_topic_read_marks")),
    )
    op.create_index(op.f("ix_topic_read_marks_topic_id"), "topic_read_marks", ["topic_id"], unique=False)
    op.create_table(
        "topic_subscriptions",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "wish", sa.Enum("follow", "mute", name="wish", native_enum=False, length=40), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_topic_subscriptions_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_topic_subscriptions_topic_id_topics")
        ),
        sa.PrimaryKeyConstraint("topic_id", "person_id", name=op.f("pk_topic_subscriptions")),
    )
    op.create_index(
        op.f("ix_topic_subscriptions_person_id"), "topic_subscriptions", ["person_id"], unique=False
    )
    op.create_table(
        "acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_acceptances_by_id_persons")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_acceptances_post_id_posts")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_acceptances_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptances")),
    )
    op.create_index(op.f("ix_acceptances_post_id"), "acceptances", ["post_id"], unique=False)
    op.create_index(
        "uq_acceptances_standing",
        "acceptances",
        ["topic_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "post_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_post_edits_by_id_persons")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_edits_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_edits")),
    )
    op.create_index(op.f("ix_post_edits_post_id"), "post_edits", ["post_id"], unique=False)
    op.create_table(
        "reactions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_reactions_person_id_persons")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reactions_post_id_posts")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_reactions")),
    )
    op.create_index(op.f("ix_reactions_person_id"), "reactions", ["person_id"], unique=False)
    op.create_table(
        "post_removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptances.id"], name=op.f("fk_post_removals_acceptance_id_acceptances")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_post_removals_by_id_persons")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_removals_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_removals")),
    )
    op.create_index(
        "uq_post_removals_standing",
        "post_removals",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("restored_at IS NULL"),
        postgresql_where=sa.text("restored_at IS NULL"),
    )
    op.create_table(
        "topic_hidings",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptances.id"], name=op.f("fk_topic_hidings_acceptance_id_acceptances")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_topic_hidings_by_id_persons")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_hidings_topic_id_topics")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic_hidings")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("topic_hidings")
    op.drop_table("post_removals")
    op.drop_table("reactions")
    op.drop_table("post_edits")
    op.drop_table("acceptances")
    op.drop_table("topic_subscriptions")
    op.drop_table("topic_read_marks")
    op.drop_table("topic_pins")
    op.drop_table("topic_locks")
    op.drop_table("questions")
    op.drop_table("posts")
    op.drop_table("topics")
    op.drop_table("community_drafts")
    op.drop_table("forums")
    op.drop_table("forum_categories")
