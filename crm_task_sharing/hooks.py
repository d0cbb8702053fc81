from odoo.addons.crm_task_types.hooks import archive_filters


def uninstall_hook(env):
    archive_filters(env)
