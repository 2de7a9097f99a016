"""The files that set up a machine agree with each other, and name no other machine."""

import re
import shlex
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from helpers import schedule
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
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
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
        fits = requirement.specifier.contains(version)
        assert fits, f"{pin} does not satisfy {line}; run make constraints"


def test_constraints_are_exact_and_the_same_for_every_python():
    text = (ROOT / "constraints.txt").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    names = [canonicalize_name(Requirement(line).name) for line in lines]
    assert len(names) == len(set(names)), "a package is pinned twice"
    for pin in PINS.values():
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), f"{pin}: not one version"


def test_what_make_installs_first_is_pinned():
    assert {"pip", "setuptools", "uv"} <= set(PINS)


def make_would_run(target):
    """The commands of a target and of all it needs, split into words; none of them is run."""
    command = ["make", "-n", "-B", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True) for line in lines]


def test_torch_is_the_one_make_would_pin():
    named = {word for line in make_would_run("constraints") for word in line if "torch==" in word}
    assert named == {f"torch{PINS['torch'].specifier}"}


def test_conda_and_binder_get_the_same_set_as_make():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    conda = [item for item in environment["dependencies"] if isinstance(item, str)]
    assert pip == ["-c constraints.txt", "-e .[test]"]
    assert any(has(line, "install", "-c constraints.txt", "-e .[test]")
               for line in make_would_run("lab")), "make lab installs another set"
    named = sorted(item.split("=")[0] for item in conda)
    assert named == ["pip", "python"], "packages belong in pyproject.toml"
    (python,) = [item.split("=")[1] for item in conda if item.startswith("python=")]
    assert SpecifierSet(PROJECT["requires-python"]).contains(Version(python))


def has(line, *phrases):
    return all(phrase in " ".join(line) for phrase in phrases)


def test_make_test_checks_the_style_of_all_files_before_it_tests():
    lines = make_would_run("test")
    (style,) = [n for n, line in enumerate(lines) if line[-4:] == ["-m", "ruff", "check", "."]]
    (tests,) = [n for n, line in enumerate(lines) if has(line, "-m pytest")]
    assert style < tests


def test_the_order_of_tests_names_what_is_there():
    for name in schedule.LONGEST_FIRST + schedule.SPREAD:
        assert (ROOT / name).exists(), name


FAKE = """#!/bin/sh
exec "{python}" -c '
import sys
sys.version_info = (3, {minor}, 0, "final", 0)
sys.argv[1] == "-c" and exec(sys.argv[2])
' "$@"
"""


@pytest.mark.parametrize("minor", range(9, 17))
def test_make_takes_the_pythons_of_pyproject(minor, tmp_path):
    """Which a Python of that version, found on this machine, would see."""
    python = tmp_path / "python"
    python.write_text(FAKE.format(python=sys.executable, minor=minor))
    python.chmod(0o755)
    command = ["make", "-f", ROOT / "Makefile", f"PYTHON={python}", ".venv/bin/uv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    taken = f"{python} -m venv .venv" in done.stdout.splitlines()
    assert taken == SpecifierSet(PROJECT["requires-python"]).contains(f"3.{minor}")
    assert taken or "No Python 3.11, 3.12 or 3.13" in done.stderr


def test_version_is_the_packages():
    import rnn_helpers

    assert rnn_helpers.__version__ == PROJECT["version"]


def test_no_registry_address():
    address = r"https?://[^\s\"')>]*(pypi|pythonhosted|/simple\b|anaconda\.org|npmjs|download\.pytorch)"
    option = r"--(extra-)?index-url\b|--find-link[s]\b|--trusted-hos[t]\b"
    found = [*lines_with(address), *lines_with(option)]
    assert not found, "\n".join(found)


def test_no_path_of_one_machine():
    path = r"(?<![\w+/.~$}-])/(work|root|home/\w+|tmp|Users/\w+)/|\b[A-Z]:\\\\?Users"
    found = list(lines_with(path))
    assert not found, "\n".join(found)
