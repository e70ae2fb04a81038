"""Decides between two expressions of SymPy by their values, exactly or at many points."""

from __future__ import annotations

from typing import Any

# Decimals that are worked out; two values that agree in two thirds of them are one.
_DIGITS = 60
_TOLERANCE = 1e-45
# A rounded number must lie this near, relative to what it is compared with.
_ROUNDED = 1e-3
_POINTS = 8
# Values of a variable lie between these bounds, in all quarters of them, far ones and near ones.
_WIDTHS = (2, 5, -2, -5, 3, -7, 40, -40)
# What two formulas may agree in at every point that is tried, and differ elsewhere.
_UNDECIDABLE = {
    *("Abs", "Max", "Min", "Mod", "Piecewise", "Heaviside", "Subs", "sign"),
    *("floor", "ceiling", "frac", "re", "im", "arg", "conjugate"),
}


def constants(value: Any) -> Any:
    """The expression with `i` and `e` as what they mean."""
    import sympy

    known = {"i": sympy.I, "e": sympy.E, "pi": sympy.pi}
    return value.subs({symbol: known[symbol.name] for symbol in value.free_symbols if symbol.name in known})


def agree(left: Any, right: Any, rounded: bool) -> bool | None:
    """Whether two expressions have one value; None where that cannot be told.

    rounded: one of them holds a decimal, so that a small relative distance is no difference. Formulas with
    variables are told to be equal only where their functions are smooth, so that many points decide.
    """
    import sympy

    if not (isinstance(left, sympy.Expr) and isinstance(right, sympy.Expr)):
        return None
    one, other = constants(left), constants(right)
    if one.is_rational and other.is_rational and not rounded and not one.free_symbols | other.free_symbols:
        gap = one.doit() - other.doit()
        if gap.is_Rational:
            return bool(gap == 0)
    symbols = sorted(one.free_symbols | other.free_symbols, key=lambda symbol: str(symbol.name))
    if symbols and any(is_slow(each) for each in (one, other)):
        return None
    points = 1 if not symbols else _POINTS
    agreed = 0
    for point in range(points):
        values = {symbol: coordinate(place, point) for place, symbol in enumerate(symbols)}
        a, b = (complex_value(each, values) for each in (one, other))
        if a is None or b is None:
            continue
        real = abs(sympy.im(a)) < _TOLERANCE and abs(sympy.im(b)) < _TOLERANCE
        if symbols and not real and not one.has(sympy.I) and not other.has(sympy.I):
            continue
        larger = max(abs(a), abs(b))
        if abs(a - b) > larger * (_ROUNDED if rounded else _TOLERANCE):
            return False
        agreed += 1
    decidable = not symbols or (is_smooth(one) and is_smooth(other))
    return True if decidable and agreed >= min(3, points) else None


def coordinate(place: int, point: int) -> Any:
    """The value of the variable with this number at a point: a fraction, in no relation to any other."""
    import sympy

    # Fractional parts of square roots of primes; exact, so that every machine tries the same points.
    prime = int(sympy.prime(3 + 7 * place + point))
    share = sympy.Rational(int(sympy.sqrt(prime * 10**12)) % 10**6, 10**6)
    return share * _WIDTHS[(point + 3 * place) % len(_WIDTHS)]


def is_slow(value: Any) -> bool:
    """Whether working it out at a point may take seconds."""
    import sympy

    return bool(value.has(sympy.Sum, sympy.Product, sympy.Integral, sympy.Limit, sympy.Derivative))


def is_smooth(value: Any) -> bool:
    """Whether agreement at some points says that two formulas are one."""
    import sympy

    return not any(type(part).__name__ in _UNDECIDABLE for part in sympy.preorder_traversal(value))


def complex_value(value: Any, values: dict[Any, Any]) -> Any:
    """The value at a point to many digits; None where it has none."""
    try:
        worked = value.subs(values).evalf(_DIGITS)
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    return worked if worked.is_number and worked.is_finite and not worked.free_symbols else None
