"""Slow twin of ``kernels/chances.py``: one load at one port, plain floats."""

from __future__ import annotations


def find_at_ports(bulk, scan, refer, scan_finds, search_finds):
    """Chance that a load is caught: by a scan, or by a search after referral."""
    referred = 1.0 - (1.0 - min(refer, 0.95)) ** bulk
    return 1.0 - (1.0 - scan * scan_finds) * (1.0 - referred * search_finds)
