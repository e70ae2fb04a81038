"""ALFWorld's own Python, made ready for a host: GraalPy inside the orchestrator, or a CPython process.

Modules in import order: ``lean`` (imports what playing needs and nothing else), ``planner`` (fast_downward
with the host's engine in place of the C++ library), ``export`` (parsed grammar as plain data),
``preparation`` (a game file to the one document from which the Java engine plays), ``reference`` (unmodified
TextWorld and ALFWorld, step by step), ``host`` (what the Java side calls in an embedded context).
"""
