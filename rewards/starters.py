"""The shelf that the demo programme starts with: what Meridian gives to those who vouch for it."""

from typing import Any

from rewards.reward_kinds import RewardKind

SHELF: tuple[dict[str, Any], ...] = (
    {
        "name": "Roastery coffee set",
        "kind": RewardKind.SWAG,
        "cost": 300,
        "stock": 60,
        "value_minor": 3200,
        "description_md": (
            "Three single-origin coffees and a pour-over dripper from a small roastery in Antwerp. Made "
            "for the third week of the month.\n\n"
            "We ship within Europe and North America."
        ),
    },
    {
        "name": "Books for a school library",
        "kind": RewardKind.DONATION,
        "cost": 250,
        "stock": None,
        "value_minor": 2500,
        "instant": True,
        "description_md": (
            "We give **€ 25** to *Room of Pages*, who fill shelves in schools that have none. Your "
            "receipt names your company, or nobody, as you like."
        ),
    },
    {
        "name": "Early access to the new close calendar",
        "kind": RewardKind.EARLY_ACCESS,
        "cost": 350,
        "stock": 30,
        "per_member": 1,
        "instant": True,
        "description_md": (
            "Try the calendar in Meridian Close a quarter before everybody else, with a direct line to "
            "the team that builds it."
        ),
    },
    {
        "name": "Meridian Academy credit",
        "kind": RewardKind.TRAINING,
        "cost": 600,
        "stock": None,
        "value_minor": 18000,
        "description_md": (
            "One seat in any two-day course: *Continuous close*, *Audit trails that hold*, or "
            "*Reconciliation at scale*. For you or for somebody in your team."
        ),
    },
    {
        "name": "Bookshop voucher, € 40",
        "kind": RewardKind.VOUCHER,
        "cost": 450,
        "stock": 80,
        "value_minor": 4000,
        "description_md": "For an independent bookshop near you. We send the code by mail.",
    },
    {
        "name": "Ten trees in the Vosges",
        "kind": RewardKind.DONATION,
        "cost": 300,
        "stock": None,
        "value_minor": 3000,
        "instant": True,
        "description_md": (
            "Ten young oaks and beeches, planted by a forest co-operative that sends you a picture each "
            "spring."
        ),
    },
    {
        "name": "Walking boots for two good feet",
        "kind": RewardKind.VOUCHER,
        "cost": 1200,
        "stock": 12,
        "value_minor": 12000,
        "per_member": 1,
        "description_md": "A voucher for a proper pair. Because a quarter's end needs a long walk after it.",
    },
    {
        "name": "Lunch with our head of product",
        "kind": RewardKind.EXPERIENCE,
        "cost": 900,
        "stock": 8,
        "per_member": 1,
        "level": 750,
        "description_md": (
            "An hour and a half with Ines Marchetti, in your city or on screen with lunch delivered. "
            "Bring what you wish were different."
        ),
    },
    {
        "name": "Executive briefing",
        "kind": RewardKind.BRIEFING,
        "cost": 1000,
        "stock": None,
        "per_member": 2,
        "level": 750,
        "description_md": (
            "Our CFO and our chief architect spend two hours with your leadership: where finance "
            "operations are going, and what it means for your roadmap."
        ),
    },
    {
        "name": "Ticket to the user summit",
        "kind": RewardKind.EVENT,
        "cost": 1500,
        "stock": 25,
        "per_member": 1,
        "value_minor": 89000,
        "description_md": (
            "Two days in Lisbon with 400 people who close books for a living. Ticket, hotel, and a seat "
            "at the dinner of the advocates."
        ),
    },
    {
        "name": "A day with the roadmap",
        "kind": RewardKind.EXPERIENCE,
        "cost": 2000,
        "stock": 10,
        "per_member": 1,
        "level": 1500,
        "description_md": (
            "Spend a day in Ghent with the people who decide what comes next, and move one thing up the list."
        ),
    },
    {
        "name": "Weekend on the slow train",
        "kind": RewardKind.EXPERIENCE,
        "cost": 3500,
        "stock": 4,
        "per_member": 1,
        "level": 1500,
        "value_minor": 62000,
        "description_md": "Two tickets for a night train of your choice, and two nights where it ends.",
    },
)
