"""What ships unpickles nothing, starts no shell, runs no text as code and trusts no certificate blindly.

Checked on the source itself; ruff's rules (`S`) look for much of the same, and this test that they are on.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("domain", "application", "adapters", "entrypoints")
SOURCES = [path for folder in SHIPPED for path in sorted((ROOT / folder).rglob("*.py"))]

# Modules that make objects of any kind from bytes, or run what they are given.
MODULES = frozenset(
    {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "jsonpickle", "shelve", "marshal"}
    | {"code", "codeop", "pty", "commands", "telnetlib", "ftplib", "xmlrpc", "runpy", "imp"}
    # Parsers that follow entities.
    | {"xml"}
)
BUILTINS = frozenset({"eval", "exec", "compile", "__import__", "input", "breakpoint"})
# By their dotted names, whatever they are imported as.
FUNCTIONS = frozenset(
    """
    os.system os.popen os.startfile posix.system
    subprocess.getoutput subprocess.getstatusoutput asyncio.create_subprocess_shell
    builtins.eval builtins.exec tempfile.mktemp logging.config.listen jinja2.Template
    yaml.load yaml.load_all yaml.full_load yaml.full_load_all yaml.unsafe_load yaml.unsafe_load_all
    torch.load pandas.read_pickle numpy.lib.format.read_array
    ssl._create_unverified_context ssl._create_stdlib_context
    """.split()
)
NAMES = frozenset({"CERT_NONE", "CERT_OPTIONAL", "UnsafeLoader", "FullLoader"})
# Named arguments with a value that they must not have.
ARGUMENTS = {
    "shell": True, "verify": False, "check_hostname": False, "allow_pickle": True, "resolve_entities": True,
    "load_dtd": True, "no_network": False, "huge_tree": True, "trust_remote_code": True, "autoescape": False,
    "tlsAllowInvalidCertificates": True, "tlsInsecure": True, "trust_env": True, "follow_redirects": True,
}  # fmt: skip
SWITCHES = ("shell", "verify")  # whose value must be seen to be harmless
HARMLESS = {"verify": {"self._tls", "tls"}}  # contexts, as httpx and ssl make them by default


def dangers(source: str) -> Iterator[str]:
    """Every place of a module that could do what must not be done, as line and what it is."""
    tree = ast.parse(source)
    names = _imported_names(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Import():
                found = [alias.name for alias in node.names if alias.name.partition(".")[0] in MODULES]
            case ast.ImportFrom():
                module = node.module or ""
                every = [f"{module}.{alias.name}" for alias in node.names]
                in_module = module.partition(".")[0] in MODULES
                found = [
                    name for name in every if in_module or name in FUNCTIONS or name.split(".")[-1] in NAMES
                ]
            case ast.Name() | ast.Attribute():
                dotted = _dotted(node, names)
                found = [dotted] if dotted in FUNCTIONS or dotted.split(".")[-1] in NAMES else []
            case ast.Call():
                found = [*_called(node), *_passed(node)]
            case ast.Assign(targets=[ast.Attribute(attr="check_hostname")], value=ast.Constant(value=False)):
                found = ["check_hostname"]
            case _:
                found = []
        yield from (f"{line}: {what}" for what in found)


def _imported_names(tree: ast.AST) -> dict[str, str]:
    """What the names of a module stand for: `run` for `subprocess.run`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    written = ast.unparse(node)
    first, dot, rest = written.partition(".")
    return f"{names.get(first, first)}{dot}{rest}"


def _called(call: ast.Call) -> Iterator[str]:
    function = ast.unparse(call.func)
    if function in BUILTINS:
        yield function
    if function in {"importlib.import_module", "import_module"} and not isinstance(
        call.args[0], ast.Constant
    ):
        yield "a module named at run time"
    if function == "getattr" and len(call.args) > 1:
        name = call.args[1]
        if isinstance(name, ast.Constant) and name.value in {"system", "popen", "eval", "exec", "loads"}:
            yield f"getattr {name.value}"


def _passed(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        value = keyword.value
        name = keyword.arg or ""
        if isinstance(value, ast.Constant):
            if name in ARGUMENTS and value.value == ARGUMENTS[name]:
                yield f"{name}={value.value}"
        elif name in SWITCHES and ast.unparse(value) not in HARMLESS.get(name, set()):
            yield f"{name} that depends"


def test_no_source_that_ships_can_do_it() -> None:
    assert len(SOURCES) > 70
    found = {path.relative_to(ROOT).as_posix(): list(dangers(path.read_text("utf-8"))) for path in SOURCES}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "import pickle as p",
        "from pickle import loads",
        "import marshal",
        "import xml.etree.ElementTree",
        "from dill import *",
        "eval('1')",
        "exec(text)",
        "compile(text, '', 'exec')",
        "__import__(name)",
        "importlib.import_module(name)",
        "os.system('ls')",
        "import os as o\no.system('ls')",
        "from os import system",
        "from os import popen as run",
        "call = os.system",
        "getattr(os, 'system')('ls')",
        "subprocess.run('ls', shell=True)",
        "subprocess.run('ls', shell=asked)",
        "subprocess.getoutput('ls')",
        "yaml.load(text)",
        "yaml.load(text, Loader=yaml.SafeLoader)",
        "from yaml import unsafe_load",
        "yaml.load_all(text, yaml.FullLoader)",
        "httpx.Client(verify=False)",
        "httpx.Client(verify=settings.verify)",
        "context.check_hostname = False",
        "context.verify_mode = ssl.CERT_NONE",
        "from ssl import CERT_NONE",
        "ssl._create_unverified_context()",
        "etree.XMLParser(resolve_entities=True)",
        "numpy.load(path, allow_pickle=True)",
        "MongoClient(uri, tlsInsecure=True)",
        "AutoModel.from_pretrained(name, trust_remote_code=True)",
    ],
)
def test_what_must_not_be_is_found(source: str) -> None:
    assert list(dangers(source))


@pytest.mark.parametrize(
    "source",
    [
        "import json, subprocess",
        "yaml.safe_load(text)",
        "re.compile('a')",
        "self.compile_all()",
        "evaluate(job=job)",
        "subprocess.Popen([sys.executable], shell=False)",
        "httpx.Client(verify=self._tls, trust_env=False)",
        "importlib.import_module('torch')",
        "json.loads(text)",
        "# eval(text)",
        "say = 'os.system'",
    ],
)
def test_what_may_be_is_let_through(source: str) -> None:
    assert list(dangers(source)) == []


def test_ruff_looks_for_it_too_and_nobody_turned_it_off() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    assert not any(rule.startswith("S") and rule[1:2].isdigit() for rule in lint["ignore"])
    assert not any(glob.startswith(SHIPPED) or glob.startswith("*") for glob in lint["per-file-ignores"])
    # An assertion that types need, and the start of our own module by its own interpreter.
    allowed = {"S101", "S603"}
    turned_off = {
        rule
        for path in SOURCES
        for rules in re.findall(r"noqa: ?([A-Z0-9, ]+)", path.read_text("utf-8"))
        for rule in re.findall(r"\bS\d+", rules)
    }
    assert turned_off <= allowed
    assert not any("# noqa\n" in path.read_text("utf-8") for path in SOURCES)
