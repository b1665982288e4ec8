"""The one stream of facts, and the books kept from it: ledger, asks, audit, notifications, standings."""
