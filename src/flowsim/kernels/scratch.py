"""Scratch of constant size on the stack of a kernel.

Every array that numba allocates is counted: a function that is copied into a kernel, or a row that is taken of an
array, counts up and down by atomic operations, some 8 ns each, which is more than a row of 64 lanes costs. An array on
the stack has nothing to count; it begins on a cache line, and LLVM knows that nothing else points into it.
"""

from __future__ import annotations

import numba
import numpy as np

if numba.config.DISABLE_JIT:

    def room(size, dtype):  # type: ignore[no-untyped-def]
        """An array of ``size``, not yet filled in."""
        return np.empty(size, dtype)

else:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic
    from numba.np.arrayobj import make_array, populate_array

    LINE = 64  # bytes

    @intrinsic(prefer_literal=True)
    def room(typing_context, size, dtype):  # type: ignore[no-untyped-def]
        """An array of ``size``, a constant, not yet filled in; it must not leave the function that asks for it."""
        if not isinstance(size, types.IntegerLiteral):
            return None
        array_type = types.Array(dtype.dtype, 1, "C")
        length = size.literal_value

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            item = context.get_data_type(signature.return_type.dtype)
            with builder.goto_entry_block():
                memory = builder.alloca(ir.ArrayType(item, length))
            memory.align = LINE
            array = make_array(signature.return_type)(context, builder)
            width = context.get_constant(types.intp, context.get_abi_sizeof(item))
            populate_array(
                array,
                data=builder.bitcast(memory, item.as_pointer()),
                shape=[context.get_constant(types.intp, length)],
                strides=[width],
                itemsize=width,
                meminfo=None,
            )
            return array._getvalue()

        return array_type(size, dtype), generate
