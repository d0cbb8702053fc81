from odoo.addons.crm_task_types.hooks import prepare_uninstall


def pre_init_hook(env):
    """Fill the column in the database itself: there may be a million tasks, and Odoo
    would compute it one by one."""
    env.cr.execute(
        """
        ALTER TABLE mail_activity ADD COLUMN IF NOT EXISTS project_id integer;
        UPDATE mail_activity SET project_id = project.id
          FROM project_project AS project
         WHERE res_model = 'project.project' AND res_id = project.id
        """
    )


def uninstall_hook(env):
    prepare_uninstall(env)
