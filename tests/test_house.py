"""The order of the house: which module may import which, and how much stands at the top."""

import ast
import graphlib
import subprocess
import sys

import pytest

from helpers.places import ROOT

# Each module imports from its own row or a row above it, never from below.
HOUSE = [
    ["data", "text", "arguments", "activations", "weights", "show"],
    ["numpy_rnn", "numpy_lstm", "numpy_gru", "numpy_scan", "numpy_mingru", "fast", "numpy_layers"]
    + ["numpy_training"],
    ["backend", "keras_rnn"],
    ["compare", "gradients", "char_rnn"],
    ["figures"],
    ["explorers"],
    ["exercises"],
    ["benchmark", "notebooks"],
]
MOST_ENTRIES = 25  # files and folders at the top of the package
ROW = {name: row for row, names in enumerate(HOUSE) for name in names}
PACKAGE = ROOT / "rnn_helpers"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def module(path):
    """rnn_helpers/figures/__init__.py -> rnn_helpers.figures."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


def entry(name):
    """rnn_helpers.figures.canvas -> figures: the file or folder at the top of the package."""
    return name.split(".")[1]


def imports(name, path):
    """The package's modules that a module imports, wherever in the file it does."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            # `from package import module` or `from module import name`
            names = [f"{base}.{alias.name}" for alias in node.names]
            names = [each if each in MODULES else base for each in names]
        else:
            continue
        yield from (each for each in names if each in MODULES)


GRAPH = {name: set(imports(name, path)) for name, path in MODULES.items()}


def circle(graph):
    """A circle in {node: nodes}, as a list of its nodes, or None."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]


@pytest.mark.parametrize("name", GRAPH)
def test_imports_go_one_way(name):
    assert entry(name) in ROW, f"{entry(name)}: give it a row in HOUSE"
    for other in GRAPH[name]:
        lower = ROW[entry(other)] > ROW[entry(name)]
        assert not lower, f"{name} imports {other}, which stands below it"


def test_no_module_imports_itself_by_way_of_others():
    assert not (found := circle(GRAPH)), " -> ".join(found)


def test_no_two_entries_import_each_other():
    """Not even by way of different modules within them."""
    entries = {}
    for name, others in GRAPH.items():
        entries.setdefault(entry(name), set()).update(map(entry, others))
    without_self = {name: others - {name} for name, others in entries.items()}
    assert not (found := circle(without_self)), " -> ".join(found)


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) and not circle({"a": {"b"}, "b": {"c"}})


def test_imports_are_read_as_python_reads_them():
    """Every import inside functions too: what a fresh interpreter loads is in the graph."""
    code = "import sys, rnn_helpers.numpy_training as m; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True)
    expected, todo = set(), ["rnn_helpers.numpy_training"]
    while todo:
        name = todo.pop()
        if name not in expected:
            parents = {name.rsplit(".", n)[0] for n in range(1, name.count("."))}
            expected.add(name)
            todo += (GRAPH[name] | parents) & set(GRAPH)
    assert set(loaded.stdout.split()) & set(GRAPH) <= expected


def test_engines_share_no_code():
    """Two engines that share code prove nothing about each other."""
    for name, others in GRAPH.items():
        if entry(name) == "keras_rnn":
            assert set(map(entry, others)) <= {"backend", "keras_rnn", "arguments"}, name


def test_the_top_of_the_package_is_small():
    entries = {entry(name) for name in GRAPH}
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_every_entry_stands_in_contributing():
    house = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    missing = {name for name in map(entry, GRAPH) if f"`{name}`" not in house}
    assert not missing, f"CONTRIBUTING.md, the house: {sorted(missing)}"


def test_import_is_light():
    heavy = {"tensorflow", "keras", "matplotlib", "jax", "torch"}
    code = f"import sys, rnn_helpers; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
