"""`vezhgo import`: places, organisations and requests from files, on a real database."""

from __future__ import annotations

import asyncio
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli import vezhgo
from backend.cli.demo_data import load

ORGANISATIONS = (
    "name,kind,country,email\nVëzhguesit e Parë,albanian_ngo,AL,a@example.org\nAmbasada,foreign_state,FR,\n"
)
HEADER = "given_name,family_name,birth_date,citizenship,document_type,document_number,voting_centres,code_of_conduct\n"


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run `vezhgo` on the test's own database with a file; returns click's result."""
    monkeypatch.setenv("VEZHGO_DATABASE_URL", database_url)
    monkeypatch.setenv("VEZHGO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("VEZHGO_SECRET_KEY", "a secret key of the tests, long enough")

    def call(kind: str, content: str | bytes, name: str = "file.csv", *options: str):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(vezhgo, ["import", kind, str(path), *options])

    return call


async def _in_thread(call, *args):
    # A command runs its own event loop, so it needs a thread of its own beside the test's.
    return await asyncio.to_thread(call, *args)


async def test_files_are_imported_and_a_wrong_row_is_named(run, services):
    """Places replace themselves, organisations get keys, requests are answered row by row; mistakes name line and field."""
    assert await load(services) is not None
    register = (resources.files("backend.cli") / "demo_places.csv").read_text(encoding="utf-8")

    again = await _in_thread(run, "places", register)
    assert again.exit_code == 0, again.output
    assert "49 rows, 0 created, 0 changed, 49 unchanged, 0 rejected; 0 commissions." in again.output
    broken = await _in_thread(run, "places", register + "voting_centre,5000,X,77,,,,\n")
    assert (broken.exit_code, "51 5000 rejected unit unknown" in broken.output) == (1, True)
    wrong = await _in_thread(run, "places", "kind,code,name,unit\nvillage,1,X,\nelectoral_unit,12,Korçë,\n")
    assert (wrong.exit_code, "2 1 rejected kind unknown" in wrong.output) == (1, True)
    assert "1 created, 0 changed, 0 unchanged, 1 rejected; 1 commissions." in wrong.output
    nothing = await _in_thread(run, "places", "electoral_unit,12\n")
    assert (nothing.exit_code, "columns_unknown" in nothing.output) == (2, True)

    made = await _in_thread(run, "organisations", ORGANISATIONS)
    assert made.exit_code == 0, made.output
    lines = [line for line in made.output.splitlines() if ",vzk_" in line]
    assert len(lines) == 2
    id = lines[0].partition(",")[0]
    none = await _in_thread(run, "organisations", ORGANISATIONS.replace("foreign_state", "friend"))
    assert (none.exit_code, "field_invalid 3 kind unknown" in none.output) == (2, True)

    rows = (
        HEADER + "Ana,Hoxha,1990-02-28,AL,id_card,J1,1850/01,po\nBen,Leka,1990-02-30,AL,id_card,J2,4337,po\n"
    )
    filed = await _in_thread(run, "requests", rows, "rows.csv", "--organisation", id)
    assert filed.exit_code == 1, filed.output
    assert "1 R-" in filed.output
    assert "2 field_invalid observer.birth_date" in filed.output
    assert "1 recorded, 1 rejected." in filed.output
    semicolons = await _in_thread(run, "requests", rows.replace(",", ";"), "rows.csv", "--organisation", id)
    assert semicolons.exit_code == 1, semicolons.output
    assert "recorded before" in semicolons.output
    assert "0 recorded, 1 recorded before, 1 rejected." in semicolons.output


async def test_registrations_of_subjects_are_imported_row_by_row(run, services):
    """A good row is recorded, the same again is known, a broken one is named, and the status says so."""
    assert await load(services) is not None
    parties = "name,kind,country,acronym\nPartia e Provës,political_party,AL,PPR\n"
    assert (await _in_thread(run, "organisations", parties)).exit_code == 0
    header = "organisation,kind,electoral_unit,act_number,act_date,signatory\n"
    good = header + "PPR,subject,,12,2026-01-15,Kryetari\n"

    first = await _in_thread(run, "registrations", good)
    assert first.exit_code == 0, first.output
    assert "1 recorded, 0 recorded before, 0 rejected." in first.output
    again = await _in_thread(run, "registrations", good + "PPR,candidate,9999,12,2026-01-15,Kryetari\n")
    assert (again.exit_code, "3 field_invalid electoral_unit unknown" in again.output) == (1, True)
    assert "0 recorded, 1 recorded before, 1 rejected." in again.output
