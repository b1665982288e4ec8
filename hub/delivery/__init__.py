"""What leaves after the commit: the outbox, the worker that drains it, mail, and what recurs."""
