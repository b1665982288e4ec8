"""What a member says and shows of themselves."""

from io import BytesIO

from PIL import Image

from hub.content import files, images
from hub.database import session, writing
from hub.people.persons import Person
from tests import factories


def photo():
    kept = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(kept, "PNG")
    kept.seek(0)
    return {"picture": (kept, "me.png")}


def status(client, url):
    with client.get(url) as answer:
        return answer.status_code


def test_a_picture_is_seen_by_members_and_by_nobody_else(client_of, db):
    amara = factories.person()
    assert client_of(amara).post("/me/profile/picture", data=photo()).status_code == 303
    url = session.get_one(Person, amara.id, populate_existing=True).photo_url
    for reader in (amara, factories.person(), factories.person("prospect")):
        with client_of(reader).get(url) as shown:
            assert shown.status_code == 200
            assert shown.mimetype == "image/webp"
    assert client_of().get(url).status_code == 404


def test_a_picture_that_was_replaced_or_removed_is_gone_at_once(client_of, db):
    amara = factories.person()
    client, urls = client_of(amara), []
    for _ in range(2):
        client.post("/me/profile/picture", data=photo())
        urls.append(session.get_one(Person, amara.id, populate_existing=True).photo_url)
    assert [status(client, url) for url in urls] == [404, 200]
    client.post("/me/profile/picture/removal")
    assert client.get(urls[1]).status_code == 404
    assert files.held_by("person", amara.id) == []


def test_nobody_who_writes_waits_for_a_picture_that_is_being_redrawn(client_of, db, monkeypatch):
    held = []

    def redraw(*args, **more):
        held.append(writing.get())
        return reencode(*args, **more)

    reencode = images.reencode
    monkeypatch.setattr(images, "reencode", redraw)
    assert client_of(factories.person()).post("/me/profile/picture", data=photo()).status_code == 303
    assert held == [False], "redrawn once, while reading"
