"""Tiles appear whole or not at all; every finished seed is read exactly once."""

from __future__ import annotations

import errno
import os
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowsim.domain.errors import UserError
from flowsim.experiments import files
from flowsim.experiments.files import read_json, sweep, write_json
from flowsim.experiments.parts import PARTS, Seeds, file_name, parse_name
from flowsim.experiments.run_folder import RunFolder
from flowsim.experiments.store import Store


def test_a_tile_is_done_once_all_parts_exist(tmp_path, made):
    store = Store(tmp_path / "deep" / "out")
    assert store.done("k") == set()
    assert store.runs() == []
    store.write_tile("k", made.tile_tables(range(4, 8)))
    assert store.done("k") == {4, 5, 6, 7}
    assert sorted(p.name for p in store.run("k").path.iterdir()) == sorted(file_name(p, Seeds(4, 7)) for p in PARTS)
    (store.run("k").path / file_name("places", Seeds(4, 7))).unlink()
    assert store.done("k") == set()


def test_parts_come_back_as_written(tmp_path, made):
    store, tables = Store(tmp_path), made.tile_tables(range(3))
    store.write_tile("k", tables)
    for part in PARTS:
        assert store.run("k").table(part).to_pandas().equals(tables[part].to_pandas())
    assert store.run("k").table("weekly").schema.field("poppy_ha").metadata[b"unit"] == b"ha"
    only = store.run("k").table("weekly", ["seed", "poppy_ha", "no_such_series"])
    assert only.column_names == ["seed", "poppy_ha"]


def test_two_writers_write_the_same_bytes(tmp_path, made):
    for out in ("a", "b"):
        Store(tmp_path / out).write_tile("k", made.tile_tables(range(3)))
    for part in PARTS:
        a, b = ((tmp_path / out / "runs/run=k" / file_name(part, Seeds(0, 2))).read_bytes() for out in ("a", "b"))
        assert a == b


def test_todo_cuts_at_multiples_and_skips_what_is_done(tmp_path, made):
    store = Store(tmp_path)
    assert store.todo("k", range(3, 10), 4) == [[3], [4, 5, 6, 7], [8, 9]]
    store.write_tile("k", made.tile_tables([5, 6]))
    assert store.todo("k", range(3, 10), 4) == [[3], [4], [7], [8, 9]]
    assert store.todo("k", range(5, 7), 4) == []


@settings(max_examples=60, deadline=None)
@given(
    tiles=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=8),
    wanted=st.none() | st.tuples(st.integers(0, 40), st.integers(0, 20)),
)
def test_cover_takes_every_seed_once(tmp_path_factory, tiles, wanted):
    folder = tmp_path_factory.mktemp("run")
    for first, length in tiles:
        for part in PARTS:
            (folder / file_name(part, Seeds(first, first + length))).touch()
    limits = Seeds(wanted[0], wanted[0] + wanted[1]) if wanted else None
    run = RunFolder(folder)
    taken = [seed for piece in run.cover(limits) for seed in range(piece.take.first, piece.take.last + 1)]
    expected = run.done() if limits is None else run.done() & set(range(limits.first, limits.last + 1))
    assert taken == sorted(expected)
    assert all(p.tile.first <= p.take.first <= p.take.last <= p.tile.last for p in run.cover(limits))


def test_overlapping_tiles_are_read_once(tmp_path, made):
    store = Store(tmp_path)
    for seeds in (range(4), range(2, 9), range(2), range(8, 10)):
        store.write_tile("k", made.tile_tables(seeds))
    assert store.run("k").table("outcomes")["seed"].to_pylist() == list(range(10))
    assert store.run("k").table("outcomes", wanted=Seeds(3, 8))["seed"].to_pylist() == [3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "permission denied"), (errno.EIO, "error")]
)
def test_a_refusing_disk_is_one_line_and_leaves_nothing(tmp_path, made, monkeypatch, number, words):
    def refuse(descriptor):
        raise OSError(number, os.strerror(number))

    store = Store(tmp_path)
    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(UserError, match=words) as caught:
        store.write_tile("k", made.tile_tables(range(2)))
    assert "weekly-seeds-000000-000001.parquet" in str(caught.value)
    with pytest.raises(UserError, match=words):
        write_json(tmp_path / "x.json", {})
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert store.done("k") == set()


