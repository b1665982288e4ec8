"""Challenges: small things worth doing, with stages, proof, review and points."""

from flask import Flask


def register(app: Flask) -> None:
    """Bring challenges into the house."""
    from challenges import (
        answers,
        audited,
        demo,
        desk,
        documents,
        next_steps,
        pictures,
        publication,
        starters,
    )
    from challenges.views import blueprints
    from hub.house import house_of
    from hub.i18n import _

    house = house_of(app)
    house.audited(audited.WORDS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    house.permission("challenge.take", _("Take challenges"), roles=("advocate", "moderator"))
    house.permission("challenge.manage", _("Create and publish challenges"), roles=("manager",))
    house.permission("submission.review", _("Look at what people handed in"), roles=("manager",))
    house.navigate(
        "main",
        _("Challenges"),
        "challenges.index",
        icon="flag",
        order=20,
        needs="challenge.take",
        unless="challenge.manage",
    )
    house.navigate(
        "main", _("Challenges"), "challenge_builder.index", icon="flag", order=40, needs="challenge.manage"
    )
    house.kind("challenge.completed", _("%(who)s completed %(what)s"), icon="flag", needs="challenge.take")
    house.notice("challenge.approved", _("A challenge of mine was approved"))
    house.notice("challenge.returned", _("A challenge came back to me, or was not accepted"))
    house.searchable("challenge", documents.find, documents.ids)
    house.audience(documents.tokens)
    house.next_steps(next_steps.offer)
    house.desk(desk.report)
    house.file_rule(answers.HOLDER, answers.may_fetch)
    house.file_rule(pictures.HOLDER, pictures.may_fetch)
    house.periodic("challenges.turn", publication.turn, every=publication.ROUND)
    house.opening(starters.ensure)
    house.demo(30, demo.prepare, demo.live)
