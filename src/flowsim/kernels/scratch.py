"""Arrays inside kernels that nobody counts.

numba counts who holds an array: where a function is copied into a kernel, or a row is taken of an array, the counter
goes up and down by atomic operations, some 8 ns each, which is as much as a row of 64 lanes costs. Scratch on the stack
(``room``) has nothing to count; it begins on a cache line, and LLVM knows that nothing else points into it. Arguments
of a kernel live as long as its call, so that it may work on views of them that are not counted (``bare``).
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

if numba.config.DISABLE_JIT:

    def room(size, dtype):  # type: ignore[no-untyped-def]
        """An array of ``size``, not yet filled in."""
        return np.empty(size, dtype)

    def bare(argument):  # type: ignore[no-untyped-def]
        """The same argument."""
        return argument

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

    def uncounted(context, builder, kind, value):  # type: ignore[no-untyped-def]
        """A value whose arrays have no counter; tuples are gone through."""
        if isinstance(kind, types.BaseTuple):
            kinds: Any = kind
            parts = [uncounted(context, builder, k, builder.extract_value(value, i)) for i, k in enumerate(kinds)]
            return context.make_tuple(builder, kind, parts)
        if not isinstance(kind, types.Array):
            return value
        source, view = make_array(kind)(context, builder, value), make_array(kind)(context, builder)
        layout = {name: getattr(source, name) for name in ("data", "shape", "strides", "itemsize")}
        populate_array(view, meminfo=None, **layout)
        return view._getvalue()

    @intrinsic
    def bare(typing_context, argument):  # type: ignore[no-untyped-def]
        """The same array or tuple of arrays, not counted: for arguments of a ``kernel``, never of an ``inline``."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            return uncounted(context, builder, signature.return_type, arguments[0])

        return argument(argument), generate
