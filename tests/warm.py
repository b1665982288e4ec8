"""Imported once by the server that forks the processes of a race: an app built here leaves every module imported and
every table mapped, so that forty processes start in the time of one.
"""

import gc
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from hub.app import create_app
from hub.config import Settings

create_app(
    Settings(data=Path("nowhere"), database_url="sqlite://", secret_key="only to warm up", testing=True)
)
configure_mappers()
gc.freeze()
