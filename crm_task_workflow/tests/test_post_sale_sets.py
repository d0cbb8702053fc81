from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.crm_task_types.tests.common import new_test_user, tagged
from odoo.addons.crm_task_types.tests.race_common import RaceCase

from .template_common import TemplateCase


class SetCase(TemplateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stages = cls.env["crm.stage"].create(
            [
                {"name": "First", "sequence": 1},
                {"name": "Second", "sequence": 2},
                {"name": "Signed", "sequence": 99, "is_won": True},
            ]
        )
        cls.first, cls.second, cls.signed = cls.stages
        cls.lead.write({"stage_id": cls.first.id, "probability": 10})
        cls.won = cls.template({"summary": "Thank", "responsible_type": "salesperson"})
        cls.lost = cls.template(
            {"summary": "Ask why", "responsible_type": "salesperson"}
        )
        cls.team.write(
            {
                "won_plan_ids": [Command.set(cls.won.ids)],
                "lost_plan_ids": [Command.set(cls.lost.ids)],
            }
        )

    def summaries(self, leads=None):
        return self.tasks_of(leads).mapped("summary")


@tagged("post_install", "-at_install")
class TestClosingSets(SetCase):
    """What is to be done when a deal is won or lost."""

    def test_ways_to_win(self):
        lead = self.lead.with_user(self.rep)
        for win in (
            lambda: lead.action_set_won(),
            lambda: lead.action_set_won_rainbowman(),
            lambda: lead.write({"stage_id": self.signed.id}),  # drag and drop, RPC
            lambda: lead.write({"stage_id": self.signed.id, "probability": 100}),
            lambda: lead.load([".id", "stage_id"], [[str(lead.id), "Signed"]]),
        ):
            win()
            self.assertEqual(self.summaries(), ["Thank"])
            self.tasks_of().unlink()
            lead.write({"stage_id": self.first.id, "probability": 10})

    def test_ways_to_lose(self):
        lead = self.lead.with_user(self.rep)
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        for lose in (
            lambda: lead.action_set_lost(lost_reason_id=reason.id),
            lambda: lead.write({"active": False, "probability": 0}),
            lambda: (
                self.env["crm.lead.lost"]
                .with_user(self.rep)
                .create({"lead_ids": lead.ids, "lost_reason_id": reason.id})
                .action_lost_reason_apply()
            ),
        ):
            lose()
            self.assertEqual(lead.won_status, "lost")
            self.assertEqual(self.summaries(), ["Ask why"])
            self.tasks_of().unlink()
            lead.action_unarchive()
            lead.probability = 10

    def test_created_as_won(self):
        """By an import or over RPC."""
        lead = self.more_leads(1, stage_id=self.signed.id)
        self.assertEqual(lead.won_status, "won")
        self.assertEqual(self.summaries(lead), ["Thank"])

    def test_won_by_its_stage(self):
        """A stage becomes one of winning."""
        self.lead.stage_id = self.second
        self.second.is_won = True
        self.assertEqual(self.lead.won_status, "won")
        self.assertEqual(self.summaries(), ["Thank"])

    def test_once(self):
        self.lead.action_set_won()
        self.lead.write({"probability": 100, "stage_id": self.signed.id})
        self.lead.action_set_won()
        self.lead._handle_won_lost(
            {}, {self.lead.id: {"is_won": True, "is_lost": False}}
        )
        self.assertEqual(self.summaries(), ["Thank"])

    def test_once_per_closing(self):
        """A deal that is reopened and won again counts anew."""
        self.lead.action_set_won()
        self.lead.write({"stage_id": self.first.id, "probability": 10})
        self.assertEqual(self.summaries(), ["Thank"])
        self.lead.action_set_won()
        self.assertEqual(self.summaries(), ["Thank", "Thank"])

    def test_from_won_to_lost(self):
        self.lead.action_set_won()
        self.lead.write({"stage_id": self.first.id, "active": False, "probability": 0})
        self.assertEqual(self.summaries(), ["Thank", "Ask why"])

    def test_reopening_applies_nothing(self):
        self.lead.action_set_lost()
        self.tasks_of().unlink()
        self.lead.action_unarchive()
        self.assertFalse(self.summaries())

    def test_by_team(self):
        other = self.env["crm.team"].create({"name": "Walls"})
        leads = self.more_leads(3)
        leads[0].team_id = other
        leads[1].team_id = False
        leads.action_set_won()
        self.assertEqual(self.tasks_of(leads).mapped("res_id"), leads[2].ids)

    def test_several_templates(self):
        self.team.won_plan_ids += self.template({"summary": "Deliver"})
        self.lead.action_set_won()
        self.assertEqual(sorted(self.summaries()), ["Deliver", "Thank"])

    def test_archived_template(self):
        self.won.active = False
        self.lead.action_set_won()
        self.assertFalse(self.summaries())

    def test_in_bulk(self):
        leads = self.more_leads(4)
        leads.with_user(self.boss).action_set_won()
        self.assertEqual(self.summaries(leads), ["Thank"] * 4)

    def test_missing_rights_don_t_hold_up_the_win(self):
        """Of who closes: he may not plan on, or read, what the template needs."""
        closer = new_test_user(
            self.env, "closer", groups="sales_team.group_sale_salesman"
        )
        self.lead.write({"user_id": closer.id, "team_id": self.team.id})
        self.won.template_ids.responsible_type = "leader"
        # a private plan of another company
        self.won.company_id = self.env["res.company"].create({"name": "Other"})
        self.lead.with_user(closer).action_set_won()
        self.assertEqual(self.tasks_of().user_id, self.boss)
        self.assertEqual(self.tasks_of().create_uid, closer)
        self.assertTrue(self.tasks_of().automated)

    def test_nobody_to_assign(self):
        """The fallback of the line decides, also whether the deal can be won."""
        self.lead.user_id = False
        self.lead.with_user(self.boss).action_set_won()
        self.assertFalse(self.tasks_of().user_id)
        self.lead.write({"stage_id": self.first.id, "probability": 10})
        self.won.template_ids.assignee_fallback = "error"
        with self.assertRefused(UserError, self.lead.name):
            self.lead.with_user(self.boss).action_set_won()

    def test_no_mail_to_who_closes(self):
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.lead.with_user(self.rep).action_set_won()
        self.assertFalse(
            self.env["mail.message"].search(
                [("id", ">", before), ("message_type", "=", "user_notification")]
            )
        )

    def test_rules_on_deals_run_once(self):
        """The markers set off no automation rules."""
        rule = self.env["base.automation"].create(
            {
                "name": "Count",
                "model_id": self.model_id("crm.lead"),
                "trigger": "on_write",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Count",
                            "model_id": self.model_id("crm.lead"),
                            "state": "code",
                            "code": "env.cr.execute('UPDATE crm_lead SET color ="
                            " color + 1 WHERE id = %s', [record.id])",
                        }
                    )
                ],
            }
        )
        self.env.cr.execute(
            "UPDATE crm_lead SET color = 0 WHERE id = %s", [self.lead.id]
        )
        self.lead.write({"stage_id": self.second.id})
        self.lead.invalidate_recordset()
        moves = self.lead.color
        rule.active = False
        self.lead.write({"stage_id": self.first.id})
        self.env["crm.stage.task.set"].create(
            {"stage_id": self.second.id, "plan_id": self.won.id}
        )
        rule.active = True
        self.env.cr.execute(
            "UPDATE crm_lead SET color = 0 WHERE id = %s", [self.lead.id]
        )
        self.lead.write({"stage_id": self.second.id})
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.color, moves)

    def test_deals_that_were_closed_before(self):
        """The markers of existing deals are filled in at installation."""
        won, lost, pending = leads = self.more_leads(3)
        won.action_set_won()
        lost.action_set_lost()
        self.tasks_of(leads).unlink()
        leads.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET closing_sets_applied = NULL,"
            " stage_sets_applied_id = NULL"
        )
        leads._init_column("closing_sets_applied")
        leads._init_column("stage_sets_applied_id")
        leads.invalidate_recordset()
        self.assertEqual(leads.mapped("closing_sets_applied"), ["won", "lost", False])
        self.assertEqual(pending.stage_sets_applied_id, pending.stage_id)

    def test_queries_are_flat(self):
        self.assertFlatQueries(self.more_leads, lambda leads: leads._close("won"))


