"""What is not shared is not seen, by any way into the system.

Each way is a method ``_way_<name>(user)`` that gives what the user gets by it, as text;
none of the secrets of the task may stand in it, unless the task is shared.
"""

import json

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.bus.models.bus import channel_with_db, json_dump
from odoo.addons.mail.models.mail_thread import MAX_DIRECT_PUSH
from odoo.addons.mail.tools.discuss import Store

from .common import ShareCase

SECRET = "Zanzibar"  # stands in all texts of the task, nowhere else
LEVELS = ("none", "busy", "read", "full")
HIDING = ("none", "busy")


class TestLeaks(ShareCase):
    """The rep plans tasks on a lead that his team mate and somebody of another team,
    who read all leads, can open. The colleague can't open it, nor can people of the
    other company; portal and public users have no tasks at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create({"name": "Branch"})
        all_leads = "sales_team.group_sale_salesman_all_leads"
        cls.mate = new_test_user(cls.env, "mate", groups=all_leads)
        cls.outsider = new_test_user(cls.env, "outsider", groups=all_leads)
        cls.stranger = new_test_user(
            cls.env,
            "stranger",
            groups=all_leads,
            company_id=cls.branch.id,
            company_ids=[(6, 0, cls.branch.ids)],
        )
        cls.portal = new_test_user(cls.env, "portal_user", groups="base.group_portal")
        cls.public = new_test_user(cls.env, "public_user", groups="base.group_public")
        cls.can_open = cls.mate | cls.outsider
        cls.colleagues = cls.can_open | cls.colleague | cls.stranger
        cls.viewers = [*cls.colleagues, cls.portal, cls.public]
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": "North", "member_ids": (cls.rep | cls.mate).ids},
                {"name": "South", "member_ids": (cls.outsider | cls.colleague).ids},
            ]
        )
        cls.lead.write({"company_id": cls.env.company.id, "team_id": cls.teams[0].id})
        cls._let_be_told(cls.can_open | cls.boss)
        more = cls.env.ref("base.group_allow_export") | cls.env.ref(
            "mail.group_mail_template_editor"
        )
        (cls.colleagues | cls.boss).write({"group_ids": [(4, id_) for id_ in more.ids]})
        cls._plan_secret_tasks()

    @classmethod
    def _let_be_told(cls, users):
        """They follow the lead and have browsers and phones that want to know."""
        subtypes = cls.env["mail.message.subtype"].search([("res_model", "=", False)])
        cls.lead.message_subscribe(users.partner_id.ids, subtypes.ids)
        users.notification_type = "inbox"
        cls.env["mail.push.device"].get_web_push_vapid_public_key()
        cls.env["mail.push.device"].create(
            [
                {
                    "partner_id": partner.id,
                    "endpoint": f"https://push.example.com/{partner.id}/{number}",
                    "keys": "{}",
                }
                for partner in (users | cls.colleagues).partner_id
                # so many that Odoo queues what it pushes
                for number in range(MAX_DIRECT_PUSH)
            ]
        )

    @classmethod
    def _plan_secret_tasks(cls):
        cls.meeting = cls.env["mail.activity.type"].create(
            {
                "name": f"{SECRET} meeting",
                "category": "meeting",
                "code": "secret",
                "custom_field_ids": [(0, 0, {"name": "Hotel"})],
            }
        )
        cls.hotel = cls.meeting.custom_field_ids.key
        cls.open_task = cls._plan_secret(cls.meeting, "2026-03-17 09:00:00")
        cls.done_task = cls._plan_secret(cls.meeting, "2026-03-16 09:00:00")
        cls.open_task.task_properties = {cls.hotel: f"Grand {SECRET}"}
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET.encode(),
                "res_model": "mail.activity",
                "res_id": cls.open_task.id,
            }
        )
        cls.open_task.message_post(
            body=f"A comment on {SECRET}", message_type="comment"
        )
        cls.open_task.summary = f"New plan for {SECRET}"
        cls.open_task.action_move(
            date_start="2026-03-17 10:00:00", reason=f"{SECRET} is closed"
        )
        cls.open_task.action_repeat()
        cls.process_task = cls._start_process()
        cls.review_task = cls._plan_secret(cls.meeting, "2026-03-15 09:00:00")
        cls.review_task.sudo().reviewer_id = cls.boss
        cls.review_task.action_feedback(feedback=f"I was in {SECRET}")
        cls.env.flush_all()

    @classmethod
    def _start_process(cls):
        """Let a process wait for a secret task, where the add-on of processes is."""
        name = "crm_task_workflow.crm_task_process_first_call"
        process = cls.env.ref(name, raise_if_not_found=False)
        if not process:
            return cls.env["mail.activity"]
        process.action_publish()
        process.action_start(cls.lead.ids)
        tokens = cls.env["crm.task.process.token"]
        task = tokens.search([("run_id.res_id", "=", cls.lead.id)]).task_id
        task.write({"summary": f"Call {SECRET}", "user_id": cls.rep.id})
        return task

    @classmethod
    def _plan_secret(cls, task_type, start):
        return cls.plan(
            task_type=task_type,
            summary=f"Fly to {SECRET}",
            note=f"<p>{SECRET} is an island</p>",
            date_start=start,
            duration_hours=1,
            checklist_item_ids=[(0, 0, {"name": f"Visa for {SECRET}"})],
        )

    @property
    def tasks(self):
        return self.open_task | self.done_task | self.process_task | self.review_task

    # ---- the table

    def test_leaks(self):
        ways = [name for name in dir(self) if name.startswith("_way_")]
        self.assertGreater(len(ways), 30)
        for level in LEVELS:
            shares = self._share_with_all(level)
            self._complete_under(level)
            for viewer in self.viewers:
                for name in ways:
                    with self.subTest(level=level, viewer=viewer.login, way=name):
                        self._check_way(name, level, viewer)
            shares.unlink()

    def _share_with_all(self, level):
        shares = self.share(level, grantee_kind="everyone")
        # nothing but this lets the mate see, or not
        shares |= self.share(level, grantee_kind="team", team_id=self.teams[0].id)
        for viewer in self.colleagues - self.mate:
            shares |= self.share(level, grantee_kind="user", grantee_id=viewer.id)
        return shares

    def _complete_under(self, level):
        """Complete a task while it is shared like this: nobody is told too much."""
        self.env["bus.bus"].search([("id", ">", 0)]).unlink()
        self.env["mail.push"].search([("id", ">", 0)]).unlink()
        self.done_task.action_unarchive()
        task = self.done_task.with_user(self.rep)
        task.message_post(
            body=f"Off to {SECRET}",
            message_type="comment",
            partner_ids=(self.boss | self.colleagues | self.portal).partner_id.ids,
        )
        task.action_feedback(feedback=f"{SECRET} was hot ({level})")
        self.env.cr.precommit.run()  # when Odoo writes what the bus is to send

    def _check_way(self, name, level, viewer):
        self.env.invalidate_all()
        text = self._text_of(name, viewer)
        if level in HIDING or viewer in (self.portal, self.public):
            self._assert_absent(SECRET, text)
        elif viewer not in self.can_open:
            # what is shared is seen, but never the document
            self._assert_absent(self.lead.name, text)

    def _assert_absent(self, word, text):
        found = text.find(word)
        if found >= 0:
            self.fail(f"{word}: …{text[max(0, found - 150) : found + 50]}…")

    def _text_of(self, name, viewer):
        """What the user gets by a way: its result or its error, as text."""
        with self.env.cr.savepoint() as savepoint:
            try:
                result = getattr(self, name)(viewer)
            except (AccessError, MissingError, UserError, ValueError) as error:
                result = str(error)
            self.env.cr.execute("SELECT 1")
            savepoint.rollback()
        return json.dumps(result, default=str, ensure_ascii=False)

    def test_ways_do_show_what_is_shared(self):
        """The table means nothing if the ways show nothing to those who may see."""
        blind = {
            # what these give the owner has no text of the task
            "_way_task_counters",
            "_way_task_counts",
            "_way_task_search",
            "_way_slots_order",
            "_way_calendar_event_search",
            "_way_lead_search_by_activity",
            "_way_lead_search_by_message",
            "_way_lead_counters",
            "_way_lead_state",
            "_way_mail_recipients",
            "_way_part_ids",
            "_way_tracking_values",
            "_way_task_progress_bar",
        }
        self._complete_under("own")
        for name in dir(self):
            if name.startswith("_way_") and name not in blind:
                self.env.invalidate_all()
                with self.subTest(way=name):
                    text = self._text_of(name, self.boss)
                    self.assertTrue(SECRET in text, text[:300])

    # ---- tasks themselves

    def _task(self, user):
        return self.env["mail.activity"].with_user(user).with_context(active_test=False)

    def _way_task_read(self, user):
        return self.tasks.with_user(user).read()

    def _way_task_web_read(self, user):
        return self.tasks.with_user(user).web_read(
            {
                "display_name": {},
                "summary": {},
                "note": {},
                "checklist_item_ids": {"fields": {"name": {}}},
                "activity_type_id": {"fields": {"display_name": {}}},
                "calendar_event_id": {"fields": {"display_name": {}}},
                "partner_id": {"fields": {"display_name": {}}},
                "document_ref": {"fields": {"display_name": {}}},
                "message_ids": {"fields": {"body": {}}},
            }
        )

    def _way_task_search_read(self, user):
        return self._task(user).search_read([("id", "in", self.tasks.ids)])

    def _way_task_web_search_read(self, user):
        return self._task(user).web_search_read(
            [("id", "in", self.tasks.ids)],
            {"display_name": {}, "summary": {}, "res_name": {}},
        )

    def _way_task_name_search(self, user):
        return self._task(user).name_search(SECRET)

    def _way_task_export(self, user):
        paths = ["summary", "note", "checklist_item_ids/name", "message_ids/body"]
        return self.tasks.with_user(user).export_data(paths)["datas"]

    def _way_task_search(self, user):
        found = self._task(user).search([("summary", "ilike", SECRET)])
        return [SECRET for task in found if user != self.boss]

    def _way_task_counts(self, user):
        """No count tells of a task that isn't shown."""
        Task, mine = self._task(user), Domain("id", "in", self.tasks.ids)
        counts = {
            Task.search_count(mine),
            len(Task.search(mine)),
            sum(count for (count,) in Task._read_group(mine, [], ["__count"])),
        }
        self.assertEqual(len(counts), 1)
        return []

    def _way_task_groups(self, user):
        Task, mine = self._task(user), [("id", "in", self.tasks.ids)]
        return [
            Task.formatted_read_group(mine, [group], ["__count"])
            for group in ("summary", "activity_type_id", "calendar_event_id")
        ]

    def _way_task_review(self, user):
        """What waits for review, how much of it, and what is said to who decides."""
        waits = Domain("review_state", "=", "waiting")
        Task, task = self._task(user), self.review_task.with_user(user)
        names = ["held_comment", "review_text", "can_review", "display_name"]
        decisions = (
            task.action_accept_review,
            task.action_withdraw_review,
            task.action_done,
            lambda: task.action_return_review("Go again"),
            lambda: task.write({"reviewer_id": user.id}),
        )
        return [
            Task.search_read(waits, names),
            Task.formatted_read_group(waits, ["held_comment"], ["__count"]),
            Task.search([("held_comment", "ilike", SECRET)]).mapped("summary"),
            *(self._or_error(decide) for decide in decisions),
        ]

    def _way_task_aggregates(self, user):
        aggregates = ["activity_type_id:array_agg", "summary:array_agg"]
        return self._task(user)._read_group(
            [("id", "in", self.tasks.ids)], [], aggregates
        )

    def _way_task_order(self, user):
        """Nothing is sorted by what isn't seen, nor what hangs on tasks."""
        order = "summary desc, activity_type_id, calendar_event_id"
        found = self._task(user).search([("id", "in", self.tasks.ids)], order=order)
        items = self.env["crm.task.checklist.item"].with_user(user)
        return [
            found.mapped("summary"),
            items.search([], order="mail_activity_id desc, name").mapped("name"),
        ]

    def _way_task_properties(self, user):
        path = f"task_properties.{self.hotel}"
        Task = self._task(user)
        return [
            Task.search([(path, "ilike", SECRET)]).read(["task_properties"]),
            Task.formatted_read_group(
                [("id", "in", self.tasks.ids)], [path], ["__count"]
            ),
            self._or_error(lambda: self.open_task.with_user(user).task_properties),
        ]

    def _way_task_results(self, user):
        """The report of results, where the add-on of outcomes is."""
        if "crm.task.result" not in self.env:
            return [SECRET] if user == self.boss else []
        Result = self.env["crm.task.result"].with_user(user)
        of_lead = [("res_model", "=", "crm.lead"), ("res_id", "=", self.lead.id)]
        return [
            Result.search_read(of_lead, ["comment", "activity_type_id"]),
            Result.formatted_read_group(of_lead, ["comment"], ["__count"]),
            Result.formatted_read_group(of_lead, ["activity_type_id"], ["__count"]),
        ]

    def _way_process_runs(self, user):
        """Where runs stand, and what the monitor says of them."""
        if not self.process_task:
            return [SECRET] if user == self.boss else []
        run = self.env["crm.task.process.run"].search([("res_id", "=", self.lead.id)])
        version = run.version_id.with_user(user)
        steps = version.get_monitor()["steps"]
        counted = any(step["waiting"] for step in steps.values())
        opened = [version.open_step(key, "waiting")["domain"][0][2] for key in steps]
        self.assertEqual(counted, any(opened), "what is counted can be opened")
        return [
            self._or_error(run.with_user(user).read),
            self._or_error(run.with_user(user).get_picture),
            self._or_error(lambda: run.event_ids.with_user(user).read()),
            SECRET if counted else "",
        ]

    def _way_task_progress_bar(self, user):
        bar = {"field": "state", "colors": {"overdue": "danger", "done": "muted"}}
        found = self._task(user).read_progress_bar(
            [("id", "in", self.tasks.ids)], "activity_type_id", bar
        )
        return [SECRET] if found and user != self.boss else []

    def _way_task_search_panel(self, user):
        return (
            self._task(user).search_panel_select_range(
                "activity_type_id", enable_counters=False, expand=False
            )["values"]
            if self._task(user).search_count([("id", "in", self.tasks.ids)])
            else []
        )

    def _way_task_store(self, user):
        store = Store()
        store.add(self.tasks.with_user(user))
        return store.get_result()

    def _way_task_format(self, user):
        return self.tasks.with_user(user).activity_format()

    def _way_task_onchange(self, user):
        task = self.open_task.with_user(user)
        spec = {"summary": {}, "note": {}, "res_name": {}, "display_name": {}}
        values = {"res_id": self.lead.id, "res_name": "x", "summary": "x"}
        changed = task.onchange(values, ["res_id"], spec)
        return [changed, task.onchange({}, [], spec)] + (
            [SECRET] if user == self.boss else []
        )

    def _way_task_copy(self, user):
        return self.open_task.with_user(user).copy().sudo().read(["summary"])

    def _way_task_copy_data(self, user):
        return self.open_task.with_user(user).copy_data()

    def _way_task_actions(self, user):
        task = self.open_task.with_user(user)
        return [task.action_open_document(), task.display_name, task.summary]

    def _way_task_template(self, user):
        """Mail templates and the like read with the rights of who renders them."""
        return (
            self.open_task.with_user(user)
            .env["mail.render.mixin"]
            ._render_template(
                "{{ object.summary }}", "mail.activity", self.open_task.ids
            )
        )

    def _way_task_errors(self, user):
        """A refusal doesn't tell what it refuses."""
        errors = []
        for method, values in (
            ("write", [{"summary": "Mine"}]),
            ("action_feedback", []),
            ("unlink", []),
            ("action_move", []),
            ("message_post", []),
        ):
            try:
                with self.env.cr.savepoint():
                    getattr(self.open_task.with_user(user), method)(*values)
            except (AccessError, UserError) as error:
                errors.append(str(error))
        return errors + ([SECRET] if user == self.boss else [])

    # ---- handing over

    def _way_handover_preview(self, user):
        """Whom tasks are taken from, their list is for who may see them."""
        dialog = self.env["crm.task.handover"].with_user(user)
        handover = dialog.create({"user_ids": self.rep.ids})
        spec = {
            "user_ids": {},
            "preview": {},
            "warning": {},
            "hidden_count": {},
            "task_ids": {"fields": {"summary": {}, "res_name": {}, "note": {}}},
        }
        counted = handover.task_count + handover.hidden_count
        return [
            handover.web_read(spec),
            handover.task_ids.read(["summary", "res_name"]),
            dialog.onchange({"user_ids": self.rep.ids}, ["user_ids"], spec),
            SECRET if counted and user != self.boss else "",
        ]

    def _way_handover_done(self, user):
        """... and nobody gets what he may not see by taking it."""
        handover = self.env["crm.task.handover"].with_user(user)
        handover = handover.create(
            {"user_ids": self.rep.ids, "way": "one", "heir_id": user.id}
        )
        handover.action_hand_over()
        return self._task(user).search_read([("id", "in", self.tasks.ids)])

    def _way_absence(self, user):
        """... nor by letting somebody be away."""
        absence = self.env["crm.task.absence"].with_user(user)
        absence = absence.create(
            {
                "user_id": self.rep.id,
                "date_from": "2026-03-18",
                "date_until": "2026-03-20",
                "way": "one",
                "heir_id": user.id,
                "scope": "all",
            }
        )
        return self._task(user).search_read([("id", "in", self.tasks.ids)])

    def _way_cancel_dialog(self, user):
        """Naming a task in a dialog doesn't open it."""
        dialog = self.env["crm.task.cancel"].with_user(user)
        dialog = dialog.create({"task_ids": self.tasks.ids, "reason": "Mine"})
        return [
            dialog.web_read(
                {"task_ids": {"fields": {"summary": {}, "display_name": {}}}}
            ),
            dialog.read(),
        ]

    # ---- the activity fields of documents

    def _lead(self, user):
        return self.lead.with_user(user).with_context(active_test=False)

    def _way_lead_fields(self, user):
        names = [
            name
            for name, field in self.lead._fields.items()
            if ("activity" in name or "process" in name) and field.type != "one2many"
        ]
        return self._lead(user).read(names)

    def _way_lead_tasks(self, user):
        return self._lead(user).web_read(
            {"activity_ids": {"fields": {"summary": {}, "display_name": {}}}}
        )

    def _way_lead_export(self, user):
        paths = ["activity_ids/summary", "activity_summary", "activity_type_id/name"]
        return self._lead(user).export_data(paths)["datas"]

    def _way_lead_search_by_activity(self, user):
        Lead = self._lead(user)
        for domain in (
            [("activity_ids.summary", "ilike", SECRET)],
            [("activity_summary", "ilike", SECRET)],
            [("activity_type_id", "=", self.meeting.id)],
            [("activity_ids", "any", [("note", "ilike", SECRET)])],
            [("activity_ids.checklist_item_ids.name", "ilike", SECRET)],
        ):
            if Lead.search(domain) and user not in (self.boss,):
                return SECRET
        return []

    def _way_lead_search_by_message(self, user):
        Lead = self._lead(user)
        for path in ("message_ids.body", "message_ids.mail_activity_id.summary"):
            if Lead.search([(path, "ilike", SECRET)]) and user != self.boss:
                return SECRET
        return []

    def _way_lead_state(self, user):
        """Neither shown, nor searched, nor grouped by a task that isn't seen."""
        Lead, mine = self._lead(user), [("id", "=", self.lead.id)]
        self.done_task.sudo().active = False
        told = [
            bool(Lead.read(["activity_state"])[0]["activity_state"]),
            bool(Lead.search([*mine, ("activity_state", "=", "overdue")])),
            any(
                state
                for state, _count in Lead._read_group(
                    mine, ["activity_state"], ["__count"]
                )
            ),
            bool(Lead.search([*mine, ("activity_user_id", "=", self.rep.id)])),
            bool(Lead.search([*mine, ("activity_date_deadline", "<", "2030-01-01")])),
        ]
        return SECRET if any(told) and user != self.boss else []

    def _way_lead_activity_view(self, user):
        data = (
            self.env["mail.activity"]
            .with_user(user)
            .get_activity_data("crm.lead", [("id", "=", self.lead.id)], fetch_done=True)
        )
        ids = [
            task_id
            for row in data["grouped_activities"].values()
            for cell in row.values()
            for task_id in cell["ids"]
        ]
        return [SECRET for task_id in ids if task_id in self.tasks.ids]

    def _way_client_tasks(self, user):
        partner = self.client.with_user(user)
        return partner.web_read({"activity_ids": {"fields": {"summary": {}}}}) + (
            [SECRET] if user == self.boss else []
        )

    # ---- messages

    def _way_messages_of_lead(self, user):
        return self._lead(user).message_ids.read(
            ["body", "preview", "mail_activity_id"]
        )

    def _way_messages_of_task(self, user):
        return self.tasks.with_user(user).message_ids.read(["body"])

    def _way_messages_searched(self, user):
        Message = self.env["mail.message"].with_user(user)
        return Message.search_read([("body", "ilike", SECRET)], ["body"])

    def _way_messages_by_id(self, user):
        messages = self.env["mail.message"].sudo().search([("body", "ilike", SECRET)])
        texts = []
        for message in messages.with_user(user):
            try:
                texts += message.read(["body"])
            except AccessError as error:
                texts.append(str(error))
        return texts

    def _way_messages_fetched(self, user):
        Message = self.env["mail.message"].with_user(user)
        found = Message._message_fetch(
            domain=[("model", "=", "crm.lead"), ("res_id", "=", self.lead.id)],
            thread=self._lead(user),
        )["messages"]
        store = Store()
        store.add(found)
        return store.get_result()

    def _way_messages_grouped(self, user):
        return (
            self.env["mail.message"]
            .with_user(user)
            .formatted_read_group(
                [("res_id", "=", self.lead.id), ("model", "=", "crm.lead")],
                ["mail_activity_id"],
                ["__count"],
            )
        )

    def _way_tracking_values(self, user):
        values = (
            self.env["mail.tracking.value"]
            .sudo()
            .search([("mail_message_id.model", "=", "mail.activity")])
        )
        return values.with_user(user).read()

    def _way_mail_recipients(self, user):
        """Who was told of the completion, in whatever way."""
        told = (
            self.env["mail.notification"]
            .sudo()
            .search([("res_partner_id", "=", user.partner_id.id)])
        )
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("recipient_ids", "in", user.partner_id.ids)])
        )
        hidden = told.mail_message_id | mails.mail_message_id
        return [
            message.body for message in hidden if message.create_date >= self._since
        ]

    _since = property(lambda self: self.env.cr.now())

    def _way_bus(self, user):
        """What is sent to each open browser of the user."""
        heard = (user.partner_id, user, *user.all_group_ids, "broadcast")
        channels = [channel_with_db(self.env.cr.dbname, channel) for channel in heard]
        sent = self.env["bus.bus"].search(
            [("channel", "in", [json_dump(channel) for channel in channels])]
        )
        return sent.mapped("message")

    def _way_push(self, user):
        """What is pushed to the phones of the user."""
        pushed = self.env["mail.push"].search(
            [("mail_push_device_id.partner_id", "=", user.partner_id.id)]
        )
        return pushed.mapped("payload")

    # ---- what hangs on tasks

    def _way_checklist(self, user):
        Item = self.env["crm.task.checklist.item"].with_user(user)
        items = self.tasks.checklist_item_ids.with_user(user)
        return [
            Item.search_read([("name", "ilike", SECRET)], ["name"]),
            self._or_error(lambda: items.read(["name"])),
            Item.formatted_read_group([], ["name"], ["__count"]),
            Item.formatted_read_group([], ["mail_activity_id"], ["__count"]),
        ]

    def _way_part_ids(self, user):
        Item = self.env["crm.task.checklist.item"].with_user(user)
        found = Item.search([("mail_activity_id.summary", "ilike", SECRET)])
        return [SECRET for item in found if user != self.boss]

    def _way_parts(self, user):
        """Whatever else hangs on tasks, from any add-on: results, reminders, runs."""
        return [
            self._reads_of_parts(self.env[field.model_name].with_user(user), field.name)
            for field in self._links_to_tasks()
        ]

    def _links_to_tasks(self):
        for model in self.env.registry.models.values():
            for field in model._fields.values():
                if (
                    field.type == "many2one"
                    and field.comodel_name == "mail.activity"
                    and field.store
                    and not (model._abstract or model._transient)
                ):
                    yield field

    def _reads_of_parts(self, Part, name):
        Part = Part.with_context(active_test=False)
        of_tasks = [(name, "in", self.tasks.ids)]
        everything = Part.sudo().search(of_tasks).sudo(False)
        group = [name]
        return [
            self._or_error(lambda: Part.search_read(of_tasks)),
            self._or_error(everything.read),
            self._or_error(
                lambda: Part.formatted_read_group(of_tasks, group, ["__count"])
            ),
        ]

    def _way_series(self, user):
        """How a task repeats is for those who see the task."""
        Series = self.env["crm.task.series"].with_user(user)
        series = self.open_task.sudo().series_id.with_user(user)
        names = ["mail_activity_id", "words", "user_id", "date_deadline"]
        return [
            Series.search_read([], names),
            self._or_error(lambda: series.read(names)),
            self._or_error(series.action_open_task),
            Series.formatted_read_group([], ["mail_activity_id"], ["__count"]),
            [SECRET for found in Series.search([]) if found == series],
        ]

    def _way_repeat_dialog(self, user):
        Dialog = self.env["crm.task.repeat"].with_user(user)
        dialog = Dialog.create({"mail_activity_id": self.open_task.id, "mon": True})
        return dialog.read(["mail_activity_id", "words"])

    def _way_own_message_linked(self, user):
        """Nobody learns of a task by saying that his message tells of it."""
        message = self.client.message_post(body="Mine").with_user(user)
        message.sudo().author_id = user.partner_id
        message.mail_activity_id = self.open_task
        return message.read(["mail_activity_id"])

    def _way_own_item_moved(self, user):
        """... nor by moving an item of his own checklist to it."""
        task = self.env["mail.activity"].with_user(user).create({"user_id": user.id})
        item = self.env["crm.task.checklist.item"].with_user(user)
        item = item.create({"name": "Mine", "mail_activity_id": task.id})
        item.mail_activity_id = self.open_task
        return item.read(["mail_activity_id"])

    def _way_lead_counters(self, user):
        """Numbers on the lead count only what its reader may see."""
        names = [
            name
            for name, field in self.lead._fields.items()
            if field.type == "integer" and ("result" in name or "attempt" in name)
        ]
        [counted] = self._lead(user).read(names)
        told = [name for name in names if counted[name]]
        return SECRET if told and user != self.boss else []

    def _or_error(self, read):
        try:
            return read()
        except AccessError as error:
            return str(error)

    def _way_attachment(self, user):
        Attachment = self.env["ir.attachment"].with_user(user)
        return [
            self._or_error(
                lambda: self.attachment.with_user(user).read(["name", "raw"])
            ),
            Attachment.search_read([("id", "=", self.attachment.id)], ["name"]),
        ]

    def _way_calendar_event(self, user):
        event = self.open_task.calendar_event_id.with_user(user)
        return [
            self._or_error(lambda: event.read(["name", "description", "partner_ids"])),
            event.search_read([("id", "=", event.id)], ["name", "description"]),
            event.formatted_read_group([], ["name"], ["__count"]),
        ]

    def _way_calendar_event_search(self, user):
        event = self.open_task.calendar_event_id
        found = event.with_user(user).search([("name", "ilike", SECRET)])
        return [SECRET for one in found if user != self.boss]

    def _way_activity_report(self, user):
        Report = self.env["crm.activity.report"].with_user(user)
        rows = Report.search_read([("lead_id", "=", self.lead.id)], ["body"])
        groups = Report.formatted_read_group(
            [("lead_id", "=", self.lead.id)], ["mail_activity_type_id"], ["__count"]
        )
        return [rows, groups]

    def _way_systray(self, user):
        groups = self.env["res.users"].with_user(user)._get_activity_groups()
        return [groups] + ([SECRET] if user == self.boss else [])

    @mute_logger("odoo.addons.base.models.ir_actions")  # warns of each refusal
    def _way_server_action(self, user):
        """The code of an action sees what the person sees who runs it."""
        return [
            self._or_error(
                lambda: self._run_code(user, "mail.activity", self.tasks, "summary")
            ),
            self._or_error(
                lambda: self._run_code(user, "crm.lead", self.lead, "activity_summary")
            ),
            self._or_error(
                lambda: self._run_code(
                    user, "crm.lead", self.lead, "activity_ids.mapped('summary')"
                )
            ),
        ]

    def _run_code(self, user, model, records, expression):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Tell",
                "model_id": self.env["ir.model"]._get_id(model),
                "state": "code",
                "code": f"action = {{'told': [one.{expression} for one in records]}}",
            }
        )
        running = action.with_user(user).with_context(
            active_model=model, active_ids=records.ids
        )
        return running.run()

    def _way_automation(self, user):
        """A rule that completes tasks completes those of who set it off."""
        Action = self.env["ir.actions.server"]
        if "task_outcome_id" not in Action._fields:  # an add-on that is not there
            return [SECRET] if user == self.boss else []
        model_id = self.env["ir.model"]._get_id("crm.lead")
        outcome = self.meeting.outcome_ids[:1] or self.meeting.outcome_ids.create(
            {
                "name": "Met",
                "activity_type_id": self.meeting.id,
                "effect_ids": [(0, 0, {"kind": "complete"})],
            }
        )
        action = Action.create(
            {
                "name": "Complete meetings",
                "model_id": model_id,
                "state": "press_outcome",
                "task_type_id": self.meeting.id,
                "task_outcome_id": outcome.id,
            }
        )
        self.env["base.automation"].create(
            {
                "name": "Meetings of important leads are over",
                "model_id": model_id,
                "trigger": "on_create_or_write",
                "filter_domain": [("priority", "=", "3")],
                "action_server_ids": action.ids,
            }
        )
        self.lead.with_user(user).priority = "3"
        return [] if self.open_task.active else [SECRET]

    def _way_task_counters(self, user):
        """What needs a reaction is counted for the people of a task only."""
        self.done_task.sudo().active = True
        found = self._task(user).get_task_counters()
        return SECRET if any(one["count"] for one in found["counters"]) else []

    def _way_work_queue(self, user):
        """... where the add-on of the queue is."""
        Task = self._task(user)
        if "outcome_buttons" not in Task._fields:
            return [SECRET] if user == self.boss else []
        cards = self.tasks.with_user(user).get_work_queue_cards()
        return [Task.get_work_queue(), cards, self._work_through(user)]

    def _work_through(self, user):
        try:
            return self.tasks.with_user(user).action_work_through()
        except UserError as error:
            return str(error)

    def _way_report_download(self, user):
        """A printed report reads with the rights of who prints it."""
        qweb = self.env["ir.qweb"].with_user(user)
        return str(
            qweb._render(self._report_view.id, {"docs": self.tasks.with_user(user)})
        )

    @property
    def _report_view(self):
        return self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "arch": "<t t-name='crm_task_sharing.test_report'>"
                "<p t-foreach='docs' t-as='task' t-out='task.summary'/></t>",
            }
        )


class TestPollution(ShareCase):
    """What the system read for itself in the same request isn't shown either."""

    def test_documents_after_sudo(self):
        task = self.plan(summary=SECRET)
        mate = self.all_leads_user()
        self.share("none", grantee_kind="everyone")
        self.assertIn(SECRET, self.lead.sudo().activity_ids.mapped("summary"))
        self.assertTrue(task.sudo().note or task.sudo().summary)
        seen = self.lead.with_user(mate).web_read(
            {"activity_ids": {"fields": {"summary": {}}}, "activity_summary": {}}
        )
        self.assertNotIn(SECRET, json.dumps(seen, default=str))
