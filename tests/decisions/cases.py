"""POT-1 of the domain's test vectors, as a case."""

POT_1_CASE = {
    "kind": "policy",
    "id": "POT-1",
    "scheme": {"policy": "RANKED_POTS"},
    "pots": [
        {"institution": "Kyushu", "currency": "JPY", "amount": 800_000},
        {"institution": "Tohoku", "currency": "JPY", "amount": 400_000},
        {"institution": "Lund", "currency": "SEK", "amount": 4_000_000},
        {"institution": "Uppsala", "currency": "SEK", "amount": 4_000_000},
    ],
    "common_pot": None,
    "applications": [
        {"id": "A", "rank": 1, "merit": 3, "asks": {"Kyushu": 400_000, "Lund": 4_000_000}},
        {"id": "B", "rank": 2, "merit": 2, "asks": {"Kyushu": 400_000, "Lund": 4_000_000}},
        {"id": "C", "rank": 3, "merit": 1, "asks": {"Tohoku": 400_000, "Uppsala": 4_000_000}},
    ],
}


def with_scheme(**scheme):
    applications = [dict(each) for each in POT_1_CASE["applications"]]
    return POT_1_CASE | {"scheme": scheme, "applications": applications}
