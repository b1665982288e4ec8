"""Write the committed route table anew: `python -m tests.house.routes`, then look at the difference."""

import tempfile
from pathlib import Path

from hub.app import create_app
from tests.conftest import settings_for
from tests.house.test_routes import TABLE, routes

if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp())
    app = create_app(settings_for(f"sqlite:///{folder / 'x.sqlite3'}", folder))
    TABLE.write_text("".join(f"{method:<7}{rule}  [{marker}]\n" for method, rule, marker in routes(app)))
