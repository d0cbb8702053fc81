from . import crm_task_batches
from . import crm_task_cached
from . import crm_task_defaults
from . import crm_task_kept
from . import quick_reference
from . import quick_body
from . import crm_task_cancel_reason
from . import crm_task_card_field
from . import crm_task_card_mixin
from . import crm_task_check
from . import crm_task_checklist_mixin
from . import crm_task_checklist_line
from . import crm_task_checklist_owner
from . import crm_task_custom_field
from . import crm_task_document_people
from . import crm_task_mention
from . import crm_task_part
from . import crm_task_review_rule
from . import crm_task_rule
from . import crm_task_status
from . import crm_task_time_mixin

from . import mail_activity_type
from . import mail_activity_type_card
from . import mail_activity_type_models
from . import mail_activity_type_retire

from . import mail_activity_access
from . import mail_activity_found
from . import mail_activity_lock
from . import mail_activity_thread
from . import mail_activity_given
from . import mail_activity_track
from . import mail_activity_people
from . import mail_activity_dates
from . import mail_activity_state
from . import mail_activity_order
from . import mail_activity_calendar
from . import mail_activity_status
from . import mail_activity_cancel
from . import mail_activity_meeting
from . import mail_activity_email
from . import mail_activity_move
from . import mail_activity_document
from . import mail_activity_news
from . import mail_activity_news_overdue
from . import crm_task_checklist_item
from . import crm_task_reminder
from . import mail_activity_reminder
from . import mail_activity_remind
from . import crm_task_reminder_check
from . import mail_activity_defaults
from . import mail_activity_handover
from . import res_users_handover
from . import crm_task_handover_mixin
from . import crm_task_absence
from . import crm_task_absence_line
from . import crm_task_absence_run
from . import crm_task_absence_hint
from . import crm_task_absence_check
from . import crm_task_series
from . import crm_task_series_template
from . import crm_task_series_days
from . import crm_task_series_tell
from . import crm_task_series_next
from . import mail_activity_series
from . import mail_activity_repeat
from . import mail_activity_merge
from . import crm_lead_access
from . import crm_lead_series
from . import crm_task_series_check
from . import mail_activity_batch
from . import mail_activity_done
from . import mail_activity_store

# what it requires may come from all of the above
from . import mail_activity_card

# asked after the card when a task is completed
from . import mail_activity_checklist

# around it: what waits for review isn't completed yet
from . import mail_activity_review
from . import mail_activity_review_who
from . import mail_activity_review_complete
from . import mail_activity_review_decide
from . import mail_activity_review_hold
from . import mail_activity_review_spare
from . import mail_activity_review_text

# sees what all of the above change
from . import mail_activity_unread
from . import mail_activity_counters
from . import mail_activity_counters_live
from . import res_users

from . import ir_actions_server
from . import ir_attachment
from . import ir_model_fields
from . import mail_activity_mixin
from . import mail_activity_mixin_shown
from . import mail_activity_plan_template
from . import res_config_settings
