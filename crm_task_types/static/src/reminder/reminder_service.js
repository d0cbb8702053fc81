import {_t} from "@web/core/l10n/translation";
import {htmlJoin} from "@web/core/utils/html";
import {markup} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** Shows the reminders of tasks that Odoo sends while the browser is open. */
export const taskReminderService = {
    dependencies: ["action", "bus_service", "notification"],

    start(env, {action, bus_service, notification}) {
        async function open(ids) {
            const xmlId = "crm_task_types.mail_activity_action_all";
            if (ids.length === 1) {
                return action.doAction(xmlId, {
                    viewType: "form",
                    props: {resId: ids[0]},
                });
            }
            const tasks = await action.loadAction(xmlId);
            return action.doAction({
                ...tasks,
                display_name: _t("Reminders"),
                domain: [["id", "in", ids]],
                context: {},
            });
        }

        bus_service.subscribe("crm_task/reminder", ({ids, title, lines}) => {
            const divs = lines.map((line) => markup`<div>${line}</div>`);
            const close = notification.add(htmlJoin(divs), {
                title,
                type: "warning",
                sticky: true,
                buttons: [
                    {
                        name: _t("Open"),
                        primary: true,
                        onClick: () => {
                            open(ids);
                            close();
                        },
                    },
                ],
            });
        });
        bus_service.start();
    },
};

registry.category("services").add("crm_task.reminder", taskReminderService);
