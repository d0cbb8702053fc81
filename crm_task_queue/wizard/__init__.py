from . import mail_activity_schedule
from . import mail_activity_schedule_batch
