from . import crm_task_delay
from . import crm_task_assignee
from . import crm_task_press

from . import crm_task_outcome
from . import crm_task_outcome_effect
from . import crm_task_result
from . import crm_task_undo
from . import crm_task_followup
from . import mail_activity_outcome
from . import mail_activity_type
from . import crm_lead
from . import res_config_settings
from . import ir_actions_server_task
from . import ir_actions_server_task_run
from . import base_automation
from . import mail_activity_triggers
