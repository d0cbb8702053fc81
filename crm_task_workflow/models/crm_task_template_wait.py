"""Tasks of a template that are made only when another one is completed."""

from odoo import api, fields, models
from odoo.tools import SQL

WAITING, CREATED, SKIPPED, DROPPED = "waiting", "created", "skipped", "dropped"
STATES = [
    (WAITING, "Waiting"),
    (CREATED, "Created"),
    (SKIPPED, "Left out"),
    (DROPPED, "Dropped"),
]


class CrmTaskTemplateWait(models.Model):
    """One task to come, of one line of a template on one document.

    It waits for ``previous_task_id`` or, as long as that one doesn't exist either, for
    the row ``previous_wait_id``. Rows are made and used by the system only: nobody but
    task administrators may see them, and all methods here work as superuser.
    """

    _name = "crm.task.template.wait"
    _description = "Task of a Template to come"
    _order = "id"

    line_id = fields.Many2one(
        "mail.activity.plan.template",
        "Line",
        required=True,
        index=True,
        ondelete="cascade",
    )
    res_model = fields.Char("Document model", required=True)
    res_id = fields.Many2oneReference(
        "Document id", model_field="res_model", required=True
    )
    state = fields.Selection(STATES, default=WAITING, required=True)
    previous_task_id = fields.Many2one(
        "mail.activity", "After", index="btree_not_null", ondelete="cascade"
    )
    previous_wait_id = fields.Many2one(
        "crm.task.template.wait", "After the row", index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        "Asked for",
        ondelete="set null",
        help="Who was chosen when the template was applied, for lines that ask.",
    )
    task_id = fields.Many2one(
        "mail.activity", "Task", index="btree_not_null", ondelete="set null"
    )

    # ---- waiting

    @api.model
    def _create_from(self, slots, launch):
        """Let the slots wait that have to.

        :param slots: in the order of their lines; those that don't wait have a task
        """
        waiting = [slot for slot in slots if slot.waits]
        # sudo: rows belong to the system, see the class
        rows = self.sudo().create(
            [
                {
                    "line_id": slot.line.id,
                    "res_model": slot.document._name,
                    "res_id": slot.document.id,
                    "previous_task_id": slot.previous.task and slot.previous.task.id,
                    "user_id": slot.user.id,
                }
                for slot in waiting
            ]
        )
        for slot, row in zip(waiting, rows, strict=True):
            slot.wait = row
            if slot.previous.wait:
                row.previous_wait_id = slot.previous.wait

    # ---- hooks: to be called when tasks are closed or opened again

    @api.model
    def _task_done(self, tasks):
        """Make the tasks that waited for the completion of these.

        :param tasks: completed tasks, all that were completed together
        :return: the tasks made
        :raise UserError: when somebody is missing and the line says to refuse then
        """
        # sudo: rows belong to the system, see the class
        return self.sudo()._lock_waiting_for(tasks)._resume()

    @api.model
    def _task_cancelled(self, tasks):
        """Drop what waits for the completion of these tasks.

        :param tasks: tasks that were cancelled
        """
        # sudo: rows belong to the system, see the class
        rows = self.sudo()._lock_waiting_for(tasks)
        rows._with_followers().write({"state": DROPPED})

    @api.model
    def _task_reopened(self, tasks):
        """Let what followed these tasks wait again, as if they had not been closed.

        :param tasks: tasks that are open again
        :return: the tasks that followed and can't be taken back, because they are
            closed already or somebody wrote on them
        """
        # sudo: rows belong to the system, see the class
        rows = self.sudo().search(
            [("previous_task_id", "in", tasks.ids), ("state", "!=", WAITING)]
        )
        made = rows.task_id
        touched = made.filtered(lambda task: not task.active or task.message_ids)
        rows = rows.filtered(lambda row: row.task_id not in touched)
        rows._with_followers()._wait_again()
        return touched.sudo(False)

    def _wait_again(self):
        made = self.task_id
        # before the tasks go, or their followers would go with them
        self.filtered("previous_wait_id").previous_task_id = False
        self.write({"state": WAITING, "task_id": False})
        made.unlink_w_meeting()

    def _with_followers(self):
        """These rows and those that wait for them."""
        found = level = self
        while level:
            level = self.search([("previous_wait_id", "in", level.ids)]) - found
            found |= level
        return found

    @api.model
    def _lock_waiting_for(self, tasks):
        """The rows that wait for tasks, locked: each of them is used once."""
        tasks = tasks._perhaps_with("template_wait_ids")
        if not tasks:
            return self
        self.flush_model(["previous_task_id", "state"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM crm_task_template_wait"
                " WHERE previous_task_id IN %s AND state = %s ORDER BY id FOR UPDATE",
                tuple(tasks.ids),
                WAITING,
            )
        )
        return self.browse([row[0] for row in rows])


class MailActivity(models.Model):
    _inherit = "mail.activity"

    template_wait_ids = fields.One2many(
        "crm.task.template.wait", "previous_task_id", groups=fields.NO_ACCESS
    )

    @api.model
    def _relations_asked_with_lock(self):
        return [*super()._relations_asked_with_lock(), "template_wait_ids"]

    def _after_outcome(self, tasks, outcome, results):
        result = super()._after_outcome(tasks, outcome, results)
        # a rule may have deleted the document, and its tasks with it
        completed = tasks._still_there().filtered(lambda task: not task.active)
        self.env["crm.task.template.wait"]._task_done(completed)
        return result

    def _cancel(self, reason):
        cancelled = self.filtered("active")
        result = super()._cancel(reason)
        self.env["crm.task.template.wait"]._task_cancelled(cancelled)
        return result

    def write(self, vals):
        if not vals.get("active"):
            return super().write(vals)
        reopened = self.filtered(lambda task: not task.active)
        result = super().write(vals)
        self.env["crm.task.template.wait"]._task_reopened(reopened)
        return result
