/** Imports a package for the built program: a script that comes from a code cache cannot, so the build makes it ask here. */
module.exports = (name) => import(name);
