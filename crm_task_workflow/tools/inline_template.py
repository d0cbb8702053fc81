"""What an expression of an inline template uses, without Odoo."""

import ast


def free_names(expression: str) -> set[str]:
    """The names that the expression takes from outside.

    >>> sorted(free_names("[line.name for line in object.lines if line != user]"))
    ['object', 'user']

    :raise SyntaxError: when it can't be read
    """
    tree = ast.parse(expression.strip(), mode="eval")
    used, bound = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    return used - bound


def attribute_paths(expression: str, name: str) -> list[list[str]]:
    """The attributes that the expression reads from ``name``, one list per place.

    >>> attribute_paths("object.partner_id.name or object.name", "object")
    [['partner_id', 'name'], ['name']]
    """
    tree = ast.parse(expression.strip(), mode="eval")
    inner = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    paths = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            path = _path_from(node, name)
            if path:
                paths.append(path)
    return paths


def _path_from(node: ast.Attribute, name: str) -> list[str]:
    path = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    return path if isinstance(node, ast.Name) and node.id == name else []
