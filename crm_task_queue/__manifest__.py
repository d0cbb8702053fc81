{
    "name": "CRM Task Queue",
    "summary": "CRM tasks in large numbers: by as many workers as there are",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "website": "https://github.com/crm-tasks/crm-tasks",
    "author": "CRM Tasks",
    "license": "LGPL-3",
    "depends": ["crm_task_workflow", "queue_job"],
    "auto_install": True,
    "data": ["data/queue_job_data.xml"],
}
