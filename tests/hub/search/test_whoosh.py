"""The index of one machine: built in parts, changed bit by bit, read meanwhile; and much of everything."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.search import Document, whoosh_building
from hub.search.documents import MOST
from hub.search.query import parse
from hub.search.whoosh_engine import WhooshEngine
from hub.search.whoosh_postings import MOST_POSTINGS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ALL = frozenset({"everyone"})


def thing(number: int, title: str = "A thing", text: str = "word", **details: Any) -> Document:
    usual: dict[str, Any] = {
        "kind": "thing",
        "id": number,
        "title": title,
        "text": text,
        "url": f"/things/{number}",
        "author": "Amara Obi",
        "tags": (),
        "place": "General",
        "created_at": NOW - timedelta(minutes=number),
        "audience": ALL,
    }
    return Document(**usual | details)


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "search")


def asked(engine: WhooshEngine, typed: str, *, offset: int = 0, limit: int = 20) -> tuple[int, list[int]]:
    total, found = engine.search(parse(typed), ALL, offset=offset, limit=limit, now=NOW)
    return total, [document.id for document in found]


def begun(engine: WhooshEngine, *typed: str) -> list[int]:
    found = engine.begin_with(typed, ALL, frozenset(), limit=5, now=NOW)
    return [document.id for document in found]


@pytest.mark.slow
def test_an_index_is_built_in_parts_by_several_processes(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_building, "PART", 10)
    engine.rebuild(thing(number, f"Number {number}", f"said {number % 7} thyme") for number in range(45))
    assert asked(engine, "thyme") == (45, list(range(20)))
    assert asked(engine, '"said 3"')[0] == len(range(3, 45, 7))
    assert asked(engine, "number 44") == (1, [44])
    assert begun(engine, "number", "4") == [4, 40, 41, 42, 43]
    assert engine.near("thime", 4) == ["thyme"]
    engine.write([thing(44, text="sage")], [("thing", 43)])
    assert asked(engine, "thyme")[0] == 43
    assert asked(engine, "sage") == (1, [44])
    assert len(list(engine.shelf.folder.glob("index-*/*/*"))) == 0


def test_what_changes_bit_by_bit_stays_whole_and_in_few_segments(engine: WhooshEngine) -> None:
    for number in range(40):
        changed = [thing(number, f"Number {number}", f"the parallel run {number}")]
        if number % 4 == 0 and number:
            changed.append(thing(number - 1, "Renamed", "the run parallel"))
        engine.write(changed, [("thing", number - 2)] if number % 5 == 4 else [])
        assert len(engine.shelf.segments()) <= whoosh_building.MANY
    gone = set(range(2, 38, 5))
    renamed = set(range(3, 39, 4)) - gone
    assert set(asked(engine, "parallel", limit=50)[1]) == set(range(40)) - gone
    assert set(asked(engine, '"parallel run"', limit=50)[1]) == set(range(40)) - gone - renamed
    assert set(asked(engine, '"run parallel"', limit=50)[1]) == set(asked(engine, "renamed", limit=50)[1])
    assert set(asked(engine, "renamed", limit=50)[1]) == renamed
    assert not gone & set(begun(engine, "num"))


def test_everything_may_be_taken_out_and_put_in_again(engine: WhooshEngine) -> None:
    for _time in range(3):
        for number in range(10):
            engine.write([thing(number)], [])
        assert asked(engine, "word")[0] == 10
        for number in range(10):
            engine.write([], [("thing", number)])
        assert asked(engine, "word") == (0, [])
        assert begun(engine, "thi") == []


def test_searches_go_on_in_the_old_index_until_the_new_one_is_whole(engine: WhooshEngine) -> None:
    engine.rebuild(iter([thing(1)]))

    def new() -> Iterator[Document]:
        yield thing(2)
        assert asked(engine, "word") == (1, [1])
        yield thing(3)

    engine.rebuild(new())
    assert asked(engine, "word") == (2, [2, 3])


def test_a_building_that_fails_leaves_the_old_index_and_nothing_else(engine: WhooshEngine) -> None:
    engine.rebuild(iter([thing(1)]))

    def broken() -> Iterator[Document]:
        yield thing(2)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    assert asked(engine, "word") == (1, [1])
    assert len(list(engine.shelf.folder.glob("index-*"))) == 1


def test_another_process_sees_what_was_written(engine: WhooshEngine) -> None:
    reader = WhooshEngine(engine.shelf.folder)
    assert asked(reader, "word") == (0, [])
    for number in range(3):
        engine.write([thing(number)], [])
        assert asked(reader, "word")[0] == number + 1
    engine.rebuild(iter([thing(9)]))
    assert asked(reader, "word") == (1, [9])


def test_an_index_of_an_older_form_counts_as_none(engine: WhooshEngine) -> None:
    older = engine.shelf.folder / "index-0123456789ab"
    older.mkdir(parents=True)
    (engine.shelf.folder / "current").symlink_to(older.name)
    assert asked(engine, "word") == (0, [])
    engine.write([thing(1)], [])
    assert asked(engine, "word") == (1, [1])
    assert not older.exists()


def test_a_copy_of_the_folder_is_a_copy_of_the_index(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.write([thing(1)], [])
    copy = WhooshEngine(Path(shutil.copytree(engine.shelf.folder, tmp_path / "copy")))
    copy.write([thing(2)], [])
    assert asked(copy, "word")[0] == 2
    copy.rebuild(iter([thing(3)]))
    assert asked(copy, "word") == (1, [3])
    assert asked(engine, "word") == (1, [1])


def test_of_very_many_the_newest_and_those_with_the_word_in_the_title_come_first(
    engine: WhooshEngine,
) -> None:
    many = MOST_POSTINGS * 2 + 100
    documents = [thing(number, text="common thyme") for number in range(many)]
    documents[many - 1] = thing(many - 1, "Thyme")
    documents[5] = replace(documents[5], audience=frozenset({"staff"}))
    engine.rebuild(iter(documents))
    total, first = asked(engine, "thyme")
    assert total == MOST
    assert first == [many - 1, *(number for number in range(20) if number != 5)]
    paged = [number for page in range(60) for number in asked(engine, "thyme", offset=page * 20)[1]]
    assert len(paged) == len(set(paged)) == MOST
    assert asked(engine, '"common thyme"')[0] == MOST
    assert asked(engine, "common -thyme") == (0, [])
    assert asked(engine, "thyme before:2026-03-02", limit=1)[1] == [many - 1]
    assert begun(engine, "thy") == [many - 1]
    assert begun(engine, "thi") == [0, 1, 2, 3, 4]


def test_a_word_said_very_often_is_found_wherever_it_stands(engine: WhooshEngine) -> None:
    engine.rebuild(iter([thing(1, "sage " * 300, "sage thyme " * 4_000), thing(2, text="sage")]))
    assert set(asked(engine, "sage")[1]) == {1, 2}
    assert asked(engine, '"sage thyme"') == (1, [1])
