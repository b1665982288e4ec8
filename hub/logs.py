"""Structured logs: one JSON object a line on standard output, with the request's id; secrets never get here."""

import json
import logging
import sys
from datetime import UTC, datetime

from flask import g, has_request_context

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: time, level, logger, message, request id, and what `extra` gave."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        if has_request_context() and "request_id" in g:
            line["request_id"] = g.request_id
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


def configure(style: str) -> None:
    """Log to standard output, as `json` or as `text` for people."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        JsonLines() if style == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    root = logging.getLogger("vouch")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
