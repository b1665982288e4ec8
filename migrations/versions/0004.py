"""The tables of rewards."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of rewards."""
    op.create_table(
        "badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("slug", name=op.f("uq_badges_slug")),
    )
    op.create_table(
        "board_marks",
        sa.Column(
            "period",
            sa.Enum("week", "month", "quarter", "ever", name="period", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "begins_on", "points", name=op.f("pk_board_marks")),
    )
    op.create_table(
        "levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("perk", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_levels")),
        sa.UniqueConstraint("threshold", name=op.f("uq_levels_threshold")),
    )
    op.create_table(
        "rewards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description_md", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "voucher",
                "swag",
                "donation",
                "training",
                "event",
                "experience",
                "briefing",
                "early_access",
                name="rewardkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("per_member", sa.Integer(), nullable=True),
        sa.Column("level_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("picture_key", sa.Text(), nullable=True),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cost > 0", name=op.f("ck_rewards_cost_positive")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_stock_not_negative")),
        sa.ForeignKeyConstraint(["level_id"], ["levels.id"], name=op.f("fk_rewards_level_id_levels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
    )
    op.create_table(
        "badge_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name=op.f("fk_badge_rules_badge_id_badges")),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_badge_rules_by_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_rules")),
        sa.UniqueConstraint("badge_id", "version", name=op.f("uq_badge_rules_badge_id_version")),
    )
    op.create_table(
        "board_sums",
        sa.Column(
            "period",
            sa.Enum("week", "month", "quarter", "ever", name="period", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_board_sums_person_id_persons")),
        sa.PrimaryKeyConstraint("period", "begins_on", "person_id", name=op.f("pk_board_sums")),
    )
    op.create_index("ix_board_sums_ranked", "board_sums", ["period", "begins_on", "points"], unique=False)
    op.create_table(
        "level_reaches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["level_id"], ["levels.id"], name=op.f("fk_level_reaches_level_id_levels")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_level_reaches_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_reaches")),
    )
    op.create_index(
        "uq_level_reaches_standing",
        "level_reaches",
        ["person_id", "level_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "approved",
                "fulfilled",
                "declined",
                "refunded",
                "cancelled",
                name="redemptionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_redemptions_person_id_persons")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_redemptions_reward_id_rewards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
        sa.UniqueConstraint("person_id", "token", name=op.f("uq_redemptions_person_id_token")),
    )
    op.create_index("ix_redemptions_queue", "redemptions", ["state", "requested_at"], unique=False)
    op.create_index(op.f("ix_redemptions_reward_id"), "redemptions", ["reward_id"], unique=False)
    op.create_index("ix_redemptions_taken", "redemptions", ["person_id", "reward_id"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_wishes_person_id_persons")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_wishes_reward_id_rewards")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_wishes")),
    )
    op.create_index(op.f("ix_wishes_reward_id"), "wishes", ["reward_id"], unique=False)
    op.create_table(
        "badge_awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_badge_awards_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name=op.f("fk_badge_awards_badge_id_badges")),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_badge_awards_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_badge_awards_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["badge_rules.id"], name=op.f("fk_badge_awards_rule_id_badge_rules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_awards")),
        sa.UniqueConstraint("public_id", name=op.f("uq_badge_awards_public_id")),
    )
    op.create_index(op.f("ix_badge_awards_activity_id"), "badge_awards", ["activity_id"], unique=False)
    op.create_index("ix_badge_awards_person", "badge_awards", ["person_id", "awarded_at"], unique=False)
    op.create_index(
        "uq_badge_awards_standing",
        "badge_awards",
        ["badge_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "redemption_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("redemption_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "approved",
                "fulfilled",
                "declined",
                "refunded",
                "cancelled",
                name="redemptionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_redemption_moves_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemptions.id"], name=op.f("fk_redemption_moves_redemption_id_redemptions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption_moves")),
    )
    op.create_index(
        op.f("ix_redemption_moves_redemption_id"), "redemption_moves", ["redemption_id"], unique=False
    )
    add_by_hand()


def downgrade() -> None:
    """Take it back."""
    op.drop_table("redemption_moves")
    op.drop_table("badge_awards")
    op.drop_table("wishes")
    op.drop_table("redemptions")
    op.drop_table("level_reaches")
    op.drop_table("board_sums")
    op.drop_table("badge_rules")
    op.drop_table("rewards")
    op.drop_table("levels")
    op.drop_table("board_marks")
    op.drop_table("badges")


# --- by hand ---

LEVELS = (
    (0, "Member", ""),
    (250, "Contributor", "Contributors vote on what we build next."),
    (750, "Guide", "Guides are invited to early looks at new work."),
    (1500, "Mentor", "Mentors see the roadmap early."),
    (4000, "Luminary", "Luminaries meet our leadership twice a year."),
)
BADGES = (
    (
        "first-step",
        "First step",
        "Completed a first challenge.",
        "bronze",
        "flag",
        1,
        ["challenge.completed"],
    ),
    (
        "under-way",
        "Well under way",
        "Completed ten challenges.",
        "silver",
        "check",
        10,
        ["challenge.completed"],
    ),
    ("pathfinder", "Pathfinder", "Completed thirty challenges.", "gold", "star", 30, ["challenge.completed"]),
    ("ice-breaker", "Ice breaker", "Started a first conversation.", "bronze", "people", 1, ["topic.started"]),
    (
        "straight-answer",
        "Straight answer",
        "Gave an answer that a peer accepted.",
        "bronze",
        "speech",
        1,
        ["answer.accepted"],
    ),
    (
        "trusted-voice",
        "Trusted voice",
        "Gave ten answers that peers accepted.",
        "gold",
        "speech",
        10,
        ["answer.accepted"],
    ),
    ("first-call", "First call", "Spoke with a buyer who was deciding.", "silver", "mark", 1, ["call.held"]),
    ("bridge-builder", "Bridge builder", "Spoke with five buyers.", "gold", "people", 5, ["call.held"]),
    (
        "storyteller",
        "Storyteller",
        "Told their story for everybody to read.",
        "green",
        "heart",
        1,
        ["story.published"],
    ),
)


def add_by_hand() -> None:
    """The ladder and the badges that a programme starts with; it may change them."""
    op.bulk_insert(
        sa.table("levels", sa.column("threshold"), sa.column("name"), sa.column("perk")),
        [{"threshold": threshold, "name": name, "perk": perk} for threshold, name, perk in LEVELS],
    )
    for slug, name, meaning, tone, sign, need, activities in BADGES:
        _add_badge(slug, name, meaning, tone, sign, kind="count", need=need, activities=activities)
    _add_badge(
        "thousand",
        "A thousand thanks",
        "Earned a thousand points.",
        "silver",
        "star",
        kind="points",
        need=1000,
    )
    mentor = op.get_bind().scalar(sa.text("SELECT id FROM levels WHERE threshold = 1500"))
    _add_badge(
        "mentor", "Mentor", "Reached the level Mentor.", "green", "mark", kind="level", level_id=mentor
    )
    _add_badge(
        "above-and-beyond", "Above and beyond", "Did what nobody could ask for.", "gold", "heart", kind="hand"
    )


def _add_badge(slug, name, meaning, tone, sign, *, kind, need=1, activities=(), level_id=None):
    badge_id = op.get_bind().scalar(
        sa.text(
            "INSERT INTO badges (slug, name, meaning, tone, sign) VALUES (:slug, :name, :meaning, :tone, :sign) RETURNING id"
        ).bindparams(slug=slug, name=name, meaning=meaning, tone=tone, sign=sign)
    )
    rule = {"kind": kind, "need": need, "activities": list(activities), "level_id": level_id}
    columns = ("badge_id", "version", "since")
    rules = sa.table("badge_rules", sa.column("rule", sa.JSON()), *(sa.column(name) for name in columns))
    first = {"badge_id": badge_id, "version": 1, "rule": rule, "since": sa.func.current_timestamp()}
    op.execute(sa.insert(rules).values(first))
