"""What the ground floor itself brings into the house: its pages, permissions, kinds, settings and work that recurs."""

from datetime import timedelta

from flask import Flask

from hub import audited, cli
from hub.content import files
from hub.delivery import mail, outbox
from hub.facts import notifications
from hub.house import house_of
from hub.i18n import _
from hub.people import documents, profiles
from hub.people.views import blueprints
from hub.search import index_batch
from hub.zones import ZONES


def register(app: Flask) -> None:
    """Bring the ground floor into the house."""
    house = house_of(app)
    house.audited(audited.WORDS)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    cli.bind(app)
    house.permission("points.hold", _("Earn points and see one's own"), roles=("advocate", "moderator"))
    house.permission(
        "member.see",
        _("See the members and their profiles"),
        roles=("advocate", "csm", "moderator", "manager"),
    )
    house.permission("member.invite", _("Invite people to join"), roles=("manager",))
    house.permission("prospect.invite", _("Invite buyers by link"), roles=("sales", "manager"))
    house.permission("member.suspend", _("Suspend a member and let them back in"), roles=("manager",))
    house.permission("points.grant", _("Give points by hand"), roles=("manager",))
    house.permission("role.give", _("Give and take roles"), roles=())
    house.permission("setting.change", _("Change the settings of the programme"), roles=())
    house.permission("audit.read", _("Read the audit log"), roles=("manager",))
    house.permission("job.see", _("See the long work of others, and stop it"), roles=())
    house.permission("mail.read", _("Read captured mail"), roles=())
    house.navigate("main", _("Home"), "home.show", icon="home", order=10, unless="desk.see")
    house.navigate("account", _("Profile"), "profile.edit", icon="user", order=10)
    house.navigate("account", _("Points"), "points.index", icon="star", order=20, needs="points.hold")
    house.navigate("account", _("Notifications"), "preferences.edit", icon="bell", order=30)
    house.navigate("account", _("Privacy"), "privacy.show", icon="shield", order=40)
    house.navigate("account", _("Signed-in devices"), "devices.index", icon="key", order=50)
    house.navigate(
        "admin", _("Settings"), "settings.index", icon="settings", order=80, needs="setting.change"
    )
    house.navigate("admin", _("Audit log"), "audit_log.index", icon="history", order=90, needs="audit.read")
    house.navigate(
        "admin", _("Captured mail"), "captured_mail.index", icon="mail", order=95, needs="mail.read"
    )
    house.kind("member.joined", _("%(who)s joined"), icon="user", needs="member.see")
    house.notice(notifications.DIGEST, _("The digest of what I missed"), mail="weekly")
    house.notice("job.finished", _("Long work that I started is done"), mail="off")
    house.task(mail.TASK, mail.send)
    house.task("search.index", index_batch)
    house.periodic("outbox.forget", outbox.forget_done, every=timedelta(days=1))
    house.periodic("notifications.digests", notifications.send_digests, every=timedelta(days=1))
    house.periodic("files.sweep", files.sweep_orphans, every=timedelta(days=1))
    house.setting("programme.name", "Vouch", _("The name of the programme, in titles and mails"), kind=str)
    house.setting(
        "programme.timezone",
        "UTC",
        _("The programme's time zone: in it the days of quiet dates begin and end"),
        kind=str,
        choices=ZONES,
    )
    house.setting("mail.sender", "Vouch <hub@localhost>", _("The sender of the hub's mails"), kind=str)
    house.searchable("member", documents.find, documents.ids, label=_("Members"), icon="user")
    house.audience(documents.tokens)
    house.file_rule(profiles.HOLDER, profiles.may_fetch_picture)
