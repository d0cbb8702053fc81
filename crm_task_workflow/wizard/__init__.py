from . import crm_task_press_dialog
from . import crm_task_press_dialog_missing
from . import crm_task_proposal
from . import mail_activity_schedule
from . import mail_activity_schedule_batches
