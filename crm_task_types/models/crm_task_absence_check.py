"""What must hold of tasks that are handed over for some time."""

from odoo import api, models
from odoo.tools import SQL


class CrmTaskCheck(models.AbstractModel):
    _inherit = "crm.task.check"

    @api.model
    def _checks(self):
        return super()._checks() | {
            "Task handed over twice for one absence": SQL(
                """SELECT min(id) AS id FROM crm_task_absence_line
                    GROUP BY absence_id, mail_activity_id HAVING count(*) > 1"""
            ),
            "Task that is to come back from an absence that is over": SQL(
                """SELECT line.id
                     FROM crm_task_absence_line line
                     JOIN crm_task_absence absence ON absence.id = line.absence_id
                    WHERE line.state = 'given' AND absence.state = 'over'"""
            ),
        }
