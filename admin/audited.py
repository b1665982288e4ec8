"""What running the programme writes into the audit log, in words."""

from hub.errors import Words
from hub.i18n import _

WORDS: dict[str, Words] = {
    "customers.imported": _("Imported customers"),
    "opportunities.imported": _("Imported opportunities"),
}
