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
    ],
    "assets": {
        "web.assets_tests": [
            "crm_task_sharing/static/tests/tours/**/*",
        ],
    },
}
