// The whole `resources/app` of the stand-in runtime. A development Electron takes the path of the app to run from its
// command line; the stand-in has lost the file that does this, so these lines do it in its place.
const { app } = require('electron');
const { readFileSync, statSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!given) {
  process.stderr.write('The path of an app is needed.\n');
  app.exit(64);
} else {
  const path = resolve(given);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  process.defaultApp = true;
  app.setAppPath(folder);
  app.setName(manifest.productName || manifest.name);
  app.setVersion(manifest.version);
  app.setPath('userData', join(app.getPath('appData'), app.getName()));
  app.setPath('sessionData', app.getPath('userData'));
  require(folder === path ? join(folder, manifest.main) : path);
}
