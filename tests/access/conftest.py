import pytest

from grants.config import Settings
from tests.access.world import build
from tests.rehearsal import RehearsalRecord


@pytest.fixture(scope="module")
def world(request, engine_record, database_url, tmp_path_factory):
    """The world in the stage that the module names, or the test; every cell undoes what it did in it."""
    settings = Settings(
        data_folder=tmp_path_factory.mktemp("house"), database_url=database_url, base_url="http://localhost",
        secret_key="a key of the tests that is long enough for anyone", demonstration=False,
    )  # fmt: skip
    record = RehearsalRecord(engine_record)
    with record.writing() as session:
        made = build(getattr(request, "param", None) or request.module.STAGE, session, record, settings)
        yield made
    record.undo()
