from odoo.addons.crm_task_types.hooks import prepare_uninstall


def uninstall_hook(env):
    prepare_uninstall(env)
