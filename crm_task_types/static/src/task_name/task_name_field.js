import {charField} from "@web/views/fields/char/char_field";
import {registry} from "@web/core/registry";

/** What is to be done: the last column of a list to become narrow. */
export const taskNameField = {...charField, listViewWidth: [150]};

registry.category("fields").add("task_name", taskNameField);
