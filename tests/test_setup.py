"""The files that set up a machine agree with each other, and name no other machine."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from helpers.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINS = {
    canonicalize_name(requirement.name): requirement
    for line in (ROOT / "constraints.txt").read_text().splitlines()
    if line.strip() and not line.lstrip().startswith("#")
    for requirement in [Requirement(line)]
}


def files():
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def lines_with(pattern):
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if found := re.search(pattern, line):
                yield f"{path.relative_to(ROOT)}:{number}: {found.group()}"


@pytest.mark.parametrize("extra", ["dependencies", *EXTRAS])
def test_every_dependency_is_pinned(extra):
    for line in PROJECT["dependencies"] if extra == "dependencies" else EXTRAS[extra]:
        requirement = Requirement(line)
        pin = PINS.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in constraints.txt; run make constraints"
        version = next(iter(pin.specifier)).version
        assert requirement.specifier.contains(version), f"{pin} does not satisfy {line}; run make constraints"


def test_constraints_are_exact_and_the_same_for_every_python():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    names = [canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("#")]
    assert len(names) == len(set(names)), "a package is pinned twice"
    for pin in PINS.values():
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), f"{pin}: not one version"


def test_what_make_installs_first_is_pinned():
    assert {"pip", "setuptools", "uv"} <= set(PINS)


def test_torch_is_the_one_the_makefile_names():
    named = re.search(r"^TORCH\s*:= torch(==\S+)$", (ROOT / "Makefile").read_text(), re.M).group(1)
    assert str(PINS["torch"].specifier) == named


def test_conda_and_binder_get_the_same_set():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    assert pip == ["-c constraints.txt", "-e .[test]"]
    makefile = (ROOT / "Makefile").read_text()
    assert "pip install --python $(PY) -c constraints.txt -b constraints.txt -e '.[test]'" in makefile
    assert sorted(item.split("=")[0] for item in conda) == ["pip", "python"], "packages belong in pyproject.toml"
    (python,) = [item.split("=")[1] for item in conda if item.startswith("python=")]
    assert SpecifierSet(PROJECT["requires-python"]).contains(Version(python))


def test_makefile_takes_the_pythons_of_pyproject():
    found = re.search(r"not \(3, (\d+)\) <= .* <= \(3, (\d+)\)", (ROOT / "Makefile").read_text())
    low, high = map(int, found.groups())
    taken = [minor for minor in range(30) if SpecifierSet(PROJECT["requires-python"]).contains(f"3.{minor}")]
    assert taken == list(range(low, high + 1))


def test_version_is_the_packages():
    import rnn_helpers

    assert rnn_helpers.__version__ == PROJECT["version"]


def test_no_registry_address():
    address = r"https?://[^\s\"')>]*(pypi|pythonhosted|/simple\b|anaconda\.org|npmjs|download\.pytorch)"
    found = [*lines_with(address), *lines_with(r"--(extra-)?index-url\b|--find-link[s]\b|--trusted-hos[t]\b")]
    assert not found, "\n".join(found)


def test_no_path_of_one_machine():
    found = list(lines_with(r"(?<![\w+/.~$}-])/(work|root|home/\w+|tmp|Users/\w+)/|\b[A-Z]:\\\\?Users"))
    assert not found, "\n".join(found)


def test_import_is_light():
    code = "import sys, rnn_helpers; print(*{'tensorflow', 'keras', 'matplotlib', 'jax', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# The house: each module imports from its own row or a row above it, never from below.
HOUSE = [
    ["data", "text", "arguments", "activations", "weights", "show"],
    ["numpy_rnn", "numpy_lstm", "numpy_gru", "numpy_skip", "fast", "numpy_layers", "numpy_training"],
    ["backend", "keras_rnn"],
    ["compare", "gradients", "char_rnn"],
    ["figures"],
    ["explorers"],
    ["exercises"],
    ["benchmark", "notebooks"],
]
ROW = {name: row for row, names in enumerate(HOUSE) for name in names}
PACKAGE = ROOT / "rnn_helpers"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def owner(path):
    """rnn_helpers/figures/steps.py -> figures."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Modules of the house that a file imports, wherever in the file it does."""
    here = ("rnn_helpers", *path.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*here[: len(here) - node.level], *filter(None, [node.module])]) if node.level else node.module
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("rnn_helpers."):
                yield name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    name = owner(path)
    assert name in ROW, f"{name}: give it a row in HOUSE"
    for other in set(imports(path)) & set(ROW):
        assert ROW[other] <= ROW[name], f"{path.name} imports {other}, which stands below {name}"


def test_engines_share_no_code():
    """Two engines that share code prove nothing about each other."""
    for path in (PACKAGE / "keras_rnn").glob("*.py"):
        assert set(imports(path)) <= {"backend", "keras_rnn", "arguments"}


def test_every_module_stands_in_the_house():
    house = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    missing = {name for name in map(owner, MODULES) if f"`{name}`" not in house}
    assert not missing, f"CONTRIBUTING.md, the house: {sorted(missing)}"
