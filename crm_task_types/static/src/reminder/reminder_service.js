import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Shows the reminders of tasks that Odoo sends while the browser is open. */
export const taskReminderService = {
    dependencies: ["action", "bus_service", "notification"],

    start(env, {action, bus_service, notification}) {
        bus_service.subscribe("crm_task/reminder", ({id, title, message}) => {
            const close = notification.add(message, {
                title,
                type: "warning",
                sticky: true,
                buttons: [
                    {
                        name: _t("Open"),
                        primary: true,
                        onClick: () => {
                            action.doAction("crm_task_types.mail_activity_action_my", {
                                viewType: "form",
                                props: {resId: id},
                            });
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
