"""What people fill in: a topic, a reply, an edit, a forum."""

from dataclasses import dataclass

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from community.circles import WORDS
from community.forums import KINDS, Forum
from community.voices import Voice, pseudonym_of, voice_of
from hub.i18n import _
from hub.people.persons import Person
from hub.web.forms import Form, options


class BodyForm(Form):
    """A text in Markdown."""

    id = "body-form"
    body = TextAreaField(_("Your text"), [InputRequired(_("There is nothing to post yet."))])


class ReplyForm(BodyForm):
    """A reply; a buyer may write it under a pseudonym."""

    id = "reply-form"
    hide_name = BooleanField(default=True)


@dataclass(frozen=True)
class BlankReply:
    """The form to reply while nothing stands in it. Its fields are the same for all who write under the same
    name, so they are kept, and the form is only made when they are not.
    """

    pseudonym: str | None

    def form(self) -> ReplyForm:
        """Return the form itself."""
        form = ReplyForm(formdata=None, data={"hide_name": True})
        _under(form, self.pseudonym)
        return form


class TopicForm(BodyForm):
    """A new topic or question."""

    id = "topic-form"
    forum = SelectField(_("Where"), validate_choice=True)
    title = StringField(_("In one line"), [InputRequired(_("It needs a title.")), Length(max=160)])
    tags = StringField(_("Tags"), [Optional(), Length(max=200)])
    hide_name = BooleanField(default=True)
    talk_welcome = BooleanField(_("A talk is welcome, if nobody answers in time"))


class EditForm(BodyForm):
    """Better words for a post."""

    id = "edit-form"


class FirstPostForm(EditForm):
    """Better words for what a topic begins with, its title included."""

    title = StringField(_("In one line"), [InputRequired(_("It needs a title.")), Length(max=160)])
    tags = StringField(_("Tags"), [Optional(), Length(max=200)])


class LockForm(Form):
    """Why a topic is closed or hidden."""

    id = "lock-form"
    reason = StringField(_("Reason"), [Optional(), Length(max=300)])


class ForumForm(Form):
    """A forum as the programme's managers set it up."""

    id = "forum-form"
    name = StringField(_("Name"), [InputRequired(), Length(max=60)])
    category = StringField(_("Category"), [InputRequired(), Length(max=60)])
    about = StringField(_("What it is for"), [Optional(), Length(max=200)])
    kind = SelectField(_("What a topic is"), choices=options(KINDS))
    sees = SelectField(_("Who may read"), choices=options(WORDS))
    posts = SelectField(_("Who may write"), choices=options(WORDS))


def for_writer(form: TopicForm | ReplyForm, person: Person) -> None:
    """Offer the pseudonym, and the talk, to buyers only; others write under their name."""
    buys = voice_of(person) is Voice.BUYER
    _under(form, pseudonym_of(person) if buys else None)
    if isinstance(form, TopicForm) and not buys:
        del form.talk_welcome


def for_reply(form: ReplyForm | None, person: Person, *, own: bool) -> ReplyForm | BlankReply:
    """Return the form to reply as a page shows it, blank when there is none. In a topic of one's `own` one
    writes under the same name as before.
    """
    pseudonym = pseudonym_of(person) if not own and voice_of(person) is Voice.BUYER else None
    if form is None:
        return BlankReply(pseudonym)
    _under(form, pseudonym)
    return form


def _under(form: TopicForm | ReplyForm, pseudonym: str | None) -> None:
    if pseudonym is None:
        del form.hide_name
    else:
        form.hide_name.label.text = _("Write as “%(name)s”", name=pseudonym)


def choose_forum(form: TopicForm, forums: list[Forum]) -> None:
    """Let the person choose among these forums."""
    form.forum.choices = options({forum.slug: forum.name for forum in forums})
