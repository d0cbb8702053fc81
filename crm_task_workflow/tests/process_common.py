from odoo.fields import Command

from .common import WorkflowCase

BUDGET = {"name": "Budget", "code": "budget", "kind": "number", "default": "100"}
DAY = {"name": "Day", "code": "day", "kind": "date"}


class ProcessCase(WorkflowCase):
    """Processes drawn in a line or two, on the lead of the sales team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Process = cls.env["crm.task.process"].with_user(cls.boss)
        cls.Run = cls.env["crm.task.process.run"]

    @classmethod
    def draw(cls, steps, *ways, variables=(), **values):
        """A process that isn't published yet.

        :param dict steps: ``{name: values}``; the name says the kind, as in ``call``
            or ``end2``, if the values don't
        :param ways: ``"call>end"``, ``"call>end:no_answer"`` (an outcome or branch), or
            ``(way, values)``
        """
        process = cls.Process.create(
            {
                "name": "First call",
                "variable_ids": [Command.create(values) for values in variables],
                **values,
            }
        )
        by_name = {}
        for name, settings in steps.items():
            by_name[name] = cls.add_step(process, name, **settings)
        for way in ways:
            text, settings = (way, {}) if isinstance(way, str) else way
            cls.add_way(process, by_name, text, **settings)
        return process

    @classmethod
    def add_step(cls, process, name, **values):
        kind = values.pop("kind", name.rstrip("0123456789"))
        defaults = {"name": name, "kind": kind, "process_id": process.id}
        if kind == "call":
            defaults |= {"kind": "task", "activity_type_id": cls.call.id}
        for key in [key for key in values if key.endswith("variable")]:
            code = values.pop(key)
            values[f"{key}_id"] = cls.variable(process, code).id
        values["value_ids"] = [
            Command.create(cls.value(process, **value))
            for value in values.pop("sets", ())
        ]
        return process.step_ids.create({**defaults, **values})

    @classmethod
    def variable(cls, process, code):
        return process.variable_ids.filtered(lambda var: var.code == code)

    @classmethod
    def value(cls, process, **values):
        """The values of a value: variables by code, fields as ``model.name``."""
        for key in ("variable", "source_variable"):
            if key in values:
                values[f"{key}_id"] = cls.variable(process, values.pop(key)).id
                values.setdefault("target", "variable")
        if "field" in values:
            model, _dot, name = values.pop("field").rpartition(".")
            field = cls.env["ir.model.fields"]._get(model, name)
            values |= {"field_id": field.id, "target": "field"}
        return values

    @classmethod
    def add_way(cls, process, steps, text, **values):
        ends, _colon, branch = text.partition(":")
        origin, target = ends.rstrip("!").split(">")
        if branch in ("timeout", "cancelled"):
            values["branch"] = branch
        elif branch:
            task_type = steps[origin].activity_type_id
            values["outcome_id"] = cls.outcome(task_type, branch).id
        plain = not (branch or values.get("domain") or values.get("variable_domain"))
        return process.transition_ids.create(
            {
                "process_id": process.id,
                "origin_id": steps[origin].id,
                "target_id": steps[target].id,
                "is_default": plain and steps[origin].kind in ("task", "condition"),
                **values,
            }
        )

    @classmethod
    def publish(cls, steps, *ways, **values):
        process = cls.draw(steps, *ways, **values)
        process.action_publish()
        return process

    @classmethod
    def call_process(cls, process=None, **call):
        """Call; no answer: call again; everything else: the end.

        :param dict process: values of the process
        """
        return cls.publish(
            {"start": {}, "call": call, "call2": {}, "end": {}},
            "start>call", "call>end", "call>call2:no_answer", "call2>end",
            **(process or {}),
        )  # fmt: skip

    def start(self, process, documents=None, by=None, **variables):
        documents = self.lead if documents is None else documents
        ids = process.with_user(by or self.rep).action_start(
            documents.ids, variables=variables
        )
        return self.Run.browse(ids)

    def tasks(self, documents=None):
        documents = self.lead if documents is None else documents
        return self.env["mail.activity"].search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)],
            order="id",
        )

    def leads(self, count, **values):
        return self.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "type": "opportunity",
                    "user_id": self.rep.id,
                    **values,
                }
                for number in range(count)
            ]
        )

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "crm_task_workflow.ir_cron_advance_process_runs"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def assertStands(self, run, *names, state="running"):
        self.assertEqual(
            (run.state, run.token_ids.mapped("step_name")), (state, [*names])
        )

    def assertStopped(self, run, *texts):
        self.assertEqual(run.state, "error")
        for text in texts:
            self.assertIn(text, run.error_message)

    def passed(self, run):
        return run.event_ids.filtered(lambda e: e.kind == "passed").mapped("step_name")
