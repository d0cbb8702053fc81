"""What PostgreSQL does for an operation: the plans of its slowest statements."""

import time


def explain(env, prepared, slowest=3):
    """
    :param prepared: the work of an operation
    :return: text
    """
    statements = []
    execute = type(env.cr).execute

    def listen(cr, query, params=None, **kwargs):
        start = time.perf_counter()
        result = execute(cr, query, params, **kwargs)
        text = cr._obj.query.decode()
        statements.append((time.perf_counter() - start, text))
        return result

    type(env.cr).execute = listen
    try:
        prepared()
        env.cr.flush()
    finally:
        type(env.cr).execute = execute
    lines = []
    for seconds, text in sorted(statements, reverse=True)[:slowest]:
        lines += ["", f"{1000 * seconds:.1f} ms: {text[:3000]}"]
        if text.lstrip("( ").upper().startswith(("SELECT", "WITH")):
            env.cr.execute(f"EXPLAIN (ANALYZE, BUFFERS, SETTINGS) {text}")
            lines += [line for (line,) in env.cr.fetchall()]
    return "\n".join(lines)
