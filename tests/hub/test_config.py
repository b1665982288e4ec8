"""What an operator decides outside the hub."""

import pytest

from hub.config import WrongSetting, from_environment


@pytest.mark.parametrize(
    ("said", "proxies"),
    [
        ({}, 0),
        ({"PUBLIC_URL": "https://vouch.example.com"}, 1),
        ({"PUBLIC_URL": "https://vouch.example.com", "VOUCH_PROXIES": "2"}, 2),
        ({"PUBLIC_URL": "https://vouch.example.com", "VOUCH_PROXIES": ""}, 1),
        ({"VOUCH_PROXIES": "1"}, 1),
    ],
)
def test_a_proxy_is_believed_where_tls_says_that_there_is_one_or_the_operator_does(tmp_path, said, proxies):
    assert from_environment({"VOUCH_DATA": str(tmp_path), **said}).proxies == proxies


def test_a_wrong_number_of_proxies_stops_the_start_with_its_name(tmp_path):
    with pytest.raises(WrongSetting, match="VOUCH_PROXIES"):
        from_environment({"VOUCH_DATA": str(tmp_path), "VOUCH_PROXIES": "some"})
