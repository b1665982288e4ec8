"""A consent to mail that nothing ever asked about is neither asked for nor kept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget the consents for a purpose that the hub does not have: mail is as each member prefers it, by kind."""
    op.execute(sa.text("DELETE FROM consents WHERE purpose = 'contact'"))


def downgrade() -> None:
    """Nothing to take back: nothing was done with them."""
