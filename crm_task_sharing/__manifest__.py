{
    "name": "CRM Task Sharing",
    "summary": "Who sees whose tasks in CRM: nothing, free/busy, read-only or full "
    "access",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "website": "https://github.com/crm-tasks/crm-tasks",
    "author": "CRM Tasks",
    "license": "LGPL-3",
    "depends": ["crm_task_types"],
    "data": [
        "security/crm_task_sharing_groups.xml",
        "security/ir.model.access.csv",
        "security/crm_task_share_rules.xml",
        "security/crm_task_view_as_rules.xml",
        "views/crm_task_share_views.xml",
        "views/crm_task_slot_views.xml",
        "views/crm_task_taken_views.xml",
        "views/mail_activity_type_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_users_views.xml",
        "wizard/crm_task_view_as_views.xml",
        "views/crm_task_menus.xml",
    ],
    "demo": [
        "demo/crm_task_share_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_task_sharing/static/src/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_task_sharing/static/tests/**/*",
            ("remove", "crm_task_sharing/static/tests/tours/**/*"),
        ],
        "web.assets_tests": [
            "crm_task_sharing/static/tests/tours/**/*",
        ],
    },
    "uninstall_hook": "uninstall_hook",
}
