from . import crm_task_batches
