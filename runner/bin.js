#!/usr/bin/env node
// Every Node since 10 must be able to run this file, so that an old one can say that it is too old: as a module, and as a
// script where Node ignores "type" in package.json. So it has neither import nor require at the top, and no newer syntax.
// It is JavaScript also because Node loads its TypeScript parser for a start file in TypeScript, although all other files are cached.
(function begin() {
  const [, self = ''] = process.argv;
  if (typeof require === 'function') start(require);
  else import('module').then((module) => start(module.createRequire(self))).catch(fail);

  /** The folder of package.json: that of this file, or one above it. */
  function findHome(/** @type {NodeJS.Require} */ require) {
    const { existsSync, realpathSync } = require('fs');
    const { dirname, join } = require('path');
    let folder = dirname(realpathSync(self));
    while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
    return folder;
  }

  function isOlder(/** @type {string} */ version, /** @type {string} */ wanted) {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
    return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
  }

  function start(/** @type {NodeJS.Require} */ require) {
    const home = findHome(require);
    const wanted = require(`${home}/package.json`).engines.node.replace('>=', '');
    const { node } = process.versions;
    if (isOlder(node, wanted)) {
      process.stderr.write(`Plumbline needs Node ${wanted} or newer, and this is Node ${node} (${process.execPath}).\n`);
      process.exitCode = 2;
      return;
    }
    // The cache is in node_modules and is removed with it; a shared /tmp could contain another user's code. If the folder is not
    // writable, nothing is cached. Files that are loaded before this call are not cached, so all others are loaded after it.
    require('module').enableCompileCache(`${home}/node_modules/.cache/plumbline`);
    import('./main.ts').catch(fail);
  }

  function fail(/** @type {Error} */ fault) {
    process.stderr.write(`Plumbline could not start: ${fault.message}\n`);
    process.exitCode = 3;
  }
})();
