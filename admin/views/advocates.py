"""Contacts and members with their scores, each explained; inviting them, one or many."""

from flask import Blueprint, Response, request, url_for
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from admin import candidates, inviting, scores
from hub.clock import now
from hub.errors import Refusal
from hub.facts import standings
from hub.i18n import _, n_
from hub.people import invitations
from hub.people.persons import Person
from hub.web.access import needs, viewer
from hub.web.forms import Form
from hub.web.pagination import pages
from hub.web.responder import done, page, valid

bp = Blueprint("advocates", __name__, url_prefix="/admin/advocates")

LOOKED_AT = ("q", "class", "state", "sort")


class InviteForm(Form):
    """A personal note that goes along with the invitation."""

    id = "invite-form"
    note = TextAreaField(
        _("A personal note"),
        [Optional(), Length(max=1000)],
        description=_("One or two sentences in your own words. It stands above the link."),
        render_kw={"rows": 4},
    )


@bp.get("")
@needs("candidate.see")
def index() -> str:
    """Everybody who is scored."""
    asked = {name: request.args.get(name, "").strip() for name in LOOKED_AT}
    scheme = scores.scheme()
    statement = candidates.listed(
        now=now(),
        scheme=scheme,
        q=asked["q"],
        group=asked["class"],
        membership=asked["state"],
        sort=asked["sort"] or "-score",
    )
    found = pages(statement, per=50, rows=True)
    shown = [candidates.read(row, scheme) for row in found]
    return page(
        "admin/advocates/index.html",
        found=found,
        candidates=shown,
        asked=asked,
        scheme=scheme,
        classes=candidates.CLASSES,
        memberships=candidates.MEMBERSHIPS,
    )


@bp.get("/<int:id>")
@needs("candidate.see")
def show(id: int) -> str:
    """One person: the score line by line, how it came, and the invitations."""
    scheme = scores.scheme()
    candidate, lines = candidates.get(id, now=now(), scheme=scheme)
    return page(
        "admin/advocates/show.html",
        candidate=candidate,
        lines=lines,
        meanings=scores.MEANINGS,
        form=InviteForm(),
        history=standings.history(("person", id), scores.KIND),
        sent=invitations.of_person(id),
        scheme=scheme,
        now=now(),
        classes=candidates.CLASSES,
        memberships=candidates.MEMBERSHIPS,
    )


@bp.get("/invitations/new")
@needs("member.invite")
def new_invitations() -> str:
    """Whom one is about to invite, with a note."""
    if not _selected():
        raise Refusal(_("Select whom you would like to invite first."))
    return _confirmation(InviteForm())


@bp.post("/invitations")
@needs("member.invite")
def invite() -> Response:
    """Invite those who were selected."""
    form = valid(InviteForm(), _confirmation)
    invited = inviting.invite_all(_selected(), note=form.note.data or "", by=viewer(), now=now())
    count = len(invited.people)
    return done(
        url_for("advocates.index"),
        n_("One invitation is on its way.", "%(num)s invitations are on their way.", count),
    )


def _selected() -> list[Person]:
    ids = [int(value) for value in request.values.getlist("person") if value.isdecimal() and len(value) < 16]
    return candidates.by_ids(ids[:1000])


def _confirmation(form: InviteForm) -> str:
    return page("admin/advocates/invite.html", form=form, chosen=inviting.sort_out(_selected()))
