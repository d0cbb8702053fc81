import {Record} from "@mail/core/common/record";

export class CrmTaskStatus extends Record {
    static id = "id";
    static _name = "crm.task.status";

    /** @type {Number} */
    id;
    /** @type {String} */
    name;
    /** @type {Number} index in Odoo's palette */
    color;
}

CrmTaskStatus.register();
