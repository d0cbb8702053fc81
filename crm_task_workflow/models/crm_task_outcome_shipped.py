"""The buttons with which task types start, in all languages of the database."""

from odoo import api, models
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..tools import shipped

_lt = LazyTranslate(__name__)

# terms for the translators; they are translated where they are used
# pylint: disable=prefer-env-translation
NAMES = (
    _lt("Answered"),
    _lt("Change"),
    _lt("Close deal"),
    _lt("Done"),
    _lt("Held"),
    _lt("No answer"),
    _lt("Not held"),
    _lt("Sent"),
)


class CrmTaskOutcome(models.Model):
    _inherit = "crm.task.outcome"

    @api.model
    def _create_missing(self):
        """Give the task types that exist at the installation their buttons."""
        Type = self.env["mail.activity.type"].with_context(active_test=False)
        self._create_shipped(Type.search([("outcome_ids", "=", False)]))

    @api.model
    def _create_shipped(self, types):
        """Give types without outcomes the buttons that their kind of task starts
        with."""
        bare = types.filtered(lambda task_type: not task_type.outcome_ids)
        for task_type in bare:
            for position, values in enumerate(shipped.outcomes_of(task_type.code)):
                self._create_one_shipped(task_type, values, position)
        if bare:
            languages = self.env["res.lang"].get_installed()
            bare.outcome_ids._translate_shipped([code for code, _name in languages])

    def _create_one_shipped(self, task_type, values, position):
        outcome = self.with_context(lang="en_US").create(
            {
                "activity_type_id": task_type.id,
                "sequence": (position + 1) * 10,
                "digit": str(position + 1),
                **{name: value for name, value in values.items() if name != "effects"},
            }
        )
        by_code = {other.code: other.id for other in task_type.outcome_ids}
        for effect in values["effects"]:
            effect = dict(effect)
            if ending := effect.pop("ending", None):
                effect["ending_outcome_id"] = by_code[ending]
            outcome.effect_ids = [Command.create(effect)]
        return outcome

    def _translate_shipped(self, languages):
        """Give outcomes that have a shipped name its translations, unless somebody
        translated them by hand.

        :param languages: codes such as ``pl_PL``
        """
        for language in languages:
            translated = self.with_context(lang=language)
            for outcome, english in zip(
                translated, self.with_context(lang="en_US"), strict=True
            ):
                name = self._shipped_names(language).get(english.name)
                if name and outcome.name == english.name != name:
                    outcome.update_field_translations("name", {language: name})

    @api.model
    def _shipped_names(self, language):
        """:return: ``{English name: name in the language}``"""
        english, other = (
            self.with_context(lang=code).env for code in ("en_US", language)
        )
        return {english._(name): other._(name) for name in NAMES}


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _load_module_terms(self, modules, langs, overwrite=False):
        """A language that is added later gets the names of the buttons, too."""
        result = super()._load_module_terms(modules, langs, overwrite)
        if "crm_task_workflow" in modules:
            Outcome = self.env["crm.task.outcome"].with_context(active_test=False)
            Outcome.search([("code", "!=", False)])._translate_shipped(langs)
        return result
