/**
 * Open what the server asks for, until the user has closed it.
 *
 * @param {Object} services
 * @param {Object} description of an action
 * @returns {Promise}
 */
export function runToEnd({action}, description) {
    return new Promise((resolve, reject) => {
        action
            .doAction(description, {onClose: resolve})
            .then(() => description.target === "new" || resolve(), reject);
    });
}
