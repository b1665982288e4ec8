"""What generated people are called and what they say: plain words, put together by chance."""

from functools import cache
from random import Random

from hub.content import text

FIRST = (
    "Amara",
    "Tomás",
    "Priya",
    "Lena",
    "Jonas",
    "Marta",
    "Felix",
    "Ingrid",
    "Oscar",
    "Nora",
    "Samuel",
    "Clara",
    "Hugo",
    "Elin",
    "Victor",
    "Anya",
    "David",
    "Sofie",
    "Karim",
    "Julia",
    "Peter",
    "Leila",
    "Martin",
    "Grace",
    "Anton",
    "Ruth",
    "Daniel",
    "Mei",
    "Lukas",
    "Olivia",
    "Rafael",
    "Hanna",
    "Simon",
    "Zoe",
    "Aaron",
    "Petra",
    "Leo",
    "Maya",
    "Erik",
    "Ada",
)
LAST = (
    "Obi",
    "Kern",
    "Raman",
    "Vogel",
    "Lindqvist",
    "Costa",
    "Brandt",
    "Moreau",
    "Novak",
    "Hansen",
    "Okafor",
    "Silva",
    "Weber",
    "Larsen",
    "Rossi",
    "Kowalski",
    "Meyer",
    "Dubois",
    "Svensson",
    "Fischer",
    "Nakamura",
    "Patel",
    "Jensen",
    "Romano",
    "Schmidt",
    "Walsh",
    "Berg",
    "Haas",
    "Santos",
    "Novotny",
    "Keller",
    "Bauer",
    "Laurent",
)
PLACES = (
    "Alder",
    "Birch",
    "Cedar",
    "Dover",
    "Elm",
    "Fern",
    "Granite",
    "Harbour",
    "Iris",
    "Juniper",
    "Kestrel",
    "Larch",
    "Mill",
    "Northwind",
    "Oak",
    "Pine",
)
TRADES = {
    "Insurance": ("Mutual", "Insurance", "Re"),
    "Banking": ("Bank", "Savings"),
    "Retail": ("Stores", "Trading"),
    "Manufacturing": ("Works", "Industries", "Tools"),
    "Logistics": ("Freight", "Lines"),
}
COUNTRIES = (
    ("Germany", "DACH"),
    ("Austria", "DACH"),
    ("United Kingdom", "UK & Ireland"),
    ("Sweden", "Nordics"),
    ("France", "France"),
    ("United States", "North America"),
    ("Canada", "North America"),
)
PRODUCTS = ("Meridian Close", "Meridian Reconcile", "Meridian Audit")
USES = ("Faster close", "Bank reconciliation", "Audit trail", "Intercompany", "Fraud review")
TITLES = (
    "Group Controller",
    "Head of Accounting",
    "Finance Director",
    "Close Lead",
    "Reconciliation Lead",
    "CFO",
)
TOPICS = (
    "month-end close",
    "reconciliation",
    "audit trail",
    "intercompany",
    "IFRS 17",
    "SAP",
    "roll-out",
    "data migration",
    "treasury",
    "consolidation",
)
_ASK = (
    "How do you handle",
    "What works for you with",
    "Who has experience with",
    "Is there a better way for",
    "What did you learn about",
    "How long did it take you to set up",
    "Which roles own",
    "How do you test",
)
_WHAT = (
    "late journals",
    "bank statements from three banks",
    "the intercompany matching",
    "accruals in week one",
    "auditor access",
    "foreign currency balances",
    "approval chains",
    "the chart of accounts",
    "prior-year data",
    "open items",
    "the reconciliation of clearing accounts",
    "evidence for controls",
    "a second ledger",
    "close calendars",
    "user roles",
    "manual adjustments",
)
_WHERE = (
    "after a merger",
    "with a small team",
    "across time zones",
    "in insurance",
    "in a shared service centre",
    "before year-end",
    "with SAP behind it",
    "when the auditors come early",
    "in fourteen entities",
    "while two systems run",
    "under IFRS 17",
    "without IT at hand",
)
_SENTENCES = (
    "We moved it to the second working day and nobody misses the old way.",
    "The first month was slower, the third was faster than ever before.",
    "Our auditors asked for the evidence once and then stopped asking.",
    "Start with one entity, keep the checklist short, and let the team cut what nobody reads.",
    "We had the same trouble until we gave each clearing account an owner.",
    "The matching rules cover about nine items of ten; the rest is worth a look by a person.",
    "Two of us compared notes and came to the same order of steps.",
    "It helped to write down who waits for whom, because half of the waiting was for nothing.",
    "Import the opening balances early and freeze them; everything later is easier.",
    "We kept the spreadsheet for one quarter beside it, and then nobody opened it again.",
    "Ask your internal audit before you change the approval chain, not after.",
    "The currency differences were ours, not the bank's, and the report shows it in a minute.",
    "For us the close calendar was the turning point, more than any setting.",
    "If you like, we can compare our rules; ours came down from forty to eleven.",
    "One thing I would do differently is to train the entities in pairs.",
    "The change log was what convinced our controller.",
    "We saw the time for reconciliations go from five days to one and a half.",
    "Give the new people the dull accounts first, and show them why they are dull.",
    "There is a filter for open items older than ninety days that we look at every Friday.",
    "Nothing in our case depended on the size of the company.",
)


def title(rng: Random) -> str:
    """Return what a topic asks."""
    return f"{rng.choice(_ASK)} {rng.choice(_WHAT)} {rng.choice(_WHERE)}?"


def said(rng: Random) -> tuple[str, str]:
    """Return a text of some sixty words: as Markdown, and as the HTML that rendering it gives."""
    paragraphs = rng.choices(_paragraphs(), k=rng.choice((1, 2, 2, 3)))
    return "\n\n".join(one[0] for one in paragraphs), "\n".join(one[1] for one in paragraphs)


def name(rng: Random) -> tuple[str, str]:
    """Return a first and a last name."""
    return rng.choice(FIRST), rng.choice(LAST)


@cache
def _paragraphs() -> list[tuple[str, str]]:
    """Return paragraphs with their HTML: rendered once each, because a million times would take minutes."""
    rng = Random(7)  # noqa: S311 - words, not secrets
    written = [" ".join(rng.sample(_SENTENCES, rng.choice((1, 2, 2, 3)))) for _ in range(600)]
    return [(one, text.render(one).strip()) for one in written]
