from . import crm_task_cancel
from . import crm_task_return_dialog
from . import crm_task_handover
from . import crm_task_handover_run
from . import crm_task_repeat
from . import mail_activity_schedule
from . import mail_activity_schedule_people
from . import mail_activity_schedule_absence
