"""How lively a day is: weekdays and weekends, a spring campaign, quiet weeks in summer and at Christmas."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

WEEK = (0.9, 1.15, 1.1, 1.05, 0.8, 0.15, 0.12)
"""Monday to Sunday."""


def busy(day: date, programme_days: int) -> float:
    """Return how lively a day is, 1 on an average weekday; a programme of a few weeks is not in full swing
    yet.
    """
    warming_up = min(1.0, 0.4 + programme_days / 80)
    return WEEK[day.weekday()] * _season(day) * warming_up


def moment(day: date, rng: Random, *, latest: datetime) -> datetime:
    """Return when on that day the demo lives: within working hours in Europe, never after `latest`."""
    chosen = datetime.combine(day, time(8), UTC) + timedelta(minutes=rng.randrange(9 * 60))
    return min(chosen, latest)


def _season(day: date) -> float:
    position = (day.month, day.day)
    if position >= (12, 20) or position <= (1, 3):
        return 0.2
    if (7, 15) <= position <= (8, 20):
        return 0.55
    if (4, 10) <= position <= (5, 15):
        return 1.45
    return 1.0