def test_an_error_of_pyarrow_while_writing_is_one_line(tmp_path, made, monkeypatch):
    def half(table, where, **options):
        where.write_bytes(b"PAR1 half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", half)
    with pytest.raises(UserError, match="the disk is full"):
        Store(tmp_path).write_tile("k", made.tile_tables(range(2)))
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_an_out_that_is_a_file_is_one_line(tmp_path, made):
    (tmp_path / "out").write_text("mine")
    store = Store(tmp_path / "out")
    with pytest.raises(UserError, match="out"):
        store.write_tile("k", made.tile_tables(range(2)))
    with pytest.raises(UserError, match="a part of the path is a file"):
        store.runs()
    with pytest.raises(UserError, match="out"):
        store.write_manifest("k", {})


def _truncate(path):
    path.write_bytes(path.read_bytes()[:-20])


def _flip(path):
    content = bytearray(path.read_bytes())
    for i in range(40, 60):
        content[i] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_truncate, "truncated or not a Parquet file"),
        (lambda path: path.write_bytes(b""), "truncated or not a Parquet file"),
        (lambda path: path.write_text("a,b\n1,2\n" * 9), "truncated or not a Parquet file"),
        (lambda path: pq.write_table(pa.table({"a": [1]}), path), "not a outcomes table|not an? outcomes table"),
        (_flip, "cannot read"),
    ],
)
def test_a_harmed_file_is_named_in_one_line(tmp_path, made, harm, words):
    store = Store(tmp_path)
    for first in (0, 2):
        store.write_tile("k", made.tile_tables([first, first + 1]))
    bad = store.run("k").path / file_name("outcomes", Seeds(2, 3))
    harm(bad)
    with pytest.raises(UserError, match=words) as caught:
        store.run("k").table("outcomes")
    assert str(bad) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_under_a_wrong_name_is_refused(tmp_path, made):
    store = Store(tmp_path)
    store.write_tile("k", made.tile_tables(range(2)))
    for part in PARTS:
        path = store.run("k").path / file_name(part, Seeds(0, 1))
        path.rename(path.with_name(file_name(part, Seeds(2, 3))))
    with pytest.raises(UserError, match="other seeds than its name says"):
        store.run("k").table("weekly")


def test_wrong_tables_are_our_own_mistake(tmp_path, made):
    store, good = Store(tmp_path), made.tile_tables([0, 1])
    holes = made.tile_tables([0, 2])
    strange = {**good, "outcomes": made.tile_tables([5])["outcomes"]}
    for tables in ({}, holes, strange, {**good, "weekly": good["places"]}, {**good, "places": good["outcomes"]}):
        with pytest.raises(ValueError, match=r"parts|consecutive|seeds|column"):
            store.write_tile("k", tables)
    assert store.done("k") == set()


def test_old_temporary_files_are_swept_and_young_ones_kept(tmp_path, made):
    store = Store(tmp_path)
    folder = store.run("k").path
    folder.mkdir(parents=True)
    old, young = folder / ".weekly.1-a.tmp", folder / ".weekly.2-b.tmp"
    for path in (old, young):
        path.write_text("half")
    os.utime(old, (time.time() - 4000,) * 2)
    store.write_tile("k", made.tile_tables([0]))
    assert not old.exists()
    assert young.exists()
    assert store.done("k") == {0}
    assert sweep(folder, older_than=-1) == 1


def test_file_names():
    assert parse_name("weekly-seeds-000000-000015.parquet") == ("weekly", Seeds(0, 15))
    assert parse_name(file_name("places", Seeds(12345678, 12345680))) == ("places", Seeds(12345678, 12345680))
    for other in ("manifest.json", "weekly-seeds-000015-000000.parquet", ".weekly-seeds-000000-000015.parquet.1.tmp"):
        assert parse_name(other) is None


@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00"])
def test_a_harmed_manifest_is_one_line(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(UserError, match="delete it and run again"):
        read_json(tmp_path / "manifest.json")


def test_a_missing_manifest_is_empty_and_a_foreign_one_is_replaced(tmp_path, made):
    run = Store(tmp_path).run("k")
    assert run.manifest() == {}
    run.path.mkdir(parents=True)
    (run.path / "manifest.json").write_text("{")
    Store(tmp_path).write_manifest("k", {"cases": []})
    assert run.manifest()["cases"] == []
