"""What the newcomers of the race do."""

from hub.clock import now
from hub.people import invitations


def join(token: str, number: int) -> str:
    """Join by a link that others use at the same moment."""
    invitations.join(
        token,
        first_name="Bea",
        last_name=str(number),
        email=f"bea{number}@example.com",
        password_hash="x",
        now=now(),
    )
    return "in"
