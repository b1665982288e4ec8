"""Words that the demo's CRM export is made of: how companies and people are called, land by land. All are
made up.
"""

from dataclasses import dataclass

INDUSTRIES = {"Insurance": 0.34, "Banking": 0.26, "Manufacturing": 0.24, "Retail": 0.16}
"""Who buys software for finance teams, and their share."""


@dataclass(frozen=True)
class Land:
    """A country: its region and currency, how companies are called by industry, and how people are."""

    name: str
    region: str
    currency: str
    weight: int
    roots: tuple[str, ...]
    forms: dict[str, tuple[str, ...]]
    first: tuple[str, ...]
    last: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


def _forms(insurance: str, banking: str, manufacturing: str, retail: str) -> dict[str, tuple[str, ...]]:
    return dict(
        zip(
            INDUSTRIES,
            (_words(insurance), _words(banking), _words(manufacturing), _words(retail)),
            strict=True,
        )
    )


ENGLISH = _forms(
    "{}_Insurance {}_Mutual {}_Assurance {}_Life",
    "{}_Bank {}_Building_Society {}_Savings {}_Trust_Bank",
    "{}_Engineering {}_Works {}_Components {}_Tools",
    "{}_Stores {}_&_Sons {}_Outfitters {}_Markets",
)
GERMAN = _forms(
    "{}_Versicherung {}_Leben {}_Rück",
    "{}_Bank Sparkasse_{} Volksbank_{}",
    "{}_Werke {}_Maschinenbau {}_Technik",
    "{}_Handel Kaufhaus_{} {}_Märkte",
)
NORDIC = _forms(
    "{}_Försäkring {}_Liv {}_Re",
    "{}_Sparbank {}_Bank",
    "{}_Industri {}_Verk {}_Mekaniska",
    "{}_Handel {}_Butiker",
)

