"""Import of ``textworld`` without its generator, its Z-machine and its agents.

``import textworld`` pulls numpy, networkx, jericho and a parsed default world (seconds, and C extensions).
Playing a PDDL game needs ``textworld.core``, ``textworld.logic`` and ``textworld.envs.pddl``; these are the
real files. The rest is present as empty modules, except for the one class of ``textworld.generator.game``
that is used.
"""

import ast
import importlib
import importlib.util
import os
import sys
import types


def install() -> None:
    """Puts the bare packages into ``sys.modules``; a second call does nothing."""
    if "textworld" in sys.modules:
        return
    if not hasattr(os, "times"):  # absent in GraalPy 25.0; the translator's timers call it
        os.times = lambda: (0.0, 0.0, 0.0, 0.0, 0.0)
    folder = _folder_of("textworld")
    package = _bare("textworld", folder)
    for name in ("agents", "gym", "generator", "envs"):
        setattr(package, name, _bare(f"textworld.{name}", os.path.join(folder, name)))
    core = importlib.import_module("textworld.core")
    package.core = core
    for name in ("EnvInfos", "EnvInfoMissingError", "Environment", "GameState", "Agent"):
        setattr(package, name, getattr(core, name))
    _install_entity_info(folder)
    _import_alfworld_info()


def _import_alfworld_info() -> None:
    """Imports ``alfworld.info`` without the folder for downloads that it makes in the user's home."""
    makedirs, os.makedirs = os.makedirs, lambda *_args, **_kwargs: None
    try:
        importlib.import_module("alfworld.info")
    finally:
        os.makedirs = makedirs


def _folder_of(package: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(
            f"the Python package {package} is not installed; environments/alfworld/install brings it"
        )
    return spec.submodule_search_locations[0]


def _bare(name: str, folder: str) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__path__ = [folder]
    sys.modules[name] = module
    return module


def _install_entity_info(folder: str) -> None:
    """``textworld.generator.game`` with its class EntityInfo only, compiled from the real file."""
    path = os.path.join(folder, "generator", "game.py")
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    tree.body = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "EntityInfo"]
    module = types.ModuleType("textworld.generator.game")
    exec("from typing import *", module.__dict__)  # the annotations of the class
    exec(compile(tree, path, "exec"), module.__dict__)
    sys.modules["textworld.generator.game"] = module
    sys.modules["textworld.generator"].game = module
