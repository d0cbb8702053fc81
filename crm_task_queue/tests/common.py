from contextlib import ExitStack

from odoo import SUPERUSER_ID, api

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import DONE, PENDING, Job


class ByJobs:
    """Mixed into the tests of the other add-ons: what they leave to jobs is stored,
    loaded and performed, all of it after a scheduled action, one batch each time that
    the dialog of a template asks."""

    def setUp(self):
        super().setUp()
        self.jobs_before = self.stored_jobs()
        trigger = self.env.registry["ir.cron"].method_direct_trigger
        ask = self.env.registry["mail.activity.schedule"].action_launch_batch

        def trigger_and_perform(cron):
            result = trigger(cron)
            self.perform_jobs()
            return result

        def perform_and_ask(schedule):
            self.perform_jobs(limit=1)
            return ask(schedule)

        self.patch(
            self.env.registry["ir.cron"], "method_direct_trigger", trigger_and_perform
        )
        self.patch(
            self.env.registry["mail.activity.schedule"],
            "action_launch_batch",
            perform_and_ask,
        )

    def stored_jobs(self, *states):
        jobs = self.env["queue.job"].search([("id", ">", 0)], order="id")
        return jobs.filtered(lambda job: not states or job.state in states)

    def made_jobs(self, *states):
        return self.stored_jobs(*states) - self.jobs_before

    def perform_jobs(self, limit=None):
        """Perform the jobs that wait, also those that come up meanwhile.

        :return: how many were performed
        """
        done, postponed = 0, self.env["queue.job"]
        self.env.flush_all()
        self.env.invalidate_all()
        while jobs := self.made_jobs(PENDING) - postponed:
            if self.perform_job(jobs[0].uuid):
                done += 1
            else:
                postponed |= jobs[0]
            self.env.invalidate_all()
            if done == limit:
                break
        return done

    def perform_job(self, uuid):
        """As the runner does, in a transaction of its own.

        :return: whether it is over; else it asked to be tried again
        """
        with ExitStack() as stack:
            if not type(self)._registry_patched:
                stack.enter_context(self.enter_registry_test_mode())
            cr = stack.enter_context(self.registry.cursor())
            job = Job.load(api.Environment(cr, SUPERUSER_ID, {}), uuid)
            job.set_started()
            job.store()
            try:
                with cr.savepoint():
                    job.perform()
                job.set_done()
            except RetryableJobError:
                job.set_pending(reset_retry=False)
            job.store()
            return job.state == DONE
