"""Several Odoo servers on one database."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from setup import checks
from setup.database import Cluster
from setup.paths import LOGS
from setup.server import Server, serving

from .balancer import balancing

SERVER_WIDE = "base,rpc,web,queue_job"


@contextmanager
def several_servers(
    cluster: Cluster,
    database: str,
    count: int,
    options: tuple[str, ...] = (),
    by_jobs: bool = False,
) -> Iterator[list[Server]]:
    """:param by_jobs: with the runner of ``queue_job``, which sends a job to each of
    the servers at a time, by a balancer. It is at work in the first one as long as
    that lives."""
    with ExitStack() as stack:
        backends: list[int] = []
        if by_jobs:
            balancer = stack.enter_context(balancing())
            backends = balancer.backends
            options = (*options, f"--load={SERVER_WIDE}")
            cluster = cluster.with_oca(
                ODOO_QUEUE_JOB_CHANNELS=f"root:{count}",
                ODOO_QUEUE_JOB_HOST="127.0.0.1",
                ODOO_QUEUE_JOB_PORT=str(balancer.port),
            )
        servers = []
        for number in range(count):
            port, log = checks.find_free_port(), LOGS / f"{database}-{number}.log"
            servers.append(
                stack.enter_context(
                    serving(cluster, database, port, log, options=options)
                )
            )
            backends.append(port)
        yield servers
