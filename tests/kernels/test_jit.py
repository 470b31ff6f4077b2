"""Where compiled kernels are kept."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import time

import numba
import numpy as np
import pytest

from flowsim.kernels import jit, keeping


def test_the_environment_chooses_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOWSIM_CACHE", str(tmp_path / "kept"))
    assert keeping.cache_folder() == tmp_path / "kept" / "kernels"
    assert keeping.cache_folder().is_dir()


def blocked(tmp_path):
    """A folder that cannot be made, for root too: its parent is a file."""
    file = tmp_path / "file"
    file.write_text("")
    return file / "folder"


def test_an_unwritable_folder_falls_back_to_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOWSIM_CACHE", str(blocked(tmp_path)))
    monkeypatch.setattr(keeping, "user_cache", lambda: tmp_path / "user")
    assert keeping.cache_folder().parent == tmp_path / "user" / "flowsim"


def test_the_last_resort_is_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOWSIM_CACHE", str(blocked(tmp_path)))
    monkeypatch.setattr(keeping, "user_cache", lambda: blocked(tmp_path))
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    folder = keeping.cache_folder()
    assert folder.parent.parent == tmp_path
    assert keeping.writable(folder)


def test_no_home_folder_is_no_error(tmp_path, monkeypatch):
    def homeless():
        raise RuntimeError("no home")

    monkeypatch.delenv("FLOWSIM_CACHE", raising=False)
    monkeypatch.setattr(keeping, "user_cache", homeless)
    monkeypatch.setattr(keeping.tempfile, "tempdir", str(tmp_path))
    assert keeping.cache_folder().parent.parent == tmp_path


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_a_user_cache(platform, monkeypatch):
    monkeypatch.setattr(keeping.sys, "platform", platform)
    assert keeping.user_cache().is_absolute()


def test_old_folders_go_and_others_stay(tmp_path):
    for name in ("market-old", "market-new"):
        (tmp_path / name).mkdir()
    month_ago = time.time() - 86400 * 31
    os.utime(tmp_path / "market-old", (month_ago, month_ago))
    keeping.sweep(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["market-new"]


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_a_folder_in_use_is_not_old(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "CACHE", tmp_path)
    jit.kernel(_twice)(np.zeros(1), np.zeros(1))
    (folder,) = tmp_path.iterdir()
    month_ago = time.time() - 86400 * 31
    os.utime(folder, (month_ago, month_ago))
    jit.kernel(_twice)
    keeping.sweep(tmp_path)
    assert folder.is_dir()


MARKET = keeping.HERE / "market.py"


def test_the_name_follows_the_processor():
    assert keeping.source_hash(MARKET, "x86_64") == keeping.source_hash(MARKET, "x86_64")
    assert keeping.source_hash(MARKET, "x86_64") != keeping.source_hash(MARKET, "another")


@pytest.fixture
def edited(monkeypatch):
    """Hashes of every source after an edit of one."""

    def hashes(name=None):
        keeping.source_hash.cache_clear()
        text = {file: file.read_text() for file in keeping.HERE.glob("*.py")}
        if name:
            text[keeping.HERE / name] += "# edited"
        monkeypatch.setattr(keeping, "source", text.__getitem__)
        return {file.name: keeping.source_hash(file, "x86_64") for file in text}

    yield hashes
    keeping.source_hash.cache_clear()


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("vmath.py", {"vmath.py", "market.py", "use.py"}, {"scratch.py", "books.py"}),
        ("philox.py", {"philox.py", "draws.py", "crossing.py", "payments.py"}, {"vmath.py", "screening.py"}),
        ("market.py", {"market.py"}, {"use.py", "crossing.py"}),
    ],
)
def test_an_edit_renames_what_depends_on_it_and_nothing_else(edited, name, yes, no):
    before, after = edited(), edited(name)
    changed = {file for file in before if before[file] != after[file]}
    assert yes <= changed
    assert not no & changed


def test_every_import_of_a_kernel_source_is_seen():
    """What Python imports, file by file, is what the folder's name depends on."""
    for file in keeping.HERE.glob("*.py"):
        names = {
            alias.name if node.module == "flowsim.kernels" else node.module.rpartition(".")[2]
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flowsim.kernels")
            for alias in node.names
        }
        assert {f"{name}.py" for name in names} <= {one.name for one in keeping.imported(file)}, file.name


def test_the_users_own_numba_cache_is_left_alone():
    before = numba.config.CACHE_DIR

    @jit.kernel
    def nothing(out):
        out[0] = 1.0

    assert before == numba.config.CACHE_DIR


PROGRAM = """
import numpy as np
from flowsim.kernels import draws
out = np.empty((2, 3))
draws.fill_uniform(draws.lane_keys(range(3)), 1, 1, np.arange(2, dtype=np.uint64), 0, out)
print(sum(draws.fill_uniform.stats.cache_hits.values()), out.sum())
"""


@pytest.mark.slow
@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_a_second_process_compiles_nothing(tmp_path):
    environment = {**os.environ, "FLOWSIM_CACHE": str(tmp_path)}

    def run():
        done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    (hits, total), (hits_again, total_again) = run(), run()
    assert (hits, hits_again) == ("0", "1")
    assert total == total_again
    assert list(tmp_path.glob("kernels/draws-*/*.nbi"))


def _twice(x, out):
    for i in range(len(x)):
        out[i] = 2 * x[i]


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_code_for_other_arguments_is_never_used(tmp_path, monkeypatch):
    """Two processes that write at once can leave an index that leads to the code of the other."""
    monkeypatch.setattr(keeping, "CACHE", tmp_path)
    x, out = np.arange(3), np.empty(3)
    first = jit.kernel(_twice)
    first(x.astype(float), out)
    first(x, out)
    one, other = sorted(tmp_path.rglob("*.nbc"))
    other.write_bytes(one.read_bytes())
    second = jit.kernel(_twice)
    second(x.astype(float), out)
    assert sum(second.stats.cache_hits.values()) == 1
    second(x, out)
    assert sum(second.stats.cache_hits.values()) == 1
    assert list(out) == [0.0, 2.0, 4.0]


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_the_cache_is_cold_until_most_sources_have_code(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "CACHE", tmp_path)
    assert keeping.cold()
    files = [file for file in keeping.HERE.glob("*.py") if keeping.KERNEL.search(file.read_text())]
    for i, file in enumerate(files):
        assert keeping.cold() == (i < len(files) / 2)
        keeping.folder_of(file).mkdir()
        (keeping.folder_of(file) / "code.nbi").touch()


def test_a_copy_elsewhere_finds_the_same_code(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "CACHE", tmp_path)
    copy = tmp_path / "copy" / "market.py"
    copy.parent.mkdir()
    shutil.copy(MARKET, copy)
    assert keeping.folder_of(copy) == keeping.folder_of(MARKET)
