"""What the terminal draws goes through `lstbo.widgets.cells`: a name from a file is never markup."""

from __future__ import annotations

import ast

from tests.architecture.house import TERMINAL, Module, modules, none_of

# Stock widgets that read their text as markup unless told otherwise.
READERS = {
    *("Static", "Label", "Button", "Option", "Checkbox", "RadioButton", "Switch", "Collapsible", "TabPane", "Link"),
    *("Digits", "Markdown", "Tooltip", "SelectionList", "Selection", "OptionList", "Select", "DataTable", "Tree"),
}
TITLES = {"border_title", "border_subtitle", "tooltip", "label", "prompt"}
SAFE = ("plain", "Content")


def test_text_in_a_widget_is_never_markup() -> None:
    complaints = [
        f"{module.at(call)} {ast.unparse(call)[:70]}"
        for module in _terminal()
        for call, name in module.calls()
        if name.split(".")[-1] in READERS and call.args and not (_is_safe(call.args[0]) or _no_markup(call))
    ]
    none_of(complaints, "Write Static(plain(text)), or markup=False:")


def test_a_message_is_never_markup() -> None:
    complaints = [
        f"{module.at(call)} {ast.unparse(call)[:70]}"
        for module in _terminal()
        for call, name in module.calls()
        if name.endswith(".notify") and not _no_markup(call)
    ]
    none_of(complaints, "Write notify(safe_text(text), markup=False):")


def test_a_title_or_a_new_text_is_never_markup() -> None:
    complaints = [
        f"{module.at(node)} {ast.unparse(node)[:70]}"
        for module in _terminal()
        for node in module.nodes()
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr in TITLES and _is_text(node.value)
    ]
    complaints += [
        f"{module.at(call)} {ast.unparse(call)[:70]}"
        for module in _terminal()
        for call, name in module.calls()
        if name.endswith(".update") and len(call.args) == 1 and not call.keywords and _is_text(call.args[0])
    ]
    none_of(complaints, "Write plain(text):")


def test_the_rules_find_what_they_forbid() -> None:
    raw = ast.parse("Static(name)\nStatic(plain(name))\nLabel(name, markup=False)").body
    calls = [node.value for node in raw if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    assert [_is_safe(call.args[0]) or _no_markup(call) for call in calls] == [False, True, True]
    assert [_is_text(ast.parse(text).body[0].value) for text in ("_('x')", "f'{x}'", "'a' + b", "{}", "plain(x)")] == [
        *(True, True, True, False, False)
    ]


def _terminal() -> list[Module]:
    return [module for module in modules() if module.room in TERMINAL - {"cli"}]


def _no_markup(call: ast.Call) -> bool:
    return any(word.arg == "markup" and ast.unparse(word.value) == "False" for word in call.keywords)


def _is_safe(node: ast.expr) -> bool:
    """Whether an expression is text made safe: by a call of ours, or a choice or a list of such."""
    if isinstance(node, ast.IfExp):
        return _is_safe(node.body) and _is_safe(node.orelse)
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith(SAFE)


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is plainly a raw string: a literal, an f-string, a sum of strings, a translated text."""
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        return name in ("_", "str", "ngettext", "safe_text", "cell") or name.endswith((".format", ".join"))
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
