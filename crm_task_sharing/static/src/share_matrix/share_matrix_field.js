import {ALL_TYPES, columnsOf, levelOf, toMatrix} from "./matrix";
import {Component, useState} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {RecordAutocomplete} from "@web/core/record_selectors/record_autocomplete";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {serializeDate} from "@web/core/l10n/dates";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";
import {x2ManyCommands} from "@web/core/orm_service";

const COLORS = {none: "danger", busy: "warning", read: "info", full: "success"};

/** Who may see my tasks: rules of crm.task.share as a matrix of persons, types and levels. */
export class ShareMatrixField extends Component {
    static template = "crm_task_sharing.ShareMatrixField";
    static components = {DateTimeInput, RecordAutocomplete};
    static props = {...standardFieldProps};

    setup() {
        this.names = useService("name");
        // Counting what was `added` makes its input empty again
        this.state = useState({
            added: {everyone: 0, team: 0, user: 0, type: 0},
            types: {},
        });
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get levels() {
        return this.list.fields.level.selection;
    }

    get matrix() {
        const {rows, types} = toMatrix(this.list.records);
        const names = {...this.state.types, ...Object.fromEntries(types)};
        const columns = Object.entries(names).map(([id, name]) => ({
            id: Number(id),
            name,
        }));
        columns.sort((a, b) => a.name.localeCompare(b.name));
        return {rows, columns: [{id: ALL_TYPES, name: _t("All types")}, ...columns]};
    }

    get colleagueDomain() {
        return [
            ["share", "=", false],
            ["id", "!=", this.props.record.resId],
        ];
    }

    get hasEveryone() {
        return this.list.records.some(({data}) => data.grantee_kind === "everyone");
    }

    granteeLabel(row) {
        return row.kind === "everyone" ? _t("Everyone") : row.granteeName;
    }

    levelIn(row, column) {
        return levelOf(row.cells[column.id], this.levels);
    }

    levelLabel(level) {
        return Object.fromEntries(this.levels)[level] || "";
    }

    colorOf(level) {
        return COLORS[level] || "light";
    }

    cellLabel(row, column) {
        return _t("%(who)s, %(type)s", {
            who: this.granteeLabel(row),
            type: column.name,
        });
    }

    // ---- changes

    /** The cell gets a rule of its own; what else stood there stays in its other cells. */
    async setLevel(row, column, level) {
        const rules = row.cells[column.id] || [];
        const own = level && rules.find((rule) => columnsOf(rule).length === 1);
        for (const rule of rules) {
            if (rule !== own) {
                await this.takeOut(rule, column.id);
            }
        }
        if (own) {
            await own.update({level});
        } else if (level) {
            await this.addRule(row, column.id, level);
        }
    }

    async takeOut(rule, typeId) {
        const others = columnsOf(rule).filter((id) => id !== typeId);
        // A rule without types would hold for all of them
        if (others.length) {
            await rule.update({activity_type_ids: [x2ManyCommands.set(others)]});
        } else {
            await this.list.delete(rule);
        }
    }

    async removeRow(row) {
        for (const rule of row.rules) {
            await this.list.delete(rule);
        }
    }

    async setDay(row, name, day) {
        for (const rule of row.rules) {
            await rule.update({[name]: day || false});
        }
    }

    addRule({kind, granteeId, from, until}, typeId, level) {
        const context = {default_grantee_kind: kind, default_level: level};
        if (granteeId) {
            const name = kind === "team" ? "default_team_id" : "default_grantee_id";
            context[name] = granteeId;
        }
        if (typeId !== ALL_TYPES) {
            context.default_activity_type_ids = [typeId];
        }
        if (from) {
            context.default_date_from = serializeDate(from);
        }
        if (until) {
            context.default_date_until = serializeDate(until);
        }
        return this.list.addNewRecord({mode: "readonly", context});
    }

    async addRow(kind, granteeId) {
        this.state.added[kind]++;
        const isThere = toMatrix(this.list.records).rows.some(
            (row) => row.kind === kind && row.granteeId === granteeId
        );
        // Once more the same one: for some days only, as a row of its own
        const from = isThere && luxon.DateTime.local().startOf("day");
        await this.addRule({kind, granteeId, from}, ALL_TYPES, "read");
    }

    async addType(typeId) {
        this.state.added.type++;
        const names = await this.names.loadDisplayNames("mail.activity.type", [typeId]);
        this.state.types[typeId] = names[typeId];
    }
}

export const shareMatrixField = {
    component: ShareMatrixField,
    displayName: _t("Who may see my tasks"),
    supportedTypes: ["one2many"],
    useSubView: true,
};

registry.category("fields").add("task_share_matrix", shareMatrixField);
