"""Time zones that one may choose from."""

from zoneinfo import available_timezones

_OLD_NAMES = ("Etc/", "posix/", "right/", "SystemV/", "US/")
ZONES = {
    name: name.replace("_", " ")
    for name in (
        *sorted(name for name in available_timezones() if "/" in name and not name.startswith(_OLD_NAMES)),
        "UTC",
    )
}
"""The names of the zones, with how they read."""
