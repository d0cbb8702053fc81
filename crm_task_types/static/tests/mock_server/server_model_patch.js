import {models} from "@web/../tests/web_test_helpers";
import {patch} from "@web/core/utils/patch";

/** The types in Odoo's own suites have no definition, which the mock server takes for a list. */
patch(models.ServerModel.prototype, {
    _getPropertyContainer(field) {
        const container = super._getPropertyContainer(...arguments);
        return container?.[field.definition_record_field] ? container : null;
    },
});
