from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.crm_task_types.tests.common import tagged

from .process_common import ProcessCase


@tagged("post_install", "-at_install")
class TestProcessDesigner(ProcessCase):
    """What the designer shows and saves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process = cls.draw(
            {"start": {}, "call": {"summary": "Call {{ object.name }}"}, "end": {}},
            "start>call", "call>end",
        )  # fmt: skip

    def save(self, steps=None, ways=None, by=None):
        process = self.process.with_user(by or self.boss)
        return process.save_designer(steps or {}, ways or {})

    def key(self, name):
        return self.process.step_ids.filtered(lambda step: step.name == name).key

    def drawn(self):
        return {
            (way.origin_id.name, way.target_id.name, way.outcome_id.code or way.branch)
            for way in self.process.transition_ids
        }

    def test_what_is_shown(self):
        shown = self.process.get_designer()
        self.assertEqual(
            [step["name"] for step in shown["steps"]], ["start", "call", "end"]
        )
        self.assertIn("sequence", shown["transitions"][0])
        (task_type,) = shown["types"]
        self.assertEqual(task_type["name"], self.call.name)
        self.assertIn("No answer", [entry["name"] for entry in task_type["outcomes"]])
        self.assertTrue(shown["can_write"])
        self.assertFalse(self.process.with_user(self.rep).get_designer()["can_write"])
        self.assertEqual(
            set(shown["ids"]),
            {*self.process.step_ids.mapped("key")}
            | {*self.process.transition_ids.mapped("key")},
        )

    def test_a_new_type_is_in_the_palette(self):
        new = self.env["mail.activity.type"].create(
            {"name": "Measure", "res_model": "crm.lead"}
        )
        other = self.env["mail.activity.type"].create(
            {"name": "Other", "res_model": "res.partner"}
        )
        found = [entry["id"] for entry in self.process.get_palette()["types"]]
        self.assertIn(new.id, found)
        self.assertNotIn(other.id, found)

    def test_draw(self):
        no_answer = self.outcome(self.call, "no_answer")
        shown = self.save(
            {
                "pause0": {"kind": "timer", "name": "Pause", "x": 10, "y": 20},
                "again0": {
                    "kind": "task",
                    "settings": {"activity_type_id": self.call.id},
                },
            },
            {
                "way0": {
                    "origin": self.key("call"),
                    "target": "pause0",
                    "branch": f"outcome:{no_answer.id}",
                    "sequence": 30,
                },
                "way1": {"origin": "pause0", "target": "again0"},
                "way2": {"origin": "again0", "target": self.key("end")},
                "way3": {
                    "origin": self.key("call"), "target": "again0", "branch": "timeout",
                },
            },
        )  # fmt: skip
        self.assertEqual(
            self.drawn(),
            {
                ("start", "call", False),
                ("call", "end", False),
                ("call", "Pause", "no_answer"),
                ("Pause", self.call.name, False),
                (self.call.name, "end", False),
                ("call", self.call.name, "timeout"),
            },
        )
        pause = self.process.step_ids.filtered(lambda step: step.key == "pause0")
        self.assertEqual((pause.position_x, pause.position_y), (10, 20))
        self.assertEqual(shown["ids"]["pause0"], pause.id)

    def test_change(self):
        (way,) = self.process.transition_ids.filtered("is_default")
        self.save(
            {self.key("call"): {"x": 300, "name": "Ring"}},
            {way.key: {"target": self.key("call"), "is_default": False}},
        )
        self.assertEqual(
            self.drawn(), {("start", "Ring", False), ("Ring", "Ring", False)}
        )
        self.assertEqual(self.process.step_ids[1].summary, "Call {{ object.name }}")

    def test_delete_and_restore(self):
        before = self.process._freeze()
        sequences = dict(
            self.process.transition_ids.mapped(lambda w: (w.key, w.sequence))
        )
        call = before["steps"][1]
        ways = {way["key"]: way for way in before["transitions"]}
        self.save({call["key"]: None}, dict.fromkeys(ways))
        self.assertEqual(self.process.step_ids.mapped("name"), ["start", "end"])
        self.save(
            {call["key"]: call},
            {key: {**way, "sequence": sequences[key]} for key, way in ways.items()},
        )
        after = self.process._freeze()
        for part in ("steps", "transitions"):
            self.assertCountEqual(after[part], before[part])

    def test_what_somebody_has_deleted_stays_deleted(self):
        self.save(
            {"gone": {"x": 3}},
            {"lost": {"target": self.key("end")},
             "new": {"origin": self.key("end"), "target": "gone"}},
        )  # fmt: skip
        self.assertEqual(len(self.process.step_ids), 3)
        self.assertEqual(len(self.process.transition_ids), 2)

    def test_all_or_nothing(self):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.save({self.key("end"): None, "new": {"kind": "task"}})
        self.process.invalidate_recordset()
        self.assertEqual(len(self.process.step_ids), 3)

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.save({self.key("call"): {"x": 300}}, by=self.rep)

    def test_run(self):
        self.process.action_publish()
        run = self.start(self.process).with_user(self.rep)
        shown = run.get_picture()
        self.assertEqual(shown["steps_passed"], [self.key("start")])
        self.assertEqual(len(shown["ways_taken"]), 1)
        (standing,) = shown["standing"]
        self.assertEqual(
            (standing["step_name"], standing["state"]), ("call", "waiting")
        )
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            run.with_user(stranger).get_picture()

    def test_open_what_was_counted(self):
        self.process.action_publish()
        run = self.start(self.process)
        version = self.process.version_id.with_user(self.boss)
        found = version.open_step(self.key("call"), "waiting")
        self.assertEqual(found["domain"], [("id", "in", run.ids)])
        found = version.open_step(self.key("call"), "passed")
        self.assertEqual(found["domain"], [("id", "in", [])])
        found = version.open_step(
            self.key("start"), "passed", documents=True, date_from=False, team_ids=[]
        )
        self.assertEqual(found["res_model"], "crm.lead")
        self.assertEqual(found["domain"], [("id", "in", self.lead.ids)])

    def test_picture_of_a_version(self):
        self.process.action_publish()
        self.save({self.key("call"): {"name": "Ring"}})
        self.process.action_publish()
        first = self.process.version_ids.filtered(lambda v: v.number == 1).get_picture()
        self.assertEqual(first["steps"][1]["name"], "call")
        self.assertEqual([entry["number"] for entry in first["versions"]], [2, 1])

    def test_button_of_the_document(self):
        self.process.action_publish()
        run = self.start(self.process)
        self.assertEqual(self.lead.action_open_process_runs()["res_id"], run.id)
        self.publish({"start": {}, "end": {}}, "start>end", name="Other")
        other = self.Process.search([("name", "=", "Other")])
        self.start(other)
        self.assertFalse(self.lead.action_open_process_runs().get("res_id"))

    def test_what_a_simulation_asks(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            found = self.process.with_user(self.boss).simulate(self.lead.id)
            self.assertEqual(found["next"]["step_name"], "call")
            found = self.process.with_user(self.boss).simulate(
                self.lead.id, [self.done.id]
            )
            self.assertFalse(found["next"])

    def test_settings_come_back(self):
        """As after a change in the form of a step that is undone."""
        key = self.key("call")
        before = self.process.get_designer()
        step = self.process.step_ids.filtered(lambda step: step.key == key)
        step.write({"summary": "Other", "priority": "2"})
        (frozen,) = [entry for entry in before["steps"] if entry["key"] == key]
        self.save({key: {"settings": frozen["settings"], "values": []}})
        self.assertEqual(step.summary, "Call {{ object.name }}")
        self.assertEqual(self.process.get_designer()["steps"], before["steps"])
