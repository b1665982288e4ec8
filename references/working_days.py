"""Working days: Monday to Friday, counted in UTC. Deadlines of people at work stand still at weekends."""

from datetime import datetime, timedelta

SATURDAY = 5


def add(moment: datetime, days: int) -> datetime:
    """Return the moment `days` working days later, at the same hour; from a weekend it counts from Monday."""
    moved = moment
    while moved.weekday() >= SATURDAY:
        moved += timedelta(days=1)
    for _day in range(days):
        moved += timedelta(days=1)
        while moved.weekday() >= SATURDAY:
            moved += timedelta(days=1)
    return moved
