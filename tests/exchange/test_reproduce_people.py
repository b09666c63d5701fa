"""Many people in a file or a folder can be worked out again, number by number. Illustrative, not clinical."""

import numpy as np
import pytest

import stresspain as sp

h5py = pytest.importorskip("h5py")
pytest.importorskip("xarray")
pytest.importorskip("zarr")

SCENARIO = sp.scenario(load=0.4, start="painful", plan=sp.sleep(0.4, start=3), days=14)
ASKED = {"outcomes": ["last", "recovery_day"], "days": [0, 7, 14], "columns": ["felt_pain", "cortisol"], "level": 4.0}
DRAWN = sp.people(30, seed=5, spread=0.4)
GIVEN = sp.people_of(["g", "load"], [[3.8, 0.4], [4.2, 0.5], [3.0, 0.1]])


@pytest.mark.parametrize("engine", ["scipy", pytest.param("heyoka", marks=pytest.mark.needs_package("heyoka"))])
@pytest.mark.parametrize("crowd", [DRAWN, GIVEN], ids=["drawn", "given"])
def test_files_and_folders_of_many_people_are_found_again(crowd, engine, tmp_path):
    many = sp.simulate_many(crowd, SCENARIO, **ASKED, engine=engine, store=tmp_path / "store")
    assert many.failures, "some have no painful start, and so no numbers"
    for place in (tmp_path / "store", many.to_netcdf(tmp_path / "a.nc"), many.to_zarr(str(tmp_path / "b"))):
        found = sp.reproduce(place)
        assert found.same
        assert (found.largest, found.compared, found.engines) == (0.0, len(crowd) * 8, (engine,))


def test_what_was_changed_is_told_with_the_person_and_the_day(tmp_path):
    path = sp.simulate_many(DRAWN, SCENARIO, **ASKED).to_netcdf(tmp_path / "a.nc")
    assert sp.reproduce(path).same
    with h5py.File(path, "r+") as file:
        who = int(np.flatnonzero(np.isfinite(file["last"][:]))[2])
        file["felt_pain"][who, 1] += 0.5
        file["last"][who] = np.nan
    found = sp.reproduce(path)
    assert not found.same
    assert [(d.where, d.name) for d in found.differences] == [
        (f"person {who}", "last"),
        (f"person {who} on day 7", "felt_pain"),
    ]
    assert found.differences[1].written == pytest.approx(found.differences[1].again + 0.5)
    assert "the one who differs most" in found.explain()


def test_what_cannot_be_run_again_says_why(tmp_path):
    own = {"load": sp.PerPerson(np.array([0.0]), np.full((30, 1), 0.4))}
    lived = sp.simulate_many(DRAWN, SCENARIO, outcomes=["last"], own=own).to_netcdf(tmp_path / "own.nc")
    with pytest.raises(sp.InputError, match="levels of their own"):
        sp.reproduce(lived)

    def stop(done, n):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sp.simulate_many(DRAWN, SCENARIO, engine="scipy", outcomes=["last"], store=tmp_path / "half", progress=stop)
    (tmp_path / "half" / "done" / "parts" / "000000000000.json").unlink()
    with pytest.raises(sp.InputError, match="not everyone is done"):
        sp.reproduce(tmp_path / "half")
    (tmp_path / "folder").mkdir()
    with pytest.raises(sp.InputError, match="is a folder"):
        sp.reproduce(tmp_path / "folder")
