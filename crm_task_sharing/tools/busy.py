"""Spans of time in which somebody is taken. Plain Python, naive moments in UTC."""


def within(spans, start, end):
    """The parts of the spans between two moments, those that touch joined, in order.

    >>> within([(9, 10), (10, 12), (14, 15), (17, 30)], 8, 24)
    [(9, 12), (14, 15), (17, 24)]
    """
    found = []
    for since, until in sorted(spans):
        since, until = max(since, start), min(until, end)
        if since >= until:
            continue
        if found and since <= found[-1][1]:
            since, until = found[-1][0], max(found.pop()[1], until)
        found.append((since, until))
    return found
