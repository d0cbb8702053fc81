def migrate(cr, version):
    """The field behind which the view stands isn't in the form any more; views that
    are loaded before this one look at it, too."""
    cr.execute(
        """
        UPDATE ir_ui_view AS view
           SET arch_db = replace(
                   arch_db::text, 'default_checklist', 'remind_observers')::jsonb
          FROM ir_model_data AS data
         WHERE data.model = 'ir.ui.view' AND data.res_id = view.id
           AND data.module = 'crm_task_workflow'
           AND data.name = 'mail_activity_type_view_form_closing'
        """
    )
