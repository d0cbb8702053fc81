"""What PostgreSQL does for an operation: the plans of its slowest statements.

Only what takes a part of the time worth speaking of is told: the time with all that a
step waits for, the rows it gives, the pages of 8 kB it looks at.
"""

import time

LEAST_SHARE = 0.05
NAMES = ("Index Name", "Relation Name", "Alias")


def explain(env, prepared, slowest=1):
    """
    :param prepared: the work of an operation
    :return: lines
    """
    lines = []
    for seconds, statement in sorted(_listen(env, prepared), reverse=True)[:slowest]:
        lines.append(f"{1000 * seconds:.1f} ms: {statement[:60]} …")
        if statement.lstrip("( ").upper().startswith(("SELECT", "WITH")):
            analyze = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
            env.cr.execute(analyze + statement)
            [[[plan]]] = env.cr.fetchall()
            lines += _steps(plan["Plan"], LEAST_SHARE * plan["Execution Time"])
    return lines


def _listen(env, prepared):
    """The statements of an operation, and how long each took."""
    statements = []
    execute = type(env.cr).execute

    def listen(cr, query, params=None, **kwargs):
        start = time.perf_counter()
        result = execute(cr, query, params, **kwargs)
        statements.append((time.perf_counter() - start, cr._obj.query.decode()))
        return result

    type(env.cr).execute = listen
    try:
        prepared()
        env.cr.flush()
    finally:
        type(env.cr).execute = execute
    return statements


def _steps(node, least, depth=0):
    milliseconds = node["Actual Total Time"]
    if milliseconds < least:
        return
    rows = int(node["Actual Rows"] * node["Actual Loops"])
    pages = node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    name = next((f" {node[name]}" for name in NAMES if name in node), "")
    yield (
        f"{milliseconds:8.1f} ms {rows:9,} rows {pages:7,} pages  "
        f"{'  ' * depth}{node['Node Type']}{name}"
    )
    for child in node.get("Plans", ()):
        yield from _steps(child, least, depth + 1)
