"""Tasks are planned many at a time: what many of them share is worked out once."""

from copy import deepcopy

from odoo import api, fields, models

DEFAULTS = "crm_task_types.defaults"
_DOCUMENT_FIELDS = {"res_model_id", "res_model", "res_id"}


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # known before the task is stored, so that creating it is one INSERT
    res_name = fields.Char(compute="_compute_res_name", store=True, precompute=True)
    date_done = fields.Date(compute="_compute_date_done", store=True, precompute=True)

    @api.model
    def _prepare_create_values(self, vals_list):
        """Odoo asks for the defaults of each task by itself; here they are asked once
        for all that give the same fields and have the same type."""
        self.env.cr.cache[DEFAULTS] = {}
        try:
            return super()._prepare_create_values(vals_list)
        finally:
            self.env.cr.cache.pop(DEFAULTS, None)

    @api.model
    def _add_missing_default_values(self, values):
        known = self.env.cr.cache.get(DEFAULTS)
        if known is None or values.get("task_properties"):
            return super()._add_missing_default_values(values)
        key = id(self.env), values.get("activity_type_id"), *values
        if key not in known:
            complete = super()._add_missing_default_values(values)
            known[key] = {
                name: value for name, value in complete.items() if name not in values
            }
        return deepcopy(known[key]) | values

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Work out what follows from the model once, what follows from the document
        once per document, and what follows from type, people and times once for all
        tasks that have these in common."""
        inputs = self._precompute_inputs()
        for shared in ({"res_model_id"}, _DOCUMENT_FIELDS, self._fields.keys()):
            names = {name for name, used in inputs.items() if used <= shared}
            used = names.union(*(inputs.pop(name) for name in names))
            self._add_alike(vals_list, names, used)
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _precompute_inputs(self):
        """:return: for each precomputed field the names of the fields that its value
        follows from, directly or through others"""

        def inputs_of(field, seen):
            for path in self.pool.field_depends[field]:
                name = path.split(".")[0]
                if name not in seen:
                    seen.add(name)
                    inputs_of(self._fields[name], seen)
            return seen

        return {
            name: inputs_of(field, set())
            for name, field in self._fields.items()
            if field.precompute
        }

    @api.model
    def _add_alike(self, vals_list, names, inputs):
        """Fill in the fields ``names`` that are missing, once for all values that are
        the same in ``inputs``."""
        alike = {}
        for vals in vals_list:
            if any(name not in vals for name in names):
                key = tuple(repr(vals[name]) if name in vals else "" for name in inputs)
                alike.setdefault(key, []).append(vals)
        records = self.browse().concat(
            *(
                self.new({name: group[0][name] for name in inputs if name in group[0]})
                for group in alike.values()
            )
        )
        for record, group in zip(records, alike.values(), strict=True):
            for name in names:
                self._fill(name, record, group)

    @api.model
    def _fill(self, name, record, vals_list):
        field = self._fields[name]
        for vals in vals_list:
            if name not in vals:
                vals[name] = field.convert_to_write(record[name], self)
                vals.setdefault("__precomputed__", set()).add(field)

    # ---- what follows completed tasks

    def _action_done(self, feedback=False, attachment_ids=None):
        prepared = self.with_context(crm_task_following=self._prepare_following_alike())
        messages, following = super(MailActivity, prepared)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        return messages.with_env(self.env), following.with_env(self.env)

    def _prepare_following_alike(self):
        """The values of the next tasks, worked out once for all that have type and
        kind of document in common; their days follow from those of these tasks.

        :return: ``{task id: values}``; empty where somebody else has a say in them
        """
        chained = self.filtered(lambda task: task.chaining_type == "trigger")
        if len(chained) < 2 or not self._follow_alike():
            return {}
        prepared = {}
        for (task_type, _model), tasks in chained.grouped(
            lambda task: (task.activity_type_id, task.res_model)
        ).items():
            values = tasks[0]._prepare_next_activity_values()
            next_type = task_type.triggered_next_type_id
            for day, due in tasks.grouped("date_deadline").items():
                following = next_type.with_context(activity_previous_deadline=day)
                values = values | {"date_deadline": following._get_date_deadline()}
                for task in due:
                    own = {"res_id": task.res_id, **task._values_to_hand_on()}
                    prepared[task.id] = values | own
        return prepared

    @api.model
    def _follow_alike(self):
        """Whether only Odoo's module and ours prepare the values of the next task:
        others may look at more of this one."""
        name = "_prepare_next_activity_values"
        return all(
            cls.__module__.startswith(("odoo.addons.mail.", "odoo.addons.crm_task_"))
            for cls in type(self).mro()
            if name in vars(cls)
        )

    def _prepare_next_activity_values(self):
        self.ensure_one()
        prepared = self.env.context.get("crm_task_following", {})
        if self.id in prepared:
            return dict(prepared[self.id])
        defaults = {"crm_task_names_only": True}
        if following := self.activity_type_id.triggered_next_type_id:
            # Odoo would look for another type first
            defaults["default_activity_type_id"] = following.id
        alike = self.with_context(**defaults)
        return super(MailActivity, alike)._prepare_next_activity_values()

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Odoo asks for the description of all fields for each task that follows, and
        uses their names."""
        if allfields or not self.env.context.get("crm_task_names_only"):
            return super().fields_get(allfields, attributes)
        return {
            name: {}
            for name, field in self._fields.items()
            if self._has_field_access(field, "read")
        }
