"""The cache folder of compiled kernels."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numba
import numpy as np
import pytest

from flowsim.kernels import jit


def test_the_environment_chooses_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOWSIM_CACHE", str(tmp_path / "kept"))
    assert jit.cache_folder() == tmp_path / "kept" / (jit.PREFIX + jit.sources_hash())
    assert jit.cache_folder().is_dir()


def blocked(tmp_path):
    """A folder that cannot be made, for root too: its parent is a file."""
    file = tmp_path / "file"
    file.write_text("")
    return file / "folder"


def test_an_unwritable_folder_falls_back_to_the_users_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOWSIM_CACHE", str(blocked(tmp_path)))
    monkeypatch.setattr(jit, "user_cache", lambda: tmp_path / "user")
    assert jit.cache_folder().parent == tmp_path / "user" / "flowsim"


def test_the_last_resort_is_a_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FLOWSIM_CACHE", str(blocked(tmp_path)))
    monkeypatch.setattr(jit, "user_cache", lambda: blocked(tmp_path))
    monkeypatch.setattr(jit.tempfile, "tempdir", str(tmp_path))
    folder = jit.cache_folder()
    assert folder.parent.parent == tmp_path
    assert jit.writable(folder)


def test_no_home_folder_is_no_error(tmp_path, monkeypatch):
    def homeless():
        raise RuntimeError("no home")

    monkeypatch.delenv("FLOWSIM_CACHE", raising=False)
    monkeypatch.setattr(jit, "user_cache", homeless)
    monkeypatch.setattr(jit.tempfile, "tempdir", str(tmp_path))
    assert jit.cache_folder().parent.parent == tmp_path


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_a_user_cache(platform, monkeypatch):
    monkeypatch.setattr(jit.sys, "platform", platform)
    assert jit.user_cache().is_absolute()


def test_old_folders_go_and_others_stay(tmp_path):
    for name in ("kernels-old", "kernels-new", "kernels-mine", "other"):
        (tmp_path / name).mkdir()
    month_ago = time.time() - 86400 * 31
    for name in ("kernels-old", "kernels-mine", "other"):
        os.utime(tmp_path / name, (month_ago, month_ago))
    jit.sweep(tmp_path, keep="kernels-mine")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kernels-mine", "kernels-new", "other"]


def test_the_name_follows_sources_and_processor(monkeypatch):
    before = jit.sources_hash()
    assert before == jit.sources_hash()
    monkeypatch.setattr(numba.config, "CPU_NAME", "another")
    assert jit.sources_hash() != before


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
    assert list(tmp_path.glob(f"{jit.PREFIX}*/**/*.nbi"))


def _twice(x, out):
    for i in range(len(x)):
        out[i] = 2 * x[i]


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
def test_code_for_other_arguments_is_never_used(tmp_path, monkeypatch):
    """Two processes that write at once can leave an index that leads to the code of the other."""
    monkeypatch.setattr(jit, "CACHE", tmp_path)
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
def test_a_folder_is_cold_until_a_kernel_is_kept_in_it(tmp_path, monkeypatch):
    monkeypatch.setattr(jit, "CACHE", tmp_path)
    assert jit.cold()
    jit.kernel(_twice)(np.zeros(1), np.zeros(1))
    assert not jit.cold()
