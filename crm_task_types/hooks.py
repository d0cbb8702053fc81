def pre_init_hook(env):
    """Fill the new columns of existing tasks in the database itself: there may be a
    million.

    Odoo would compute them one by one, as it does for columns that it finds missing.
    """
    env.cr.execute(
        """
        ALTER TABLE mail_activity
            ADD COLUMN IF NOT EXISTS date_start timestamp,
            ADD COLUMN IF NOT EXISTS date_due timestamp,
            ADD COLUMN IF NOT EXISTS duration_hours double precision,
            ADD COLUMN IF NOT EXISTS date_overdue timestamp,
            ADD COLUMN IF NOT EXISTS priority varchar,
            ADD COLUMN IF NOT EXISTS partner_id integer,
            ADD COLUMN IF NOT EXISTS status_id integer,
            ADD COLUMN IF NOT EXISTS tell_overdue_at timestamp;
        UPDATE mail_activity
           SET duration_hours = 0,
               priority = '0',
               date_overdue = LEAST(
                   (date_deadline + 1)::timestamp
                   AT TIME ZONE COALESCE(user_tz, 'UTC') AT TIME ZONE 'UTC',
                   '9999-12-31 23:59:59'),  -- later than that, Odoo can't read it
               partner_id = (SELECT id FROM res_partner
                              WHERE res_model = 'res.partner' AND id = res_id);
        """
    )
    env.cr.execute(
        "SELECT DISTINCT res_model FROM mail_activity"
        " WHERE res_model NOT IN ('', 'res.partner')"
    )
    for (model,) in env.cr.fetchall():
        _fill_clients(env, model)


def _fill_clients(env, model):
    env.cr.execute(
        """
        SELECT 1 FROM ir_model_fields
         WHERE model = %s AND name = 'partner_id' AND relation = 'res.partner' AND store
        """,
        [model],
    )
    if env.cr.fetchone() and model in env:
        env.cr.execute(
            f"""
            UPDATE mail_activity AS task SET partner_id = document.partner_id
              FROM {env[model]._table} AS document
             WHERE task.res_model = %s AND document.id = task.res_id
            """,
            [model],
        )


def post_init_hook(env):
    """Odoo's own types get a card, existing tasks a status."""
    env["mail.activity.type"]._complete_cards()
    _fill_statuses(env)


def _fill_statuses(env):
    """Tasks from before the installation are to do, or done."""
    Status = env["crm.task.status"]
    for closing in (False, True):
        status = Status.search([("is_closing", "=", closing)], limit=1)
        env.cr.execute(
            "UPDATE mail_activity SET status_id = %s"
            " WHERE status_id IS NULL AND active IS NOT DISTINCT FROM %s",
            [status.id, not closing],
        )


def uninstall_hook(env):
    """Odoo searches for tasks until the end: not ordered by a column that goes."""
    env.registry["mail.activity"]._order = "date_deadline ASC, id ASC"
