"""What the crowd said: topics of one post or of hundreds, questions with accepted answers, and what that
earned.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from admin.generate import words
from admin.generate.bulk import FLUSH_AT, Bulk
from admin.generate.crowd import Crowd
from admin.generate.deeds import Deeds
from admin.generate.ground import Ground
from community.acceptances import Acceptance
from community.circles import Circle
from community.deeds import ACCEPTED_POINTS, ANSWER_POINTS
from community.forums import ForumKind
from community.posts import Post
from community.questions import Question
from community.reactions import Reaction
from community.subscriptions import Subscription, Wish
from community.topics import Topic, TopicKind, TopicState
from community.voices import Voice
from hub.facts.activity import Visibility

ACCEPTED = 0.7
"""The share of answered questions of which an answer was accepted."""

_SEEN = {Circle.PROSPECTS: Visibility.PUBLIC, Circle.MEMBERS: Visibility.MEMBERS}


@dataclass
class Thread:
    """One topic while it is being told."""

    topic_id: int
    title: str
    asker: int
    seen: Visibility
    question: bool
    started_at: datetime
    paid: set[int] = field(default_factory=set)
    answers: list[tuple[int, int, datetime]] = field(default_factory=list)
    last_author: int = 0


class Talk:
    """The forums, filled."""

    def __init__(self, bulk: Bulk, crowd: Crowd, deeds: Deeds, ground: Ground, rng: Random) -> None:
        """Take the tables on."""
        self.bulk, self.crowd, self.deeds, self.ground, self.rng = bulk, crowd, deeds, ground, rng
        self.of_topic = bulk.rows(
            Topic,
            "id",
            "forum_id",
            "author_id",
            "title",
            "kind",
            "state",
            "tags",
            "version",
            "post_count",
            "reply_count",
            "pinned",
            "hidden",
            "created_at",
            "last_post_at",
            "last_author_id",
        )
        self.of_question = bulk.rows(
            Question, "topic_id", "asked_at", "by_buyer", "talk_welcome", "answered_at"
        )
        self.of_post = bulk.rows(
            Post,
            "id",
            "topic_id",
            "number",
            "author_id",
            "voice",
            "body",
            "html",
            "version",
            "useful_count",
            "removed",
            "created_at",
        )
        self.of_acceptance = bulk.rows(Acceptance, "id", "topic_id", "post_id", "by_id", "at")
        self.of_reaction = bulk.rows(Reaction, "post_id", "person_id")
        self.of_subscription = bulk.rows(Subscription, "topic_id", "person_id", "wish")

    def go_on(self, posts: int, *, start: datetime, now: datetime) -> None:
        """Write so many posts, in topics that begin one after the other."""
        written = 0
        while written < posts:
            size = min(_size(self.rng), posts - written)
            at = start + (now - start) * (written / posts)
            self._topic(size, at, now)
            written += size
            self.bulk.flush(at=FLUSH_AT)
        self.bulk.flush()

    def _topic(self, size: int, at: datetime, now: datetime) -> None:
        rng = self.rng
        forum_id, kind, sees = rng.choice(self.ground.forums)
        asker = self.crowd.someone()
        question = kind is ForumKind.QUESTION
        thread = Thread(self.of_topic.next_id(), words.title(rng), asker, _SEEN[sees], question, at)
        moments = _moments(rng, size, at, now)
        for number, moment in enumerate(moments, start=1):
            self._post(thread, number, moment)
        accepted = question and bool(thread.answers) and rng.random() < ACCEPTED
        if accepted:
            self._accept(thread, now)
        self.of_topic.add(
            thread.topic_id,
            forum_id,
            self.crowd.ids[asker],
            thread.title,
            TopicKind.QUESTION if question else TopicKind.DISCUSSION,
            TopicState.ANSWERED if accepted else TopicState.OPEN,
            [word.replace(" ", "-").lower() for word in rng.sample(words.TOPICS, 2)],
            1,
            size,
            size - 1,
            False,
            False,
            at,
            moments[-1],
            thread.last_author,
        )
        if question:
            first = thread.answers[0][2] if thread.answers else None
            self.of_question.add(thread.topic_id, at, False, False, first)
        self.of_subscription.add(thread.topic_id, self.crowd.ids[asker], Wish.FOLLOW)

    def _post(self, thread: Thread, number: int, at: datetime) -> None:
        rng = self.rng
        author = thread.asker if number == 1 or rng.random() < 0.12 else self.crowd.someone()
        post_id, (body, html) = self.of_post.next_id(), words.said(rng)
        liked = self._like(post_id, author) if rng.random() < 0.15 else 0
        self.of_post.add(
            post_id,
            thread.topic_id,
            number,
            self.crowd.ids[author],
            Voice.CUSTOMER,
            body,
            html,
            1,
            liked,
            False,
            at,
        )
        thread.last_author = self.crowd.ids[author]
        if number == 1:
            self._started(thread, at)
        else:
            self._replied(thread, post_id, author, at)

    def _started(self, thread: Thread, at: datetime) -> None:
        kind = "question" if thread.question else "discussion"
        topic_id = thread.topic_id
        self.deeds.record(
            "topic.started",
            self.crowd.who(thread.asker),
            ("topic", topic_id),
            thread.title,
            f"/community/topics/{topic_id}",
            f"topic:{topic_id}",
            at,
            visibility=thread.seen,
            data={"kind": kind},
        )

    def _replied(self, thread: Thread, post_id: int, author: int, at: datetime) -> None:
        answers = thread.question and author != thread.asker
        pays = ANSWER_POINTS if answers and author not in thread.paid else 0
        if answers:
            thread.paid.add(author)
            thread.answers.append((post_id, author, at))
        self.deeds.record(
            "answer.posted" if answers else "reply.posted",
            self.crowd.who(author),
            ("post", post_id),
            thread.title,
            f"/community/posts/{post_id}",
            f"post:{post_id}",
            at,
            points=pays,
            visibility=thread.seen,
            data={"topic_id": thread.topic_id, "voice": "customer"},
        )

    def _accept(self, thread: Thread, now: datetime) -> None:
        post_id, author, at = self.rng.choice(thread.answers[:5])
        at = min(at + timedelta(hours=self.rng.randint(1, 40)), now)
        ref, asker_id = self.of_acceptance.next_id(), self.crowd.ids[thread.asker]
        self.of_acceptance.add(ref, thread.topic_id, post_id, asker_id, at)
        self.deeds.record(
            "answer.accepted",
            self.crowd.who(author),
            ("post", post_id),
            thread.title,
            f"/community/posts/{post_id}",
            f"acceptance:{ref}",
            at,
            points=ACCEPTED_POINTS,
            about=asker_id,
            visibility=thread.seen,
            data={"topic_id": thread.topic_id, "asker_id": asker_id},
        )

    def _like(self, post_id: int, author: int) -> int:
        liking = {self.crowd.someone() for _nth in range(self.rng.randint(1, 3))} - {author}
        for number in liking:
            self.of_reaction.add(post_id, self.crowd.ids[number])
        return len(liking)


def _size(rng: Random) -> int:
    """Return how many posts a topic has: mostly a handful, often a page of twenty, seldom very many."""
    chance = rng.random()
    if chance < 0.45:
        return rng.randint(1, 7)
    if chance < 0.80:
        return rng.randint(15, 22)
    return rng.randint(23, 60) if chance < 0.997 else rng.randint(300, 1500)


def _moments(rng: Random, size: int, at: datetime, now: datetime) -> list[datetime]:
    """Return when the posts of a topic were written: within days at first, the last ones later."""
    left = (now - at).total_seconds()
    span = min(left, 3600 * size * rng.uniform(0.5, 12))
    return [
        at,
        *(
            at + timedelta(seconds=second)
            for second in sorted(span * rng.random() ** 2 for _ in range(size - 1))
        ),
    ]
