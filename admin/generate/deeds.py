"""What the crowd did: activities, the points they pay as double entries, and challenges that were done."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from admin.generate.bulk import FLUSH_AT, Bulk
from challenges.participations import Participation, State
from hub.facts.activity import Activity, Visibility
from hub.facts.ledger import Book, LedgerEntry, Posting, PostingKind


class Deeds:
    """The stream of facts, with what it pays."""

    def __init__(self, bulk: Bulk) -> None:
        """Take the tables on."""
        self.bulk = bulk
        self.of_activity = bulk.rows(
            Activity,
            "id",
            "kind",
            "person_id",
            "about_id",
            "company_id",
            "subject_kind",
            "subject_id",
            "title",
            "url",
            "points",
            "visibility",
            "key",
            "data",
            "at",
        )
        self.of_posting = bulk.rows(
            Posting, "id", "person_id", "kind", "amount", "cause", "source", "reason", "url", "at"
        )
        self.of_entry = bulk.rows(LedgerEntry, "posting_id", "book", "person_id", "amount")
        self.of_participation = bulk.rows(
            Participation,
            "id",
            "challenge_id",
            "person_id",
            "state",
            "version",
            "points",
            "started_at",
            "submitted_at",
            "decided_at",
        )

    def record(
        self,
        kind: str,
        who: tuple[int, int],
        subject: tuple[str, int],
        title: str,
        url: str,
        key: str,
        at: datetime,
        *,
        points: int = 0,
        about: int | None = None,
        visibility: Visibility = Visibility.MEMBERS,
        data: dict[str, Any] | None = None,
    ) -> None:
        """Record what a person (id, company) did, and pay the points."""
        activity_id = self.of_activity.next_id()
        self.of_activity.add(
            activity_id,
            kind,
            who[0],
            about,
            who[1],
            *subject,
            title,
            url,
            points,
            visibility,
            key,
            data or {},
            at,
        )
        if points:
            posting_id = self.of_posting.next_id()
            cause = f"activity:{activity_id}"
            self.of_posting.add(posting_id, who[0], PostingKind.EARN, points, cause, kind, title, url, at)
            self.of_entry.add(posting_id, Book.MEMBER, who[0], points)
            self.of_entry.add(posting_id, Book.ISSUED, None, -points)

    def take_challenges(
        self,
        people: list[tuple[int, int]],
        offered: list[tuple[int, str, int]],
        rng: Random,
        *,
        now: datetime,
    ) -> None:
        """Let everybody have done some challenges: most of them one or two, the early ones more."""
        for number, who in enumerate(people):
            most = 12 if number < len(people) / 20 else 3
            for challenge_id, title, points in rng.sample(offered, rng.randint(0, most)):
                at = now - timedelta(days=600 * rng.random() ** 2, hours=rng.random() * 9)
                ref = self.of_participation.next_id()
                self.of_participation.add(
                    ref,
                    challenge_id,
                    who[0],
                    State.APPROVED,
                    3,
                    points,
                    at - timedelta(days=2),
                    at - timedelta(days=1),
                    at,
                )
                self.record(
                    "challenge.completed",
                    who,
                    ("challenge", challenge_id),
                    title,
                    f"/challenges/{challenge_id}",
                    f"participation:{ref}",
                    at,
                    points=points,
                )
            self.bulk.flush(at=FLUSH_AT)
        self.bulk.flush()
