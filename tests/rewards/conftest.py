import pytest

from hub.house import house_of


@pytest.fixture(autouse=True)
def kinds(request):
    """Deeds that other packages declare, so that these tests need none of them."""
    if "app" in request.fixturenames:
        house = house_of(request.getfixturevalue("app"))
        for name in ("challenge.completed", "answer.accepted", "call.held"):
            if name not in house.kinds:
                house.kind(name, "%(who)s did %(what)s")
