import re


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
    prepare_uninstall(env)
    env.registry["mail.activity"]._order = "date_deadline ASC, id ASC"


def prepare_uninstall(env):
    """What Odoo needs, so that an add-on which extends all models with activities can
    go: each calls it in its ``uninstall_hook``."""
    archive_filters(env)
    forget_lost_fields(env)


def forget_lost_fields(env):
    """An app that was uninstalled took its models along, and left the names of what we
    added to them: Odoo stumbles over these."""
    env.cr.execute(
        """
        DELETE FROM ir_model_data AS data USING ir_module_module AS add_on
         WHERE add_on.name = data.module AND add_on.state = 'to remove'
           AND data.model = 'ir.model.fields' AND NOT EXISTS (
               SELECT FROM ir_model_fields AS field WHERE field.id = data.res_id)
        """
    )


# what may be a field in a filter, from there to others; at its end how it is grouped
PATH = re.compile(r"""["']([a-z_][\w.]*)""")


def archive_filters(env):
    """Before an add-on is uninstalled: who opens a favorite that asks for a field that
    is gone gets an error, and with a default one never sees his list again. Archived,
    it can be brought back when the add-on is."""
    going = _fields_that_go(env)
    for favorite in env["ir.filters"].search([("active", "=", True)]):
        text = f"{favorite.domain} {favorite.context} {favorite.sort}"
        paths = PATH.findall(text)
        if any(_asks_for(env, favorite.model_id, path, going) for path in paths):
            favorite.active = False


def _fields_that_go(env):
    """:return: ``{(model, name)}``"""
    env.cr.execute(
        """
        SELECT field.model, field.name FROM ir_model_fields AS field
          JOIN ir_model_data AS data
            ON data.model = 'ir.model.fields' AND data.res_id = field.id
          LEFT JOIN ir_module_module AS add_on ON add_on.name = data.module
         GROUP BY field.model, field.name HAVING every(add_on.state = 'to remove')
        """
    )
    return set(env.cr.fetchall())


def _asks_for(env, model, path, fields):
    for name in path.split("."):
        if (model, name) in fields:
            return True
        field = env[model]._fields.get(name) if model in env else None
        if not field or not field.relational:
            return False
        model = field.comodel_name
    return False