LANDS = (
    Land(
        "United Kingdom",
        "UK & Ireland",
        "GBP",
        16,
        _words(
            "Harrow Penrose Ashdown Tamar Wexcombe Larkfield Brindle "
            "Stour Calder Thornbury Fenwick Marlowe Selwood Greyfriars"
        ),
        ENGLISH,
        _words("Amelia Oliver Grace Nadia Thomas Imogen Kwame Rosie Callum Harriet Zara Edward"),
        _words(
            "Whitcombe Ellery Okafor Barnes Sutcliffe Patel Hargreave Lennox Adeyemi Prentice Shaw Fairley"
        ),
    ),
    Land(
        "Ireland",
        "UK & Ireland",
        "EUR",
        4,
        _words("Kilbrin Rathmore Slane Corrib Ardfinn Ballyvale"),
        ENGLISH,
        _words("Aoife Cillian Niamh Declan Saoirse Eoin"),
        _words("Brennan Tierney Malone Keegan Nolan Costello"),
    ),
    Land(
        "Germany",
        "DACH",
        "EUR",
        14,
        _words(
            "Auwald Lindau Rheinstein Falkenberg Ostsee Hohenfels "
            "Isartal Birkner Weserland Altmark Kranich Steinau Morgenrot"
        ),
        GERMAN,
        _words("Jana Lukas Katrin Matthias Leonie Stefan Miriam Henrik Anke Tobias Svenja Yusuf"),
        _words(
            "Brückner Hollmann Seidel Vogt Reinhold Ackermann Lorenz Yilmaz Petersen Dietz Krause Baumgart"
        ),
    ),
    Land(
        "Austria",
        "DACH",
        "EUR",
        5,
        _words("Enns Arlberg Wienertor Salzach Nordkette Mostviertel Traun"),
        GERMAN,
        _words("Magdalena Florian Theresa Clemens Elisabeth Lorenz"),
        _words("Hofer Steindl Moser Grabner Wimmer Leitner"),
    ),
    Land(
        "Switzerland",
        "DACH",
        "CHF",
        5,
        _words("Aare Säntis Rigi Limmat Gotthard Engadin"),
        GERMAN,
        _words("Urs Céline Reto Nadine Beat Fabienne"),
        _words("Aebischer Zumstein Frei Bühler Rossi Keller"),
    ),
    Land(
        "Sweden",
        "Nordics",
        "SEK",
        6,
        _words("Mälar Ekdal Norrsken Vättern Sjöberg Björkby Hallands"),
        NORDIC,
        _words("Sofie Erik Linnea Oskar Elsa Johan"),
        _words("Nyström Bergkvist Sandell Åkesson Hedlund Forsberg"),
    ),
    Land(
        "Norway",
        "Nordics",
        "NOK",
        4,
        _words("Fjell Sognefjord Nordlys Havn Trosvik"),
        NORDIC,
        _words("Ingrid Magnus Solveig Håkon Astrid Sindre"),
        _words("Haugland Myhre Solberg Tveit Eide Strand"),
    ),
    Land(
        "Denmark",
        "Nordics",
        "DKK",
        4,
        _words("Øresund Skagen Limfjord Rosenholm Vesterbro"),
        NORDIC,
        _words("Freja Mikkel Astrid Rasmus Signe Anders"),
        _words("Kjær Thorsen Bundgaard Holm Friis Mølgaard"),
    ),
    Land(
        "Finland",
        "Nordics",
        "EUR",
        3,
        _words("Saimaa Koivu Lapinjärvi Hanko"),
        NORDIC,
        _words("Aino Eero Helmi Juhani Saara Antti"),
        _words("Virtala Mäkinen Koskela Lehtonen Rantala Salo"),
    ),
    Land(
        "Netherlands",
        "Benelux",
        "EUR",
        7,
        _words("Waterland Zuiderzee Veluwe Merwede IJssel Duinrand Lindehof"),
        _forms(
            "{}_Verzekeringen {}_Levensverzekering",
            "{}_Bank {}_Spaarbank",
            "{}_Industrie {}_Machines",
            "{}_Winkels {}_Retail",
        ),
        _words("Femke Daan Lotte Sander Noor Bram"),
        _words("Achterhof Dijkstra Vermeer Brouwer Smits Hoekstra"),
    ),
    Land(
        "Belgium",
        "Benelux",
        "EUR",
        4,
        _words("Scheldt Ardenne Brabant Leie Zenne"),
        _forms("{}_Assurances {}_Verzekeringen", "{}_Bank Banque_{}", "{}_Industries", "{}_Retail"),
        _words("Elise Wout Camille Jef Margaux Bart"),
        _words("Claes Dumont Peeters Lambert Goossens Janssens"),
    ),
    Land(
        "France",
        "France & Iberia",
        "EUR",
        8,
        _words("Garonne Montclair Vaugirard Cévennes Belleville Rivoire Lorrain Estuaire"),
        _forms(
            "{}_Assurances Mutuelle_{} Prévoyance_{}",
            "Banque_{} Crédit_{}",
            "Ateliers_{} {}_Industries",
            "Comptoir_{} {}_Distribution",
        ),
        _words("Chloé Antoine Inès Mathieu Clémence Rachid"),
        _words("Delorme Marchand Benali Fontaine Rousselet Girard"),
    ),
    Land(
        "Spain",
        "France & Iberia",
        "EUR",
        4,
        _words("Duero Levante Alcázar Montseny Cantábrica"),
        _forms("Seguros_{} {}_Vida", "Banco_{} Caja_{}", "Talleres_{} {}_Industrial", "Almacenes_{}"),
        _words("Lucía Javier Carmen Iker Marta Álvaro"),
        _words("Ibarra Molina Serrano Quintana Vidal Roldán"),
    ),
    Land(
        "Poland",
        "Central & Eastern Europe",
        "PLN",
        4,
        _words("Wisła Bałtyk Narew Karpaty Podlasie"),
        _forms("{}_Ubezpieczenia {}_Życie", "Bank_{}", "Zakłady_{} {}_Technika", "Sklepy_{}"),
        _words("Agnieszka Piotr Zofia Marcin Ewa Jakub"),
        _words("Zielińska Nowicki Wrona Sikora Pawlak Kubiak"),
    ),
    Land(
        "Czech Republic",
        "Central & Eastern Europe",
        "CZK",
        4,
        _words("Vltava Morava Šumava Krkonoše Sázava"),
        _forms("{}_Pojišťovna", "{}_Banka Spořitelna_{}", "Strojírny_{} {}_Technika", "Obchody_{}"),
        _words("Marek Tereza Jiří Kateřina Ondřej Veronika"),
        _words("Horák Novotná Beneš Králová Sedlák Urbanová"),
    ),
    Land(
        "United States",
        "North America",
        "USD",
        26,
        _words(
            "Cedar_Ridge Lakeshore Ironwood Prairie Summit_Valley Harbor_Point "
            "Redstone Tidewater Juniper Granite_State Bluewater Copper_Creek "
            "Willamette Sagebrush Old_Mill Fox_River"
        ),
        ENGLISH,
        _words("Denise Marcus Priscilla Kevin Latoya Ethan Monica Brian Yolanda Grant Mei Rosa"),
        _words("Holloway Castillo Nguyen Whitaker Delgado Brooks Tanaka Moreno Kessler Grady Osei Lindgren"),
    ),
    Land(
        "Canada",
        "North America",
        "CAD",
        8,
        _words("Maple_Bay Laurentian Red_River Fraser Algonquin Northumber Chinook"),
        ENGLISH,
        _words("Danielle Liam Geneviève Arjun Paige Étienne"),
        _words("MacLeod Tremblay Singh Bouchard Fraser Leclair"),
    ),
)
"""Countries with their weight among the customers."""

TITLES = (
    "CFO",
    "Head of Financial Control",
    "Group Controller",
    "Director of Finance Operations",
    "Head of Reconciliation",
    "VP Finance",
    "Chief Accountant",
    "Finance Transformation Lead",
    "Head of Internal Audit",
    "Director of Accounting",
    "Finance Systems Manager",
    "Head of Record to Report",
)
PRODUCTS = ("Meridian Close", "Meridian Reconcile", "Meridian Audit")
USE_CASES = {
    "Insurance": ("Claims reconciliation", "IFRS 17 reporting", "Month-end close", "Audit trail"),
    "Banking": ("Account reconciliation", "Regulatory reporting", "Fraud review", "Audit trail"),
    "Manufacturing": ("Intercompany", "Month-end close", "Multi-ledger consolidation"),
    "Retail": ("Cash reconciliation", "Month-end close", "Store accounting"),
}
COMPETITORS = ("LedgerLoop", "Closewell", "Balanca", "Tallyworks", "In-house tool")