@tagged("post_install", "-at_install")
class TestStageSets(SetCase):
    """What is to be done when a deal enters a stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entering = cls.template(
            {"summary": "Offer", "responsible_type": "salesperson"}
        )
        cls.set = cls.env["crm.stage.task.set"].create(
            {"stage_id": cls.second.id, "plan_id": cls.entering.id}
        )

    def test_ways_to_enter(self):
        lead = self.lead.with_user(self.rep)
        for enter in (
            lambda: lead.write({"stage_id": self.second.id}),
            lambda: setattr(lead, "stage_id", self.second),
            lambda: lead.load([".id", "stage_id"], [[str(lead.id), "Second"]]),
        ):
            enter()
            self.assertEqual(self.summaries(), ["Offer"])
            self.tasks_of().unlink()
            lead.stage_id = self.first

    def test_created_in_the_stage(self):
        leads = self.more_leads(2, stage_id=self.second.id)
        self.assertEqual(self.summaries(leads), ["Offer", "Offer"])
        self.assertFalse(self.summaries(self.more_leads(1, stage_id=self.first.id)))

    def test_stage_that_follows_the_team(self):
        """A deal given to another team takes a stage of that team."""
        other = self.env["crm.team"].create({"name": "Walls"})
        self.first.team_ids = self.team
        self.second.team_ids = other
        (self.env["crm.stage"].search([]) - self.stages).team_ids = self.team
        self.lead.team_id = other
        self.assertEqual(self.lead.stage_id, self.second)
        self.assertEqual(self.summaries(), ["Offer"])

    def test_once(self):
        self.lead.stage_id = self.second
        self.lead.write({"stage_id": self.second.id, "priority": "1"})
        self.assertEqual(self.summaries(), ["Offer"])

    def test_entering_again_counts_anew(self):
        for stage in (self.second, self.first, self.second):
            self.lead.stage_id = stage
        self.assertEqual(self.summaries(), ["Offer", "Offer"])

    def test_once_when_a_rule_writes_the_stage_again(self):
        """A rule moves the deal on while it is being moved."""
        self.env["base.automation"].create(
            {
                "name": "Move on",
                "model_id": self.model_id("crm.lead"),
                "trigger": "on_write",
                "filter_domain": f"[('stage_id', '=', {self.first.id})]",
                "action_server_ids": [
                    Command.create(
                        {
                            "name": "Move on",
                            "model_id": self.model_id("crm.lead"),
                            "state": "code",
                            "code": f"record.write({{'stage_id': {self.second.id}}})",
                        }
                    )
                ],
            }
        )
        third = self.stages.create({"name": "Third", "sequence": 3})
        self.lead.stage_id = third
        self.assertFalse(self.summaries())
        self.lead.stage_id = self.first
        self.assertEqual(self.lead.stage_id, self.second)
        self.assertEqual(self.summaries(), ["Offer"])

    def test_a_set_that_comes_later(self):
        """Deals that are in the stage already don't enter it."""
        self.env["crm.stage.task.set"].create(
            {"stage_id": self.first.id, "plan_id": self.entering.id}
        )
        self.lead.write({"stage_id": self.first.id, "team_id": False})
        self.lead.team_id = self.team
        self.assertFalse(self.summaries())

    def test_by_team(self):
        other = self.env["crm.team"].create({"name": "Walls"})
        self.set.team_id = other
        leads = self.more_leads(2)
        leads[1].team_id = other
        leads.write({"stage_id": self.second.id})
        self.assertEqual(self.tasks_of(leads).mapped("res_id"), leads[1].ids)

    def test_sets_of_all_teams_and_of_one(self):
        self.env["crm.stage.task.set"].create(
            {
                "stage_id": self.second.id,
                "plan_id": self.template({"summary": "Measure"}).id,
                "team_id": self.team.id,
            }
        )
        self.lead.stage_id = self.second
        self.assertEqual(sorted(self.summaries()), ["Measure", "Offer"])

    def test_entering_by_winning(self):
        """Both sets apply."""
        self.set.stage_id = self.signed
        self.lead.stage_id = self.signed
        self.assertEqual(sorted(self.summaries()), ["Offer", "Thank"])

    def test_removed_set(self):
        self.set.unlink()
        self.lead.stage_id = self.second
        self.assertFalse(self.summaries())

    def test_a_set_that_is_removed_and_comes_back(self):
        self.lead.stage_id = self.second
        self.set.unlink()
        self.lead.stage_id = self.first
        self.env["crm.stage.task.set"].create(
            {"stage_id": self.second.id, "plan_id": self.entering.id}
        )
        self.lead.stage_id = self.second
        self.assertEqual(self.summaries(), ["Offer", "Offer"])

    def test_no_queries_without_sets(self):
        """Nothing is asked of the database when no stage has templates."""

        def count():
            self.lead.stage_id = self.first
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.lead.stage_id = self.second
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.set.stage_id = self.stages.create({"name": "Rare"})
        count()
        with_other_sets = count()
        self.set.unlink()
        count()
        self.assertEqual(count(), with_other_sets)


