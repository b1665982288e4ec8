"""What the desk's tests share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from hub.database import session


@pytest.fixture
def counted_queries(db: None) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with counted_queries() as queries:` collects the statements that are sent meanwhile."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        session.connection()
        sent: list[str] = []
        engine = session.get_bind()
        note = lambda *args: sent.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
