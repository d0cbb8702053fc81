from odoo.tools.sql import table_exists


def migrate(cr, version):
    """It was known of tasks, not of comments, whether somebody has read them: the last
    one counts."""
    if not table_exists(cr, "mail_activity_unread_rel"):
        return
    cr.execute(
        """
        INSERT INTO mail_message_task_unread_rel (message_id, user_id)
             SELECT max(message.id), unread.user_id
               FROM mail_activity_unread_rel AS unread
               JOIN mail_message AS message
                 ON message.model = 'mail.activity'
                AND message.res_id = unread.activity_id
                AND message.message_type IN ('comment', 'email')
           GROUP BY unread.activity_id, unread.user_id;
        DROP TABLE mail_activity_unread_rel;
        """
    )
