from . import crm_task_share
from . import crm_task_share_viewer
from . import crm_task_share_reason
from . import crm_team
from . import mail_activity_type
from . import res_company
from . import res_config_settings
from . import res_users

from . import mail_activity_share
from . import mail_activity_blank
from . import mail_activity_slot
from . import mail_activity_mixin
from . import mail_message
from . import crm_task_slot
from . import crm_task_taken
