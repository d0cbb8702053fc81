from odoo.http import request

from odoo.addons.mail.controllers.webclient import WebclientController

COUNTERS = "crm_task_counters"


class TaskWebclientController(WebclientController):
    @classmethod
    def _process_request_for_internal_user(cls, store, name, params):
        """The counters come with Odoo's own, or when they are to be counted again."""
        result = super()._process_request_for_internal_user(store, name, params)
        Task = request.env["mail.activity"]
        if name in (COUNTERS, "systray_get_activities") and Task.has_access("read"):
            store.add_global_values(taskCounters=Task.get_task_counters())
        return result
