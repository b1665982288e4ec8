"""What is said in a year of references: stories, worries of buyers, what they said afterwards."""

from references.stories import StoryKind

STORIES = (
    (
        StoryKind.CASE_STUDY,
        "From eleven days to four",
        "How Kestrel Insurance closes its books in four working days, with the team it had.",
        "Kestrel Insurance",
        "Insurance",
        "Month-end close",
        (
            "Implementation",
            "Outcomes and ROI",
        ),
        (
            "Kestrel closed in **eleven working days** and reported in fourteen. Nobody was slow; "
            "everybody waited.\n\n"
            "## What they changed\n\n"
            "They made every hand-over visible and let the ledger say when it was ready. Six weeks of "
            "set-up, two of running side by side, one quarter until nobody opened the old sheets.\n\n"
            "> The first month was not faster. The second was five days faster, and it stayed.\n\n"
            "## What they measured\n\n"
            "- four days from period end to signed books\n"
            "- 62 % fewer manual journals\n"
            "- one auditor's question where there had been nineteen"
        ),
    ),
    (
        StoryKind.CASE_STUDY,
        "Two ledgers, one audit trail",
        "Northwind Mutual ran two systems for six months, and its auditors needed only one.",
        "Northwind Mutual",
        "Insurance",
        "Audit trail",
        (
            "Integration complexity",
            "Capabilities",
        ),
        (
            "Six months with two ledgers: that is what a careful board asked for. The trick was to "
            "make the old one **read-only from the first day** and to carry its reference in each new "
            "entry.\n\n"
            "The auditors tested once. They followed forty entries from the report to the voucher, "
            "and went home on Thursday."
        ),
    ),
    (
        StoryKind.TESTIMONY,
        "Ask them about the second month",
        "Priya Raman on consolidating fourteen entities, recorded at the user summit.",
        "Alder & Finch Bank",
        "Banking",
        "Multi-ledger consolidation",
        (
            "Outcomes and ROI",
            "Partnership quality",
        ),
        (
            "Eighteen minutes, recorded in Vienna. *Priya Raman* speaks about fourteen entities, six "
            "currencies, and the month in which nothing worked.\n\n"
            "> Do not ask what they promise. Ask about the second month, and who was on the phone."
        ),
    ),
    (
        StoryKind.REPORT,
        "What finance teams say after a year",
        "An independent look at eighty finance teams, twelve months after they started.",
        None,
        None,
        "Month-end close",
        (
            "Outcomes and ROI",
            "Support",
        ),
        (
            "Eighty teams were asked the same nine questions before the start and a year after. The "
            "short version: those who named **one owner per process** were twice as fast, whatever "
            "they had bought."
        ),
    ),
)

WORRIES = (
    "Our auditors want one trail, and we run two ledgers until summer.",
    "The last project of this kind took twice as long as planned. What did yours really take?",
    "How many of your own people did you need, and for how long?",
    "We fear for year-end. Did you go live before or after it?",
    "Who answers when something breaks on the third working day?",
    "Our IT says the interface to SAP is never as easy as in the demo.",
    "Does it still pay once the consultants have left?",
)
NOTES = (
    "You did exactly this two years ago, and you tell it without polish.",
    "They have the question that you answered so well in the forum.",
    "Same size, same auditors: they would believe you.",
    "",
)
SAID = (
    "Her plain answer on migration decided it for us.",
    "Honest about what went wrong in the second month.",
    "We copied three of their decisions.",
    "He told us which report nobody needs. Worth the hour alone.",
    "",
    "",
)
BUYERS = (
    ("Lena", "Vogt", "Head of Accounting"),
    ("Oskar", "Nyberg", "Finance Systems Lead"),
    ("Marta", "Kovács", "Group Controller"),
    ("Tim", "Aldous", "Programme Director"),
    ("Ginevra", "Sala", "CFO"),
    ("Bram", "de Wit", "Director of Finance"),
    ("Noor", "Haddad", "Chief Accountant"),
    ("Ewan", "Baird", "Internal Audit Lead"),
)
NEVER_WITH = ("LedgerLoop", "Closewell", "Talliant")
PROSPECTS = (
    "Halden Re",
    "Orlice Versicherung",
    "Bergmann Werke",
    "Lindqvist Sparbank",
    "Casa Mercantil",
    "Fenwick Stores",
)
