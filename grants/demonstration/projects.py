"""Invented projects: titles by theme, and what their forms say."""

TITLES = {
    "ageing": (
        "Walking speed and social ties in ageing towns of Kyushu and Scania",
        "Dementia-friendly buses: a design study in two countries",
        "Home care robots that older people want to keep",
        "Sleep, light and memory after seventy in northern and southern latitudes",
        "Who cares for the carers? Families between work and nursing",
        "Loneliness by distance: digital visits in depopulated municipalities",
        "Muscle loss and diet in two long-lived populations",
        "Hearing aids and participation: a joint cohort",
        "Housing choices after retirement in shrinking regions",
        "Falls, floors and footwear in cold and warm homes",
        "Intergenerational cafés and their afterlife",
        "Early signs of frailty in everyday handwriting",
    ),
    "materials": (
        "Cellulose–ceramic composites for light structures",
        "Grain boundaries in hydrogen-resistant steel",
        "Self-healing coatings for sea bridges",
        "Perovskite films at low light: a joint measuring campaign",
        "Wood as a sensor: moisture, sound and strain",
        "Recycling rare earths from small motors",
        "Thermoelectric oxides for waste heat in paper mills",
        "Printing soft magnets",
        "Birch bark and washi: strong papers without plastics",
        "Corrosion of copper canisters under microbial films",
        "Neutron imaging of curing adhesives",
        "Glass that forgets scratches",
    ),
    "sustainability": (
        "Warm seas, cold currents: kelp forests under pressure",
        "District heating without fire",
        "Soil carbon after forest fires in Kyushu and Västerbotten",
        "What children know about plastic",
        "Rice straw and reed: farm residues as building insulation",
        "Flood memory: how towns remember high water",
        "Night trains, day ferries: low-carbon academic travel",
        "Circular fishing gear in small harbours",
        "Citizen counts of fireflies and bats",
        "Peat, moss and methane: a paired field study",
        "Public procurement of school meals for climate targets",
        "Cooling cities with shade and water",
    ),
    "innovation": (
        "University spin-offs in regional towns",
        "Women founders in deep technology",
        "Craft, crowd and capital: small makers online",
        "Failing well: what closed start-ups teach incubators",
        "Patents and pedagogy in engineering schools",
        "Sake brewers and distillers as innovators",
        "Procurement pilots in two health systems",
        "Family firms facing succession",
        "Open hardware in teaching laboratories",
        "Corporate venture and academic freedom",
        "Games studios as regional growth engines",
        "Measuring trust in cross-border teams",
    ),
    "ai": (
        "Machine translation of medical leaflets: what gets lost",
        "Explaining rankings to those who are ranked",
        "Speech recognition for dialects of Hakata and Skåne",
        "Small models for small hospitals",
        "Reading old census sheets together",
        "Learning from few examples in crystallography",
        "Robots that ask before they act",
        "Detecting fatigue in remote pilots",
        "Fair triage: simulation of emergency queues",
        "Maps of missing data in school registers",
        "Acoustic monitoring of forests on a coin cell",
        "Who owns a generated image? Two legal views",
    ),
    "smart_grid": ("Village batteries that trade with each other", "Forecasting solar ramps along two coasts",
                   "Grid inertia from data centres"),
    "environment": ("The price of clean air in growing cities", "River restoration and house prices",
                    "Carbon labels on campus menus"),
    "data": ("Curating field notebooks of vanished laboratories", "Data papers and credit in engineering",
             "Reproducible workflows for shared instruments"),
    "library": ("Reading rooms after the pandemic", "Community archives across the Pacific",
                "Open licences in university presses"),
    "in_person": ("A month with the founders of a method", "Neutrons for old bronze", "Two symposia, one protocol"),
    "online": ("Weekly seminar across eight time zones", "A shared notebook for spin liquids"),
    "global_health": ("Heat and the health of outdoor workers", "Vaccines that travel without a cold chain"),
    "neuroscience": ("Sleep, memory and the ageing hippocampus", "Listening to two brains in conversation"),
    "urban_design": ("Shade as public infrastructure", "Narrow streets, slow floods"),
    "society_education": ("What first-generation students tell each other", "Schools after consolidation"),
    "climate": ("Typhoons, floods and the insurance gap", "Coastal towns that move uphill"),
    "health": ("Loneliness in two ageing societies", "Night shifts and the heart"),
    "humanities": ("Museums and memory of industry", "Letters between two harbours, 1880–1930",
                   "Translating regional theatre"),
}  # fmt: skip

ANSWERS = {
    "summary": "Two groups that have met at a workshop and never worked together join one question that neither can "
    "answer alone: “{title}”. Early-career researchers of both sides lead the field work, spend two weeks with each "
    "other, and write the first paper together. The result is a shared data set, a protocol others can use, and a "
    "bid for larger funds.",
    "aim": "We ask what holds in both countries and what does not. The first aim is a common protocol; the second, "
    "one season of measurements at both sites; the third, an analysis that each side repeats on the other's data.",
    "idea": "Mixed teams follow one question through three cities and tell it as one story at the closing event.",
    "plan": "Months 1–3: protocol, ethics and data agreement. Months 4–6: first visit, training of early-career "
    "researchers, pilot at both sites. Months 7–9: second visit, joint analysis workshop, draft of the paper and of "
    "the follow-on bid. The Japanese side provides the instruments, the other side the long series and the archive.",
    "added_value": "One side has the instruments, the other the long series. Put together they give a comparison that "
    "has not been possible, and two groups that will go on working together.",
    "contribution": "Field access, one laboratory week, and the time of a senior and two early-career researchers.",
    "ecr_role": "A doctoral student and a postdoctoral researcher lead the two work packages, chair the workshop, and "
    "are first authors of the joint paper.",
    "outputs": "One joint paper submitted within the year, one shared data set with a persistent identifier, and one "
    "joint bid to national funders.",
    "next_grant": "A three-year bid to the bilateral programmes of both countries.",
    "sustainability": "Each group hosts the other once a year from its own funds after the grant.",
    "ucl_budget_code": "555000-000000",
    "passport_name_1": "REI HANA",
    "passport_name_2": "MIHON KAI",
    "access_1": "None.",
    "access_2": "Vegetarian.",
    "students": "Two doctoral students visit the partner for two weeks and present at the closing workshop.",
}
OTHERWISE = "Agreed by both sides and described in the plan."

FOR_APPLICANTS = (
    "A clear question, and one that needs both sides. Say earlier in the text who does what in the second visit.",
    "The comparison is convincing. The plan for the data after the project could be more concrete.",
    "The early-career researchers carry real responsibility. The budget for the workshop is tight but workable.",
    "The idea is good; the steps between the pilot and the joint paper remain vague.",
    "Well connected to earlier work. The added value of the partnership should be argued, not assumed.",
    "Ambitious for the time available. A smaller first step would make the follow-on bid stronger.",
)
FOR_PANEL = (
    "Solid; I would fund it before the others of its theme.",
    "Good, but close to what this group does anyway.",
    "I am not an expert on the method; the plan reads well.",
    "Weak on the second site. Discuss.",
)


def title_of(theme: str, number: int) -> str:
    """The title of the n-th invented project of a theme."""
    titles = TITLES[theme]
    return titles[number % len(titles)]


def answer_of(code: str, title: str) -> str:
    """What the form of an invented project says to a question of that name."""
    return ANSWERS.get(code, OTHERWISE).format(title=title)
