/** Imports a module as Node does it by itself: the test runner rewrites every `import()` that it sees. */
exports.nativeImport = (url) => import(url);
