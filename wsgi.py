"""The door: what a WSGI server imports."""

from hub.app import create_app

app = create_app()
