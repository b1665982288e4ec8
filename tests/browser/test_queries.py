"""What a page costs: at most twelve queries for every page of every role, however much there is."""

import shutil
import subprocess
from collections import Counter, deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from hub.app import create_app
from hub.config import ROOT
from hub.database import session, writing
from hub.people import persons
from tests import pages
from tests.browser.crawl import NOT_PAGES, links_in
from tests.browser.running import environment, vouch
from tests.conftest import settings_for

MOST = 12
ROLES = ("advocate", "prospect", "sales", "csm", "moderator", "manager", "admin")


def hub_over(data: Path) -> Flask:
    app = create_app(settings_for(f"sqlite:///{data / 'vouch.sqlite3'}", data))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = pages.Client
    return app


def costs(app: Flask, email: str, *, of_each: int = 2) -> dict[str, int]:
    """Return how many queries the pages cost that a person can reach, the dearest one of each route."""
    matcher, taken, found = app.url_map.bind(""), Counter(), Counter()
    with app.app_context():
        token = writing.set(True)
        client = pages.client_of(app, persons.find_by_email(email))
        queue, seen, met_on = deque(["/"]), {"/"}, {}
        while queue:
            path = queue.popleft()
            answer = client.get(path)
            endpoint = endpoint_of(matcher, path)
            if answer.status_code in (302, 303):
                queue += [answer.location] if answer.location not in seen else []
                seen.add(answer.location)
            elif answer.mimetype == "text/html":
                assert answer.status_code == 200, (
                    f"{path}, linked on {met_on.get(path)}, answered {answer.status_code}"
                )
                found[endpoint] = max(found[endpoint], len(client.queries))
                for href in links_in(answer.text):
                    target = urlsplit(urljoin(f"http://localhost{path}", href))
                    address = target.path + (f"?{target.query}" if target.query else "")
                    kind = endpoint_of(matcher, target.path)
                    new = (
                        kind
                        and address not in seen
                        and taken[kind] < of_each
                        and target.netloc == "localhost"
                    )
                    if new and not kind.startswith(NOT_PAGES):
                        taken[kind] += 1
                        seen.add(address)
                        met_on[address] = path
                        queue.append(address)
        session.remove()
        writing.reset(token)
    return dict(found)


def endpoint_of(matcher, path: str) -> str | None:
    try:
        return matcher.match(urlsplit(path).path, method="GET")[0]
    except (HTTPException, RequestRedirect):
        return None


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_costs_more_than_twelve_queries(demo: Path, tmp_path: Path, role: str):
    data = tmp_path / "data"
    shutil.copytree(demo, data)
    found = costs(hub_over(data), f"{role}@demo.vouch.example")
    assert len(found) > 8, "the crawl found too little to mean anything"
    assert not {page: cost for page, cost in found.items() if cost > MOST}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["member1", "manager"])
def test_ten_times_as_much_costs_no_query_more(tmp_path: Path, who: str):
    found = []
    for members in (60, 600):
        data = tmp_path / str(members)
        wanted = ["generate", "--members", str(members), "--posts", str(members * 10)]
        subprocess.run(vouch(data, *wanted), cwd=ROOT, env=environment(data), check=True, capture_output=True)
        found.append(costs(hub_over(data), f"{who}@generated.vouch.example"))
    small, large = found
    assert {
        page: (small[page], large[page]) for page in small.keys() & large.keys() if large[page] > small[page]
    } == {}
