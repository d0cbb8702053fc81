"""A process with one database in Odoo, told by the bench through a pipe what to do.

Each line that comes in is a request, each that goes out an answer, in JSON.
"""

import gc
import json
import os
import sys
import time
import traceback

import checks
import loading
import processes
import reads
import writes
from explain import explain

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

LOGINS = {"manager": loading.MANAGER, "seller": loading.SELLER}


class Worker:
    def __init__(self, registry, answers):
        self.registry = registry
        self.answers = answers
        self.uids = {}

    def serve(self, requests):
        for line in requests:
            request = json.loads(line)
            try:
                method = getattr(self, "do_" + request.pop("do"))
                self._answer(result=method(**request))
            except Exception:
                self._answer(error=traceback.format_exc())

    def _answer(self, **values):
        self.answers.write(json.dumps(values, default=str) + "\n")
        self.answers.flush()

    def _environment(self, cr, user):
        if user == "superuser":
            return api.Environment(cr, SUPERUSER_ID, {}, su=True)
        if user not in self.uids:
            cr.execute("SELECT id FROM res_users WHERE login = %s", (LOGINS[user],))
            (self.uids[user],) = cr.fetchone()
        env = api.Environment(cr, self.uids[user], {})
        companies = env.user.company_id | env.user.company_ids
        # as the web client does
        return env(
            context={
                "lang": "en_US",
                "tz": env.user.tz,
                "uid": env.uid,
                "allowed_company_ids": companies.ids,
            }
        )

    # ---- requests

    def do_load(self, tasks, day):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for text in loading.load(env, tasks, day):
                self._answer(progress=text)

    def do_measure(self, work, user, batch, unshared=False):
        """Do it in a transaction of its own, as a request would, and undo it.

        :return: seconds, number of queries, and what came out of it in short
        """
        function = getattr(reads, work, None) or getattr(writes, work)
        with self.registry.cursor() as cr:
            if unshared:
                cr.execute("DELETE FROM crm_task_share")
            env = self._environment(cr, user)
            prepared = function(env(context={**env.context, "bench_batch": batch}))
            cr.flush()
            env.invalidate_all()
            gc.collect()
            queries, start = cr.sql_log_count, time.perf_counter()
            answer = prepared()
            cr.flush()  # what is sent and tracked at the end of a request belongs to it
            seconds = time.perf_counter() - start
            queries = cr.sql_log_count - queries
            short = checks.shorten(env, answer)
            cr.rollback()
        return {"seconds": seconds, "queries": queries, "answer": short}

    def do_processes(self, runs, batch):
        """What this does is kept, see :func:`processes.run`."""
        with self.registry.cursor() as cr:
            return processes.run(api.Environment(cr, SUPERUSER_ID, {}), runs, batch)

    def do_explain(self, work, user, batch, unshared=False, slowest=1):
        """
        :return: lines about the slowest statements
        """
        function = getattr(reads, work, None) or getattr(writes, work)
        with self.registry.cursor() as cr:
            if unshared:
                cr.execute("DELETE FROM crm_task_share")
            env = self._environment(cr, user)
            prepared = function(env(context={**env.context, "bench_batch": batch}))
            cr.flush()
            env.invalidate_all()
            lines = explain(env, prepared, slowest)
            cr.rollback()
        return lines

    def do_check(self, check, user, unshared=False, **values):
        """Something that isn't measured."""
        with self.registry.cursor() as cr:
            if unshared:
                cr.execute("DELETE FROM crm_task_share")
            result = getattr(checks, check)(self._environment(cr, user), **values)
            cr.rollback()
        return result


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever Odoo prints goes to the log
    config.parse_config(sys.argv[1:], setup_logging=True)
    Worker(Registry(config["db_name"][0]), answers).serve(sys.stdin)


if __name__ == "__main__":
    main()
