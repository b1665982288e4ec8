"""References: talks between customers and buyers, on the advocate's own terms, from the request to what
came of it.
"""

from flask import Flask


def register(app: Flask) -> None:
    """Bring references into the house."""
    from datetime import timedelta

    from hub.house import house_of
    from hub.i18n import _
    from references import audited, commands, demo, desk, documents, policy, rounds, steps
    from references.formats import TOPICS
    from references.views import aside, blueprints

    house = house_of(app)
    house.audited(audited.WORDS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    commands.bind(app)
    house.permission("reference.answer", _("Be asked for references, and answer"), roles=("advocate",))
    house.permission("request.file", _("Ask for a reference"), roles=("sales", "csm", "manager"))
    house.permission("request.match", _("Match requests and invite advocates"), roles=("manager",))
    house.permission("request.override", _("Go past a guardrail, with a reason"), roles=("manager",))
    house.permission("reference.follow", _("Follow requests"), roles=("sales", "manager", "csm"))
    house.navigate(
        "main", _("Requests"), "references.index", icon="handshake", order=20, needs="request.match"
    )
    for needs, unless in (("reference.answer", "reference.follow"), ("reference.follow", "request.match")):
        house.navigate(
            "main",
            _("References"),
            "references.index",
            icon="handshake",
            order=40,
            needs=needs,
            unless=unless,
        )
    house.navigate(
        "account", _("Your terms"), "availability.edit", icon="calendar", order=15, needs="reference.answer"
    )
    house.navigate(
        "account", _("Your impact"), "impact.show", icon="heart-handshake", order=16, needs="reference.answer"
    )
    house.kind("call.held", _("%(who)s spoke with %(what)s"), points=200, icon="phone-call", tier="bronze")
    house.kind("reference.accepted", _("%(who)s said yes %(what)s"), icon="check", in_feed=False)
    house.kind("deal.won", _("%(what)s"), icon="handshake")
    house.kind("thanks.sent", _("%(who)s thanked %(what)s"), icon="heart", in_feed=False)
    house.notice("reference.invited", _("A buyer would like to speak with me"))
    house.notice("reference.call", _("News of a talk of mine"))
    house.notice("reference.thanks", _("Thanks for a talk"))
    house.notice("reference.won", _("A deal I helped with was won"))
    house.notice("reference.request", _("News of a request of mine"))
    house.notice("reference.link_needed", _("A talk needs a meeting link"))
    house.notice("reference.stuck", _("A request needs another advocate"))
    house.notice("reference.customer_asked", _("A customer of mine is asked for a reference"))
    house.notice("reference.customer_needs_you", _("A customer of mine said no, for a reason"))
    house.periodic("references.expire", rounds.expire_invitations, every=timedelta(minutes=15))
    house.periodic("references.ask_after", rounds.ask_after_calls, every=timedelta(minutes=15))
    house.periodic("references.thank", rounds.send_thanks, every=timedelta(hours=1))
    house.periodic("references.follow", rounds.follow_deals, every=timedelta(hours=1))
    house.setting(
        "references.topics", TOPICS, _("What buyers may want to talk about, between commas"), kind=str
    )
    house.setting(
        "references.company_cap",
        1,
        _("How many people of one company may be asked in 30 days"),
        kind=int,
        least=1,
        most=4,
    )
    house.setting(
        "references.renewal_days",
        30,
        _("Days before a renewal in which a customer is not asked; 0: never mind"),
        kind=int,
        most=365,
    )
    house.setting(
        "references.health_floor", 50, _("The health below which a customer is not asked"), kind=int, most=100
    )
    house.setting(
        "references.perfect_from",
        80,
        _("The score from which a match is perfect"),
        kind=int,
        least=1,
        most=100,
    )
    house.setting(
        "references.meeting_template",
        "",
        _("Address of a meeting room; {room} becomes a new name each time"),
        kind=str,
    )
    house.searchable("story", documents.find, documents.ids)
    house.audience(documents.tokens)
    house.home(policy.home, order=50)
    house.slot("home.aside", aside.fill, order=20)
    house.next_steps(steps.offer)
    house.desk(desk.items)
    house.demo(40, demo.prepare, demo.live)
