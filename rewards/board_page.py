"""A board as one reader sees it: the first lines, and where they stand themselves. One statement."""

from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from hub.people import faces
from hub.people.companies import Company
from hub.people.faces import Face
from hub.people.persons import Person
from hub.readings import Reading
from rewards import board_marks, boards
from rewards.boards import Board, Period

FIRST = 20
"""So many lines a board shows, and the reader's own."""


class Line(NamedTuple):
    """A line of a board: who stands there, with how many points. Equal points share a place.

    `me` says that it is the reader's own, `about` that the place was counted a while ago.
    """

    place: int
    points: int
    face: Face
    me: bool
    about: bool = False


class BoardPage(NamedTuple):
    """The first lines; below them the reader's own, when they stand further down. `stands`: they may at all."""

    lines: list[Line]
    below: Line | None
    stands: bool

    @property
    def own(self) -> Line | None:
        """The reader's own line, wherever it is; None without points in this time."""
        return next((line for line in self.lines if line.me), self.below)


def read(over: Board, *, by: Person, first: int = FIRST) -> BoardPage:
    """Return a board for one reader."""
    asked = {**over._asdict(), "reader": by.id, "first": first}
    rows = _reading(over.period).rows(**asked)
    points = [row[1] for row in rows]
    lines = [
        Line(1 + points.index(row[1]), row[1], faces.face(tuple(row[5:])), row[0] == by.id) for row in rows
    ]
    stands = boards.stands(by)
    held, marked, between = rows[0][2:5] if rows and stands else (None, None, 0)
    if held is None or held <= 0 or any(line.me for line in lines):
        return BoardPage(lines, None, stands)
    place = 1 + (marked or 0) + between
    return BoardPage(lines, Line(place, held, faces.face_of(by), True, marked is not None), stands)


@cache
def _reading(period: Period) -> Reading:
    """Return the statement for the first lines; beside each the reader's points, and what tells their place."""
    figures = boards.figures(period)
    reader = figures.person_id == sa.bindparam("reader", type_=sa.Integer)
    held = sa.select(figures.points).where(figures.of_board, reader).scalar_subquery()
    return Reading(
        boards.ranked(period)
        .outerjoin(Company, Company.id == Person.company_id)
        .add_columns(figures.person_id, figures.points, held, *board_marks.place_columns(period, held))
        .add_columns(*faces.columns())
        .order_by(figures.points.desc(), figures.person_id)
        .limit(sa.bindparam("first", type_=sa.Integer))
    )
