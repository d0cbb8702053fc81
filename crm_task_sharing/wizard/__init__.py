from . import crm_task_view_as
from . import mail_activity_schedule