@tagged("post_install", "-at_install")
class TestClosingPolicies(SetCase):
    """What becomes of the open tasks of a deal that is won or lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write({"won_plan_ids": False, "lost_plan_ids": False})
        cls.kinds = cls.env["mail.activity.type"].create(
            [
                {
                    "name": policy,
                    "code": f"kind_{policy}",
                    "won_policy": policy,
                    "lost_policy": policy,
                }
                for policy in ("keep", "cancel", "complete")
            ]
        )
        cls.kept, cls.cancelled, cls.completed = [
            cls.plan(task_type=kind) for kind in cls.kinds
        ]

    def test_kept_by_default(self):
        kind = self.env["mail.activity.type"].create({"name": "New"})
        self.assertEqual((kind.won_policy, kind.lost_policy), ("keep", "keep"))

    def test_won(self):
        self.lead.with_user(self.rep).action_set_won()
        self.assertTrue(self.kept.active)
        self.assertTrue(self.cancelled.is_cancelled)
        self.assertEqual(self.cancelled.cancel_reason, "The deal is won")
        self.assertFalse(self.completed.active)
        self.assertFalse(self.completed.is_cancelled)

    def test_lost(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        self.lead.with_user(self.rep).action_set_lost(lost_reason_id=reason.id)
        self.assertTrue(self.kept.active)
        self.assertEqual(
            self.cancelled.cancel_reason, "The deal is lost: Too expensive"
        )
        self.assertFalse(self.completed.active)

    def test_each_by_its_own_policy(self):
        self.kinds[1].won_policy = "keep"
        self.lead.action_set_won()
        self.assertTrue(self.cancelled.active)

    def test_tasks_of_colleagues(self):
        task = self.plan(user=self.boss, task_type=self.kinds[1])
        self.lead.with_user(self.rep).action_set_won()
        self.assertTrue(task.is_cancelled)

    def test_new_tasks_stay_open(self):
        """The sets apply after the open tasks were ended."""
        self.team.won_plan_ids = self.template({"activity_type_id": self.kinds[1].id})
        self.lead.action_set_won()
        self.assertEqual(len(self.tasks_of()), 2)

    def test_other_deals(self):
        other = self.more_leads(1)
        task = self.plan(document=other, task_type=self.kinds[1])
        self.lead.action_set_won()
        self.assertTrue(task.active)

    def test_a_task_that_is_being_completed_is_left_alone(self):
        tasks = self.cancelled
        leads = self.lead.with_context(crm_task_pressed_ids=tasks.ids)
        leads.action_set_won()
        self.assertTrue(tasks.active)


@tagged("post_install", "-at_install")
class TestClosingTwice(RaceCase):
    """Two users win the same deal at the same moment: with two real connections."""

    def setUp(self):
        super().setUp()
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            self.ids = self.make(env)

    def make(self, env):
        plan = env["mail.activity.plan"].create(
            {
                "name": "Twice",
                "res_model": "crm.lead",
                "template_ids": [Command.create({"responsible_type": "leader"})],
            }
        )
        team = env["crm.team"].create(
            {"name": "Twice", "won_plan_ids": [Command.set(plan.ids)]}
        )
        lead = env["crm.lead"].create(
            {"name": "Twice", "type": "opportunity", "team_id": team.id}
        )
        return {"crm.lead": lead.id, "crm.team": team.id, plan._name: plan.id}

    def tearDown(self):
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            for model, res_id in self.ids.items():
                env[model].browse(res_id).unlink()
        super().tearDown()

    def win(self, cr):
        env = self.env_of(cr)
        env["crm.lead"].browse(self.ids["crm.lead"]).action_set_won()
        env.flush_all()

    def test_two_at_the_same_moment(self):
        self.at_the_same_moment(self.win)
        with self.connection.cursor() as cr:
            env = self.env_of(cr)
            count = env["mail.activity"].search_count(
                [("res_model", "=", "crm.lead"), ("res_id", "=", self.ids["crm.lead"])]
            )
            self.assertEqual(count, 1)
