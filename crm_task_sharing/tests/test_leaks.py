"""What is not shared is not seen, by any way into the system.

Each way is a method ``_way_<name>(user)`` that gives what the user gets by it, as text;
none of the secrets of the task may stand in it, unless the task is shared.
"""

import json

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import new_test_user

from odoo.addons.mail.models.mail_thread import MAX_DIRECT_PUSH

from .common import SECRET, ShareCase
from .leaks_document import LeaksOfDocuments
from .leaks_part import LeaksOfParts
from .leaks_task import LeaksOfTasks

LEVELS = ("none", "busy", "read", "full")
HIDING = ("none", "busy")


class TestLeaks(LeaksOfTasks, LeaksOfDocuments, LeaksOfParts, ShareCase):
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
            "_way_client_search_by_activity",
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

    def _or_error(self, read):
        try:
            return read()
        except AccessError as error:
            return str(error)


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
