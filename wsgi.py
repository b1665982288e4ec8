"""The door: what a WSGI server imports."""

from hub.app import create_app
from hub.serving import settle_memory

app = create_app()
settle_memory()
