"""Tasks planned together are the same as tasks planned one by one."""

from datetime import date, datetime

from .common import TaskCase

COMPARED = [
    "res_model",
    "res_name",
    "partner_id",
    "user_tz",
    "date_start",
    "date_due",
    "date_deadline",
    "date_overdue",
    "date_done",
    "duration_hours",
    "priority",
    "status_id",
    "summary",
    "note",
]


class TestBatch(TaskCase):
    def _mixed_values(self):
        """Tasks that have much, some or nothing in common."""
        self.colleague.tz = "Pacific/Auckland"
        other = self.lead.copy({"name": "Another lead", "partner_id": False})
        on = [
            {"res_model_id": self.env["ir.model"]._get_id(doc._name), "res_id": doc.id}
            for doc in (self.lead, other, self.client)
        ]
        rep, colleague = {"user_id": self.rep.id}, {"user_id": self.colleague.id}
        visit = {"activity_type_id": self.visit.id}
        call = {"activity_type_id": self.call.id}
        nine = {"date_start": datetime(2026, 3, 29, 9)}
        return [
            {**on[0], **rep, **call},
            {**on[1], **rep, **call},
            {**on[1], **rep, **call, "priority": "2"},
            {**on[2], **colleague, **call},
            {**on[0], **colleague, **visit, **nine},
            {**on[1], **colleague, **visit, **nine},
            {**on[1], **rep, **visit, **nine, "duration_hours": 3},
            {**on[0], **rep, **visit, "date_due": datetime(2026, 3, 20, 23, 30)},
            {**on[0], **visit, "date_deadline": date(2026, 4, 1)},
            {**on[0], **rep, **call, "date_deadline": date(2026, 4, 1)},
            {**rep, **call, "active": False},
            {**rep, **call},
        ]

    def test_together_as_one_by_one(self):
        values = self._mixed_values()
        Task = self.env["mail.activity"]
        together = Task.create(values)
        for vals, task in zip(values, together, strict=True):
            alone = Task.create(vals)
            for name in COMPARED:
                with self.subTest(vals=vals, field=name):
                    self.assertEqual(task[name], alone[name])

    def test_stored_by_one_insert(self):
        """Nothing is left to be written after the tasks are there."""
        values = [vals for vals in self._mixed_values() if "date_due" not in vals]
        tasks = self.env["mail.activity"].create(values)
        statements = []
        execute = self.env.cr.execute

        def listen(query, *args, **kwargs):
            statements.append(str(query))
            return execute(query, *args, **kwargs)

        self.patch(self.env.cr, "execute", listen)
        self.env.flush_all()
        updates = [text for text in statements if 'UPDATE "mail_activity"' in text]
        self.assertFalse(updates, tasks)

    def test_what_another_module_computes(self):
        """What tasks take from their documents is taken as that module wants it."""

        def nobody(tasks):
            tasks.partner_id = False

        values = [vals for vals in self._mixed_values() if vals.get("res_id")]
        Task = self.env["mail.activity"]
        self.assertTrue(Task.create(values).partner_id)
        self.patch(type(Task), "_compute_partner_id", nobody)
        self.assertFalse(Task.create(values).partner_id)
