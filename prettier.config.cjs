/** @type {import('prettier').Config} */
// As in OCA's 19.0 template; the plugin lies where `setup lint` installs it.
const {createRequire} = require("node:module");
const {join} = require("node:path");

const requireInstalled = createRequire(join(__dirname, ".local", "npm", "package.json"));

module.exports = {
  plugins: [requireInstalled.resolve("@prettier/plugin-xml")],
  bracketSpacing: false,
  printWidth: 88,
  proseWrap: "always",
  semi: true,
  trailingComma: "es5",
  xmlWhitespaceSensitivity: "preserve",
};
