"""The top floor: the desk. Turns facts into scores, metrics and routes, and runs the programme. Nobody imports it."""

from datetime import timedelta

from flask import Flask


def register(app: Flask) -> None:
    """Bring the desk into the house."""
    from admin import alerts, audited, cli, desk, scores
    from admin.demo import commands as demo_commands
    from admin.demo import marker
    from admin.demo.views import sign_ins
    from admin.generate import commands as generate_commands
    from admin.imports import runs, work
    from admin.metrics import commands as metrics_commands
    from admin.metrics import monthly_active, pool_days
    from admin.prospects import commands as prospects_commands
    from admin.prospects import demo as prospects_demo
    from admin.prospects import offers, start
    from admin.views import blueprints, pieces
    from hub.delivery import jobs
    from hub.house import house_of
    from hub.i18n import _

    house = house_of(app)
    house.audited(audited.WORDS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    cli.bind(app)
    house.permission(
        "desk.see", _("See the desk: what needs somebody today"), roles=("csm", "moderator", "manager")
    )
    house.permission("candidate.see", _("See contacts with their scores"), roles=("csm", "manager"))
    house.permission("customer.import", _("Import customers and opportunities"), roles=("manager",))
    house.navigate("main", _("Desk"), "desk.show", icon="layout-dashboard", order=10, needs="desk.see")
    house.navigate("main", _("Advocates"), "advocates.index", icon="users", order=30, needs="candidate.see")
    house.navigate(
        "main", _("Buyers"), "links.index", icon="link", order=60, needs="prospect.invite", unless="desk.see"
    )
    house.navigate("admin", _("Today"), "desk.show", icon="layout-dashboard", order=10, needs="desk.see")
    house.navigate("admin", _("Import"), "imports.index", icon="upload", order=20, needs="customer.import")
    house.navigate(
        "admin", _("Invitations"), "invitations.index", icon="mail", order=30, needs="member.invite"
    )
    house.navigate(
        "admin", _("Links for buyers"), "links.index", icon="link", order=40, needs="prospect.invite"
    )
    house.home(desk.home, order=10)
    house.desk(desk.items)
    house.task(runs.CHECK, jobs.task(work.check))
    house.task(runs.APPLY, jobs.task(work.apply))
    house.periodic("admin.scores", scores.daily, every=timedelta(days=1))
    house.setting("imports.currency", "EUR", _("The currency of imported amounts that name none"), kind=str)
    house.file_rule("import", desk.may_fetch_import)
    scores.declare(house)
    # prospects and metrics
    house.permission(
        "talk.ask", _("Start from the questions of a buyer, and ask for a talk"), roles=("prospect",)
    )
    house.permission("metric.see", _("See how the programme does"), roles=("manager",))
    house.navigate("main", _("Insight"), "metrics.index", icon="chart-line", order=60, needs="metric.see")
    house.notice(offers.NOTICE, _("A talk is offered because nobody answered me"))
    house.on("question.unanswered", offers.follow_unanswered)
    house.on("answer.accepted", offers.withdraw_answered)
    house.home(start.home, order=20)
    house.slot("topic.aside", pieces.topic_aside)
    house.slot("request.answers", pieces.request_answers)
    house.slot("desk.figures", pieces.desk_figures)
    house.desk(alerts.desk)
    house.periodic("metrics.months", monthly_active.count_months, every=timedelta(days=1))
    if "references" in house.features:
        house.periodic("metrics.pool", pool_days.count, every=timedelta(hours=6))
        house.demo(45, None, prospects_demo.live)
    app.cli.add_command(metrics_commands.metrics)
    app.cli.add_command(prospects_commands.route)
    # the demo, and large volumes
    app.cli.add_command(demo_commands.demo)
    app.cli.add_command(generate_commands.generate)
    if marker.is_ours(house.settings):
        house.slot("sign_in.below", sign_ins.below)
