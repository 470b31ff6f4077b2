"""Plain numba kernels: arrays and scalars in, outputs last, nothing returned.

``jit`` holds the one decorator, ``vmath`` the exponential and logarithm, ``draws`` the addressed random numbers,
``lanes`` the sums that keep a lane's bits; then one module per phase. Every kernel has a slow twin in
``tests/kernels``.
"""
