from . import crm_task_view_as
