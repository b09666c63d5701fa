"""Many people in files that other tools read: labels, units and numbers are all there. Illustrative, not clinical."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import stresspain as sp
from stresspain.model.errors import shown
from stresspain.population.people import People

xarray = pytest.importorskip("xarray")
pytest.importorskip("h5py")
pytest.importorskip("zarr")

PEOPLE = sp.people(60, seed=1, spread={"load": (0.1, 0.7), "k_qs": 0.2})
SCENARIO = sp.scenario(start="painful", days=5, plan=[sp.adaptogen(600)])
ASKED = {"outcomes": ["last", "recovery_day"], "days": [0, 2.5, 5], "columns": ["felt_pain", "load", "adaptogen"]}


@pytest.fixture(scope="module")
def many():
    return sp.simulate_many(PEOPLE, SCENARIO, **ASKED)


def agree(one, other):
    """Whether two ensembles are the same in everything but how they are held."""
    names = (*one.outcomes, *one.columns)
    return (
        names == (*other.outcomes, *other.columns)
        and all(np.array_equal(one[name], other[name], equal_nan=True) for name in names)
        and np.array_equal(one.days, other.days)
        and np.array_equal(one.people.values, other.people.values)
        and one.people.digest == other.people.digest
        and (one.scenario, dict(one.failures), dict(one.provenance))
        == (other.scenario, dict(other.failures), dict(other.provenance))
    )


def test_a_dataset_has_persons_days_units_and_where_it_comes_from(many):
    data = many.to_dataset()
    assert dict(data.sizes) == {"person": 60, "day": 3, "failure": len(many.failures)}
    assert data["felt_pain"].dims == ("person", "day")
    assert data["felt_pain"].attrs == {"units": "0-10", "long_name": "what is felt"}
    assert data["recovery_day"].attrs["units"] == "d"
    assert data["adaptogen"].attrs["long_name"] == "effect level of adaptogen"
    assert data["day"].attrs["units"] == "d"
    assert data["day"].values.tolist() == [0, 2.5, 5]
    assert data.attrs["note"] == "illustrative, not clinical"
    record = json.loads(data.attrs["record"])
    assert sp.Scenario.from_dict(record["scenario"]) == SCENARIO
    assert record["provenance"]["people"] == "drawn with seed 1"
    assert data["failed"].values.tolist() == list(many.failures)
    assert data["reason"].values.tolist() == list(many.failures.values())


def test_peoples_own_numbers_stand_beside_what_became_of_them(many):
    data = many.to_dataset()
    assert np.array_equal(data["k_qs"].values, PEOPLE["k_qs"])
    # The kept column has the name already.
    assert np.array_equal(data["own_load"].values, PEOPLE["load"])
    assert np.array_equal(data["load"].values, many["load"], equal_nan=True)
    assert float(data["last"].where(data["own_load"] > 0.5).max()) == np.nanmax(many["last"][PEOPLE["load"] > 0.5])


def test_every_outcome_and_column_has_a_unit_and_a_meaning():
    names = [name for name in sp.COLUMNS if name != "day"]
    data = sp.simulate_many(
        PEOPLE.some(slice(3)), sp.scenario(days=2), outcomes=list(sp.OUTCOMES), days=[2], columns=names
    ).to_dataset()
    for variable in data.data_vars.values():
        assert variable.attrs["long_name"]
        assert variable.attrs.get("units") or variable.dims == ("failure",)


@pytest.mark.parametrize("kind", ["netcdf", "zarr"])
def test_files_give_back_everything_to_the_last_bit(kind, many, tmp_path):
    path = getattr(many, f"to_{kind}")(tmp_path / "folder" / "many")
    assert agree(sp.read_ensemble(path), many)
    assert [p.name for p in path.parent.iterdir()] == ["many"]
    # A second time it takes the place of the first.
    few = sp.simulate_many(sp.people_of(["g"], [[3.0], [4.0]]), outcomes=["last"])
    getattr(few, f"to_{kind}")(path)
    assert agree(sp.read_ensemble(path), few)


def test_what_lies_in_a_store_goes_to_a_dataset_and_to_files_alike(many, tmp_path):
    kept = sp.simulate_many(PEOPLE, SCENARIO, **ASKED, store=tmp_path / "store.zarr")
    assert kept.to_dataset().identical(many.to_dataset())
    assert list(kept.to_dataset().variables) == list(many.to_dataset().variables), "in the same order"
    assert agree(sp.read_ensemble(kept.to_netcdf(tmp_path / "a.nc")), many)
    assert agree(sp.read_ensemble(kept.to_zarr(tmp_path / "b.zarr")), many)


def test_other_tools_read_the_files(many, tmp_path):
    with xarray.open_dataset(many.to_netcdf(tmp_path / "a.nc"), engine="h5netcdf") as data:
        assert np.array_equal(data["last"].values, many["last"], equal_nan=True)
    data = xarray.open_zarr(many.to_zarr(tmp_path / "a.zarr"), chunks=None, consolidated=False)
    assert np.array_equal(data["felt_pain"].values, many["felt_pain"], equal_nan=True)
    assert data["done"].values.all()


@pytest.mark.parametrize("kind", ["netcdf", "zarr"])
def test_an_older_file_stays_when_the_new_one_cannot_be_written(kind, many, tmp_path, monkeypatch):
    path = getattr(many, f"to_{kind}")(tmp_path / "many")
    if kind == "netcdf":

        class Full:
            nbytes = 0

            def to_netcdf(self, path, engine):
                path.write_bytes(b"half")
                raise OSError(28, "No space left on device")

            def close(self):
                """Nothing is open."""

        monkeypatch.setattr("stresspain.exchange.ensemble_netcdf.dataset_of", lambda ensemble: Full())
    else:

        def full(self, part):
            raise sp.RunError("the disk is full")

        monkeypatch.setattr("stresspain.population.store.Store.take", full)
    with pytest.raises((sp.InputError, sp.RunError), match=r"No space left|disk is full"):
        getattr(many, f"to_{kind}")(path)
    monkeypatch.undo()
    assert agree(sp.read_ensemble(path), many)
    assert [p.name for p in tmp_path.iterdir()] == ["many"]


def test_what_a_disk_cannot_hold_is_not_begun(many, tmp_path, monkeypatch):
    left = SimpleNamespace(free=many.to_dataset().nbytes)  # so that only names and units do not fit
    monkeypatch.setattr("shutil.disk_usage", lambda folder: left)
    with pytest.raises(sp.InputError, match="the disk is full; this takes"):
        many.to_netcdf(tmp_path / "many.nc")
    assert not list(tmp_path.iterdir())
    monkeypatch.undo()
    size = many.to_netcdf(tmp_path / "many.nc").stat().st_size
    assert size < left.free + 200_000


def test_a_folder_that_does_not_fit_is_called_by_the_name_that_was_given(many, tmp_path, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    for step, error, said in (("Store._mark", sp.RunError, " any more"), ("_lay_out", sp.InputError, "")):
        with monkeypatch.context() as changed:
            changed.setattr(f"stresspain.population.store.{step}", full)
            with pytest.raises(error) as why:
                many.to_zarr(tmp_path / "a")
        assert str(why.value).startswith(f"{shown(str(tmp_path / 'a'))} cannot be written{said}: the disk is full")


def test_an_older_folder_is_put_back_when_the_new_one_cannot_take_its_place(many, tmp_path, monkeypatch):
    path = many.to_zarr(tmp_path / "many")
    rename = Path.rename

    def refuse(self, target):
        if self.name == "whole" and target == path:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(sp.InputError, match="cannot be written: Permission denied"):
        many.to_zarr(path)
    assert agree(sp.read_ensemble(path), many)


def test_files_do_not_take_the_place_of_something_else(many, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "diary").write_text("dear diary")
    for write, place in [
        (many.to_netcdf, "folder"),
        (many.to_zarr, "folder"),
        (many.to_zarr, "diary"),
        (many.to_netcdf, "diary/inside"),
        (many.to_zarr, "diary/inside"),
    ]:
        with pytest.raises(sp.InputError):
            write(tmp_path / place)
    assert (tmp_path / "diary").read_text() == "dear diary"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["diary", "folder"]


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_a_name_that_no_file_can_have_is_refused_by_whatever_reads_or_writes_many_people(many, name):
    shared = {"people": many.people, "outcomes": ["last"]}
    for call in (many.to_netcdf, many.to_zarr, sp.read_ensemble, lambda p: sp.simulate_many(**shared, store=p)):
        with pytest.raises(sp.InputError, match="is no name that a file can have"):
            call(name)


@pytest.mark.parametrize("path", [7, None, ""])
def test_what_is_no_path_is_refused_by_whatever_writes_many_people(many, path):
    for write in (many.to_netcdf, many.to_zarr):
        with pytest.raises(sp.InputError, match="is not the path of a f"):
            write(path)


def test_what_is_no_ensemble_is_refused(many, tmp_path):
    (tmp_path / "text").write_text("dear diary")
    xarray.Dataset({"x": ("person", [1.0])}).to_netcdf(tmp_path / "other.nc", engine="h5netcdf")
    xarray.Dataset({"x": ("person", [1.0])}).to_zarr(tmp_path / "other.zarr", consolidated=False)
    cut = many.to_netcdf(tmp_path / "cut.nc")
    cut.write_bytes(cut.read_bytes()[:-4000])
    for place, says in [
        ("none", "There is no ensemble"),
        ("text", "cannot be read as NetCDF"),
        ("other.nc", "is not that of an ensemble of stresspain"),
        ("other.zarr", "is not that of an ensemble of stresspain"),
        ("cut.nc", "cannot be read as NetCDF"),
    ]:
        with pytest.raises(sp.InputError) as error:
            sp.read_ensemble(tmp_path / place)
        assert says in str(error.value)
    with pytest.raises(sp.InputError, match="path = 7 is not the path of a folder"):
        sp.read_ensemble(7)


def test_changed_people_are_seen(many, tmp_path):
    path = many.to_zarr(tmp_path / "a.zarr") / "zarr.json"
    text = path.read_text()
    path.write_text(text.replace('\\"seed\\": 1', '\\"seed\\": 2'))
    with pytest.raises(sp.InputError, match="what is said of the people does not fit together"):
        sp.read_ensemble(tmp_path / "a.zarr")


def test_nobody_is_drawn_to_read_what_lies_in_a_store(many, tmp_path, monkeypatch):
    many.to_zarr(tmp_path / "a.zarr")
    monkeypatch.setattr(People, "values", property(lambda self: pytest.fail("drawn")))
    assert len(sp.read_ensemble(tmp_path / "a.zarr")["last"]) == 60
