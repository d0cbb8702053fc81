"""Tasks are planned many at a time: what many of them share is worked out once."""

from odoo import api, fields, models

_DOCUMENT_FIELDS = {"res_model_id", "res_model", "res_id"}


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.task.defaults"]
    _fields_of_defaults = ("activity_type_id",)

    # known before the task is stored, so that creating it is one INSERT
    res_name = fields.Char(compute="_compute_res_name", store=True, precompute=True)
    date_done = fields.Date(compute="_compute_date_done", store=True, precompute=True)

    @api.model
    def _shares_defaults(self, values):
        return not values.get("task_properties") and super()._shares_defaults(values)

    def _validate_fields(self, field_names, excluded_names=()):
        """Odoo asks a second time, for each new task by itself, about the fields of
        which it has just asked for all of them together."""
        names = set(field_names).difference(excluded_names)
        if names:
            return super()._validate_fields(names, excluded_names)
        return None

    def _by_type(self, wanted):
        """The tasks of which something is to be done that few types ask for.

        :param wanted: tells of a type whether it does
        :return: ``{type: tasks}``, the types with all rights
        """
        # sudo: what a type asks for counts for everybody
        types = self.activity_type_id.sudo().filtered(wanted)
        by_type = self.grouped("activity_type_id") if types else {}
        return {one: by_type[one] for one in types}

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Work out what follows from the model once, what follows from the document
        once per document, and what follows from type, people and times once for all
        tasks that have these in common."""
        inputs = self._precompute_inputs()
        for shared in ({"res_model_id"}, _DOCUMENT_FIELDS, self._fields.keys()):
            names = {name for name, used in inputs.items() if used <= shared}
            used = names.union(*(inputs.pop(name) for name in names))
            if shared is _DOCUMENT_FIELDS:
                self._add_from_documents(vals_list)
            self._add_alike(vals_list, names, used)
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _precompute_inputs(self):
        """:return: for each precomputed field the names of the fields that its value
        follows from, directly or through others"""
        return {
            name: self._inputs_of(name)
            for name, field in self._fields.items()
            if field.precompute
        }

    @api.model
    def _add_from_documents(self, vals_list):
        """Fill in what tasks take from their documents, without making up a task for
        each document; what somebody else computes is left to him."""
        taken = {
            name: take
            for name, take in self._taken_from_documents().items()
            if self._is_ours(self._fields[name].compute)
        }
        by_model = {}
        for vals in vals_list:
            by_model.setdefault(vals.get("res_model"), []).append(vals)
        for model, group in by_model.items():
            ids = {vals.get("res_id") for vals in group}
            # sudo: as stored fields are computed, whoever plans the task
            documents = self.sudo()._existing(model, ids)
            values = {
                name: take(documents) if documents else {}
                for name, take in taken.items()
            }
            for vals in group:
                computed = {
                    name: self._fields[name].convert_to_write(
                        by_id.get(vals.get("res_id"), False), self
                    )
                    for name, by_id in values.items()
                    if name not in vals
                }
                self._fill([vals], computed)

    @api.model
    def _inputs_of(self, name):
        """The names of the fields that a field follows from, directly or through
        others."""
        found, unseen = set(), [name]
        while unseen:
            for path in self.pool.field_depends[self._fields[unseen.pop()]]:
                one = path.split(".")[0]
                if one not in found:
                    found.add(one)
                    unseen.append(one)
        return found

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
            computed = {
                name: self._fields[name].convert_to_write(record[name], self)
                for name in names.difference(group[0])
            }
            self._fill(group, computed)

    @api.model
    def _fill(self, vals_list, computed):
        computed_fields = [self._fields[name] for name in computed]
        for vals in vals_list:
            vals.update(computed)
            vals.setdefault("__precomputed__", set()).update(computed_fields)

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
        """Others may look at more of this task to prepare the next one."""
        return self._is_ours("_prepare_next_activity_values")

    @api.model
    def _is_ours(self, method_name):
        """Whether a method is Odoo's or ours, and nobody else has a say in it."""
        modules = [
            cls.__module__ for cls in type(self).mro() if method_name in vars(cls)
        ]
        ours = ("odoo.addons.mail.", "odoo.addons.crm_task_")
        return bool(modules) and all(name.startswith(ours) for name in modules)

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
