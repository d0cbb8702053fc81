{
    "name": "CRM Task Projects",
    "summary": "Tasks of CRM that belong to a client's project",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "website": "https://github.com/crm-tasks/crm-tasks",
    "author": "CRM Tasks",
    "license": "LGPL-3",
    "depends": ["crm_task_types", "project"],
    "auto_install": True,
    "data": [
        "views/mail_activity_views.xml",
        "views/mail_activity_task_views.xml",
        "views/project_project_views.xml",
        "wizard/mail_activity_schedule_views.xml",
    ],
    "demo": [
        "demo/mail_activity_demo.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "crm_task_project/static/tests/tours/**/*",
        ],
    },
    "pre_init_hook": "pre_init_hook",
    "uninstall_hook": "uninstall_hook",
}
