from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Start or due was said once for all reminders of a task, or of a type."""
    if not column_exists(cr, "mail_activity", "remind_before"):
        return
    cr.execute(
        """
        WITH moved AS (
            DELETE FROM mail_activity_calendar_alarm_rel AS chosen USING mail_activity
             WHERE id = activity_id AND remind_before = 'due'
         RETURNING activity_id, alarm_id)
        INSERT INTO mail_activity_due_alarm_rel (activity_id, alarm_id)
             SELECT activity_id, alarm_id FROM moved;

        WITH moved AS (
            DELETE FROM mail_activity_type_calendar_alarm_rel AS chosen
             USING mail_activity_type
             WHERE id = activity_type_id AND remind_before = 'due'
         RETURNING activity_type_id, alarm_id)
        INSERT INTO mail_activity_type_due_alarm_rel (activity_type_id, alarm_id)
             SELECT activity_type_id, alarm_id FROM moved;

        UPDATE crm_task_reminder AS reminder SET counted_from = 'due'
          FROM mail_activity AS task
         WHERE task.id = reminder.mail_activity_id AND task.remind_before = 'due';

        ALTER TABLE mail_activity DROP COLUMN remind_before;
        ALTER TABLE mail_activity_type DROP COLUMN remind_before;
        """
    )
