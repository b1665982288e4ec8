"""The rules of the house that a machine can check, over the source itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hub.config import ROOT

pytestmark = pytest.mark.house

FLOORS = {"hub": 0, "challenges": 1, "community": 1, "rewards": 1, "references": 1, "admin": 2}
WEB = re.compile(r"(^hub/(web|people/views)/)|/views/|/views\.py$|/forms\.py$|/forms/")
MAY_KNOW_FLASK = {
    "hub/app.py",
    "hub/house.py",
    "hub/upgrades.py",
    "hub/health.py",
    "hub/register.py",
    "hub/cli.py",
    "hub/logs.py",
    "hub/delivery/mail.py",
}
EMPTY_WORDS = re.compile(r"(^|_)(utils?|helpers?|common|misc|services?|models|constants|managers?)\.py$")


def sources():
    for floor in FLOORS:
        yield from sorted((ROOT / floor).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(node: ast.AST):
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            yield from ((found, alias.name) for alias in found.names)
        elif isinstance(found, ast.ImportFrom) and found.module:
            yield found, found.module


def trees():
    return ((name_of(path), ast.parse(path.read_text())) for path in sources())


def test_imports_go_down_and_never_sideways():
    found = [
        f"{name}:{node.lineno} imports {module}"
        for name, tree in trees()
        for node, module in imports(tree)
        if (other := module.split(".")[0]) in FLOORS
        and other != (own := name.split("/")[0])
        and FLOORS[other] >= FLOORS[own]
    ]
    assert not found


def test_only_register_imports_inside_itself():
    found = [
        f"{name}:{node.lineno} hides an import of {module}"
        for name, tree in trees()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name not in ("register", "main")
        for node, module in imports(function)
        if module.split(".")[0] in FLOORS
    ]
    assert not found


def test_concepts_do_not_know_the_web():
    found = [
        f"{name}:{node.lineno} imports {module}"
        for name, tree in trees()
        if not knows_the_web(name)
        for node, module in imports(tree)
        if module.startswith(("flask", "werkzeug.", "wtforms")) and not allowed(module, name)
    ]
    assert not found


def knows_the_web(name: str) -> bool:
    own = ("__init__.py", "commands.py", "cli.py")
    return bool(WEB.search(name)) or name in MAY_KNOW_FLASK or name.endswith(own)


def allowed(module: str, name: str) -> bool:
    brings_its_form = module.startswith("wtforms") and "/kinds/" in name  # a kind of stage does
    return module == "flask_sqlalchemy" or name == "hub/i18n.py" or brings_its_form


def test_a_module_holds_one_concept():
    assert not [name_of(path) for path in sources() if EMPTY_WORDS.search(path.name)], (
        "names that say nothing"
    )
    long = {name_of(path): count for path in sources() if (count := len(path.read_text().splitlines())) > 300}
    assert not long, "two concepts"


def test_functions_are_short_and_modules_say_what_they_are():
    assert not [name for name, tree in trees() if not ast.get_docstring(tree)]
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name != "register" and body_lines(node) > 40
    ]
    assert not long


def body_lines(node: ast.FunctionDef) -> int:
    """Return how long a function is, its docstring left out. `register` is a list, not a function."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_only_the_clock_reads_the_clock():
    banned = re.compile(r"datetime\.(now|utcnow)\(|date\.today\(|time\.time\(")
    reads = [name_of(path) for path in sources() if banned.search(path.read_text())]
    assert reads == ["hub/clock.py"]


def test_only_the_seam_commits():
    may = {"hub/database.py", "hub/web/seam.py"}
    for path in sources():
        if name_of(path) not in may:
            assert not re.search(r"session(\(\))?\.commit\(", path.read_text()), f"{name_of(path)} commits"


def test_views_hold_no_queries_and_are_short():
    for path in sources():
        if "/views/" not in name_of(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                assert (node.end_lineno or 0) - node.lineno <= 22, (
                    f"{name_of(path)}:{node.lineno} {node.name} does too much"
                )
        assert "sa.select(" not in path.read_text(), f"{name_of(path)} queries"


def test_the_import_contracts_hold():
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
