from . import crm_task_card_field
from . import mail_activity_project
from . import mail_activity_project_access
from . import project_project
