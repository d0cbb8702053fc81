"""What must hold of reminders and of telling observers at any time."""

from odoo import api, models
from odoo.tools import SQL


class CrmTaskCheck(models.AbstractModel):
    _inherit = "crm.task.check"

    @api.model
    def _checks(self):
        return super()._checks() | {
            "Reminder of a task that is closed": SQL(
                """SELECT reminder.id
                     FROM crm_task_reminder reminder
                     JOIN mail_activity task ON task.id = reminder.mail_activity_id
                    WHERE task.active IS NOT TRUE"""
            ),
            "Reminder that its task doesn't have": SQL(
                """SELECT id FROM crm_task_reminder reminder
                    WHERE (mail_activity_id, alarm_id, counted_from) NOT IN (
                          SELECT activity_id, alarm_id, 'start'
                            FROM mail_activity_calendar_alarm_rel
                          UNION ALL
                          SELECT activity_id, alarm_id, 'due'
                            FROM mail_activity_due_alarm_rel)"""
            ),
            "Reminder at another time than its task says": SQL(
                # unassigned tasks without a time count in the zone of who plans them
                """SELECT reminder.id
                     FROM crm_task_reminder reminder
                     JOIN mail_activity task ON task.id = reminder.mail_activity_id
                     JOIN calendar_alarm alarm ON alarm.id = reminder.alarm_id
                    WHERE reminder.remind_at <> coalesce(
                              CASE WHEN reminder.counted_from = 'due'
                                   THEN task.date_due ELSE task.date_start END,
                              task.date_start,
                              task.date_due,
                              (task.date_deadline + time '09:00')
                              AT TIME ZONE task.user_tz AT TIME ZONE 'UTC')
                          - alarm.duration_minutes * interval '1 minute'"""
            ),
            "Observers to be told at another moment than when it is overdue": SQL(
                """SELECT id FROM mail_activity
                    WHERE tell_overdue_at IS NOT NULL
                      AND (active IS NOT TRUE OR tell_overdue_at <> date_overdue)"""
            ),
        }
