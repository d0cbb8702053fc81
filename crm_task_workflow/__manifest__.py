{
    "name": "CRM Task Workflow",
    "summary": "Outcome buttons, results, next tasks and what follows from a task in "
    "CRM",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "website": "https://github.com/crm-tasks/crm-tasks",
    "author": "CRM Tasks",
    "license": "LGPL-3",
    "depends": ["crm_task_types", "base_automation"],
    "data": [
        "security/ir.model.access.csv",
        "security/crm_task_template_rules.xml",
        "data/crm_task_outcome_data.xml",
        "data/ir_cron_data.xml",
        "views/crm_task_outcome_views.xml",
        "views/crm_task_result_views.xml",
        "views/crm_task_followup_views.xml",
        "views/mail_activity_type_views.xml",
        "views/mail_activity_views.xml",
        "views/crm_lead_views.xml",
        "views/res_config_settings_views.xml",
        "views/ir_actions_server_views.xml",
        "views/base_automation_views.xml",
        "views/mail_activity_plan_views.xml",
        "views/crm_team_views.xml",
        "views/crm_stage_views.xml",
        "views/mail_activity_type_closing_views.xml",
        "views/ir_actions_server_template_views.xml",
        "wizard/crm_task_press_dialog_views.xml",
        "wizard/mail_activity_schedule_views.xml",
        "views/crm_task_menus.xml",
    ],
    "demo": [
        "demo/crm_task_workflow_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_task_workflow/static/src/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_task_workflow/static/tests/**/*",
            ("remove", "crm_task_workflow/static/tests/tours/**/*"),
        ],
        "web.assets_tests": [
            "crm_task_workflow/static/tests/tours/**/*",
        ],
    },
}
