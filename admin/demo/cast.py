"""Who is who in the demo: Meridian's own team, the named advocates, the buyers. Everybody else is a contact
of the CRM.
"""

from dataclasses import dataclass

from hub.demo import DOMAIN
from hub.i18n import _

VENDOR = "Meridian"


@dataclass(frozen=True)
class Member:
    """Somebody with a name and a story."""

    address: str
    first_name: str
    last_name: str
    role: str
    title: str
    company: str = VENDOR
    timezone: str = "Europe/London"
    about: str = ""
    motives: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """The whole address."""
        return f"{self.address}@{DOMAIN}"

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}"


TEAM = (
    Member("admin", "Rhys", "Calloway", "admin", "Head of Business Systems"),
    Member(
        "manager",
        "Jonna",
        "Mäkelä",
        "manager",
        "Customer Advocacy Lead",
        timezone="Europe/Helsinki",
        about="I run this programme. If something feels like work, tell me and I will change it.",
    ),
    Member("moderator", "Ade", "Bankole", "moderator", "Community Manager"),
    Member("moderator2", "Chloé", "Garnier", "moderator", "Community Editor", timezone="Europe/Paris"),
    Member("sales", "Daniel", "Brandt", "sales", "Account Executive, DACH", timezone="Europe/Berlin"),
    Member(
        "sales2", "Sofia", "Lindqvist", "sales", "Account Executive, Nordics", timezone="Europe/Stockholm"
    ),
    Member(
        "sales3", "Marcus", "Bell", "sales", "Account Executive, North America", timezone="America/New_York"
    ),
    Member("csm", "Ines", "Carvalho", "csm", "Customer Success Manager, Insurance", timezone="Europe/Lisbon"),
    Member("csm2", "Owen", "Pryce", "csm", "Customer Success Manager, Banking"),
    Member(
        "csm3", "Hannah", "Kowalski", "csm", "Customer Success Manager, Industry", timezone="America/Chicago"
    ),
)
"""One of each role first: their addresses are the sign-ins that README names."""

ADVOCATES = (
    Member(
        "advocate",
        "Amara",
        "Obi",
        "advocate",
        "Head of Financial Control",
        "Kestrel Insurance",
        about="Twelve years of closing books in insurance: from eleven days to four, and I like to show how.",
        motives=("help", "peers", "reputation"),
        expertise=("month-end close", "IFRS 17", "intercompany"),
    ),
    Member(
        "advocate2",
        "Tomás",
        "Kern",
        "advocate",
        "Director of Finance Operations",
        "Northwind Mutual",
        timezone="Europe/Vienna",
        about="Reconciliations were my life before Meridian; now they are a quarter of an hour before lunch.",
        motives=("influence", "learn"),
        expertise=("reconciliation", "SAP", "audit trail"),
    ),
    Member(
        "priya.raman",
        "Priya",
        "Raman",
        "advocate",
        "Group Controller",
        "Alder & Finch Bank",
        about="Group reporting across fourteen entities and six currencies.",
        motives=("reputation", "influence"),
        expertise=("consolidation", "IFRS 9", "bank reconciliation"),
    ),
)

BUYER = Member(
    "prospect",
    "Leon",
    "Achterberg",
    "prospect",
    "Director of Accounting",
    "Halden Re",
    timezone="Europe/Zurich",
)


def sign_ins() -> list[tuple[Member, str]]:
    """Return who signs in for each of the seven roles, with what there is to see."""
    seen = {
        "advocate": _("An advocate with a year of history"),
        "prospect": _("A buyer who looks for somebody like them"),
        "sales": _("Asks for references and follows them"),
        "csm": _("Looks after customers"),
        "moderator": _("Keeps the community well"),
        "manager": _("Runs the programme"),
        "admin": _("Sees and sets everything"),
    }
    people = {member.role: member for member in (*reversed(TEAM), BUYER, *reversed(ADVOCATES))}
    people["advocate"] = ADVOCATES[0]
    return [(people[role], str(words)) for role, words in seen.items()]
