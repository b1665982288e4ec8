"""A browser is named as its owner would name it."""

import pytest

from hub.people import browsers

LIKE_SAFARI = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {LIKE_SAFARI} Chrome/156.0 Safari/537.36", "Chrome on Linux"),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {LIKE_SAFARI} Chrome/156.0 Safari/537.36 Edg/156",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0", "Firefox on Android"),
        ("curl/8.0", "curl/8.0"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(app, user_agent, words):
    with app.test_request_context():
        assert browsers.spoken(user_agent) == words
