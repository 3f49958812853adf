"""The front of the house: what a balancer asks."""

from grants.app import create_app
from grants.db import Record


def test_without_its_database_it_says_that_it_is_not_ready(settings, tmp_path):
    away = Record(f"sqlite:///{tmp_path / 'nowhere' / 'gone.sqlite3'}")
    answer = create_app(settings, away).test_client().get("/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "not ready")
