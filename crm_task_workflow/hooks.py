from odoo.addons.crm_task_types.hooks import prepare_uninstall


def uninstall_hook(env):
    """Processes go as a whole: they don't hold the types that go with them."""
    prepare_uninstall(env)
    env.cr.execute("DELETE FROM crm_task_process_transition")
    env.cr.execute("UPDATE crm_task_process_step SET activity_type_id = NULL")
