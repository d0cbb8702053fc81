{
    "name": "CRM Task Types",
    "summary": "Configurable task types, times, statuses and cards for Odoo's "
    "activities in CRM",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "website": "https://github.com/crm-tasks/crm-tasks",
    "author": "CRM Tasks",
    "license": "LGPL-3",
    "application": True,
    "images": ["static/description/lead.png"],
    "depends": ["crm"],
    "data": [
        "security/crm_task_types_groups.xml",
        "security/ir.model.access.csv",
        "data/crm_task_status_data.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "views/crm_task_cancel_reason_views.xml",
        "views/crm_task_status_views.xml",
        "views/mail_activity_type_views.xml",
        "views/mail_activity_views.xml",
        "views/mail_activity_task_views.xml",
        "views/res_config_settings_views.xml",
        "wizard/crm_task_cancel_views.xml",
        "wizard/mail_activity_schedule_views.xml",
        "views/crm_task_menus.xml",
    ],
    "demo": [
        "demo/crm_task_cancel_reason_demo.xml",
        "demo/mail_activity_type_demo.xml",
        "demo/mail_activity_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_task_types/static/src/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_task_types/static/tests/**/*",
            ("remove", "crm_task_types/static/tests/tours/**/*"),
        ],
        "web.assets_tests": [
            "crm_task_types/static/tests/tours/**/*",
        ],
    },
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
