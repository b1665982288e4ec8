"""The tables of references."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of references."""
    op.create_table(
        "reference_blackouts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_blackouts_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_reference_blackouts_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_blackouts")),
    )
    op.create_index(
        op.f("ix_reference_blackouts_company_id"), "reference_blackouts", ["company_id"], unique=False
    )
    op.create_table(
        "reference_drafts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_drafts_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reference_drafts")),
    )
    op.create_table(
        "reference_terms",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("never_with", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column(
            "per",
            sa.Enum("month", "quarter", "year", name="period", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_terms_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reference_terms")),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("case_study", "testimony", "report", name="storykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("use_case", sa.Text(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unpublished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_stories_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_stories_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
        sa.UniqueConstraint("slug", name=op.f("uq_stories_slug")),
    )
    op.create_index(op.f("ix_stories_company_id"), "stories", ["company_id"], unique=False)
    op.create_index(op.f("ix_stories_published_at"), "stories", ["published_at"], unique=False)
    op.create_table(
        "reference_outside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_outside_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_reference_outside_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_outside_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_outside")),
    )
    op.create_index(
        op.f("ix_reference_outside_opportunity_id"), "reference_outside", ["opportunity_id"], unique=False
    )
    op.create_index(op.f("ix_reference_outside_person_id"), "reference_outside", ["person_id"], unique=False)
    op.create_table(
        "reference_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("company_name", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=True),
        sa.Column("buyer_title", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("size", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("use_case", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("competitor", sa.Text(), nullable=True),
        sa.Column(
            "format",
            sa.Enum(
                "video",
                "phone",
                "email",
                "in_person",
                "speaking",
                "analyst",
                "press",
                "quote",
                name="format",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "recording",
            sa.Enum("yes", "no", "unknown", name="recording", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("buyer_times", sa.JSON(), nullable=False),
        sa.Column("last_reference", sa.Text(), nullable=False),
        sa.Column("topic_url", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "in_review",
                "invited",
                "accepted",
                "scheduled",
                "held",
                "feedback",
                "closed",
                "declined",
                "no_match",
                "withdrawn",
                "content_offered",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["persons.id"], name=op.f("fk_reference_requests_buyer_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_reference_requests_company_id_companies")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_reference_requests_opportunity_id_opportunities"),
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["persons.id"], name=op.f("fk_reference_requests_requester_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_requests")),
    )
    op.create_index(op.f("ix_reference_requests_buyer_id"), "reference_requests", ["buyer_id"], unique=False)
    op.create_index(
        op.f("ix_reference_requests_company_id"), "reference_requests", ["company_id"], unique=False
    )
    op.create_index(op.f("ix_reference_requests_filed_at"), "reference_requests", ["filed_at"], unique=False)
    op.create_index(
        op.f("ix_reference_requests_opportunity_id"), "reference_requests", ["opportunity_id"], unique=False
    )
    op.create_index(
        op.f("ix_reference_requests_requester_id"), "reference_requests", ["requester_id"], unique=False
    )
    op.create_index(op.f("ix_reference_requests_state"), "reference_requests", ["state"], unique=False)
    op.create_table(
        "reference_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("override", sa.Text(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "waiting",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="answer",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("decline_note", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["persons.id"], name=op.f("fk_reference_invitations_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_invitations_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_invitations_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_invitations")),
    )
    op.create_index(
        "ix_reference_invitations_person", "reference_invitations", ["person_id", "sent_at"], unique=False
    )
    op.create_index(
        op.f("ix_reference_invitations_request_id"), "reference_invitations", ["request_id"], unique=False
    )
    op.create_index(
        op.f("ix_reference_invitations_sent_at"), "reference_invitations", ["sent_at"], unique=False
    )
    op.create_index(
        "uq_reference_invitations_open",
        "reference_invitations",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("answer = 'waiting'"),
        postgresql_where=sa.text("answer = 'waiting'"),
    )
    op.create_table(
        "reference_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "verb",
            sa.Enum(
                "review",
                "invite",
                "lapse",
                "accept",
                "schedule",
                "unschedule",
                "hold",
                "rate",
                "close",
                "offer",
                "decline",
                "give_up",
                "withdraw",
                "reopen",
                name="verb",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "in_review",
                "invited",
                "accepted",
                "scheduled",
                "held",
                "feedback",
                "closed",
                "declined",
                "no_match",
                "withdrawn",
                "content_offered",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_moves_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_moves_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_moves")),
    )
    op.create_index(op.f("ix_reference_moves_at"), "reference_moves", ["at"], unique=False)
    op.create_index(op.f("ix_reference_moves_request_id"), "reference_moves", ["request_id"], unique=False)
    op.create_table(
        "reference_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_offers_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_offers_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_offers")),
        sa.UniqueConstraint("request_id", "url", name=op.f("uq_reference_offers_request_id_url")),
    )
    op.create_table(
        "reference_outcomes",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("open", "won", "lost", name="result", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column(
            "source", sa.Enum("hand", "crm", name="source", native_enum=False, length=40), nullable=False
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_outcomes_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_outcomes_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_reference_outcomes")),
    )
    op.create_table(
        "reference_set_asides",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["persons.id"], name=op.f("fk_reference_set_asides_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_set_asides_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_set_asides_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_reference_set_asides")),
    )
    op.create_table(
        "reference_shortlist",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_shortlist_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_shortlist_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_shortlist_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_reference_shortlist")),
        sa.UniqueConstraint("request_id", "rank", name=op.f("uq_reference_shortlist_request_id_rank")),
    )
    op.create_table(
        "reference_unmet",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("nearest", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recruited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_unmet_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_reference_unmet")),
    )
    op.create_index(op.f("ix_reference_unmet_at"), "reference_unmet", ["at"], unique=False)
    op.create_table(
        "reference_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "video",
                "phone",
                "email",
                "in_person",
                "speaking",
                "analyst",
                "press",
                "quote",
                name="format",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "agreed", "scheduled", "held", "cancelled", name="callstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["reference_invitations.id"],
            name=op.f("fk_reference_calls_invitation_id_reference_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_calls_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reference_requests.id"],
            name=op.f("fk_reference_calls_request_id_reference_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_calls")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_reference_calls_invitation_id")),
    )
    op.create_index(op.f("ix_reference_calls_held_at"), "reference_calls", ["held_at"], unique=False)
    op.create_index(op.f("ix_reference_calls_person_id"), "reference_calls", ["person_id"], unique=False)
    op.create_index(op.f("ix_reference_calls_request_id"), "reference_calls", ["request_id"], unique=False)
    op.create_index(op.f("ix_reference_calls_starts_at"), "reference_calls", ["starts_at"], unique=False)
    op.create_index(op.f("ix_reference_calls_state"), "reference_calls", ["state"], unique=False)
    op.create_table(
        "reference_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column(
            "side", sa.Enum("advocate", "buyer", name="side", native_enum=False, length=40), nullable=False
        ),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("preparedness", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "relevance BETWEEN 1 AND 5 AND preparedness BETWEEN 1 AND 5",
            name=op.f("ck_reference_ratings_one_to_five"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["reference_calls.id"], name=op.f("fk_reference_ratings_call_id_reference_calls")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_ratings")),
        sa.UniqueConstraint("call_id", "side", name=op.f("uq_reference_ratings_call_id_side")),
    )
    op.create_table(
        "reference_thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_reference_thanks_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["reference_calls.id"], name=op.f("fk_reference_thanks_call_id_reference_calls")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_reference_thanks_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_thanks")),
        sa.UniqueConstraint("call_id", name=op.f("uq_reference_thanks_call_id")),
    )
    op.create_index(op.f("ix_reference_thanks_person_id"), "reference_thanks", ["person_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("reference_thanks")
    op.drop_table("reference_ratings")
    op.drop_table("reference_calls")
    op.drop_table("reference_unmet")
    op.drop_table("reference_shortlist")
    op.drop_table("reference_set_asides")
    op.drop_table("reference_outcomes")
    op.drop_table("reference_offers")
    op.drop_table("reference_moves")
    op.drop_table("reference_invitations")
    op.drop_table("reference_requests")
    op.drop_table("reference_outside")
    op.drop_table("stories")
    op.drop_table("reference_terms")
    op.drop_table("reference_drafts")
    op.drop_table("reference_blackouts")
