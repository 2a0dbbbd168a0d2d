/**
 * The layers of ARCHITECTURE.md as rules. `test/rules/layers.test.ts` plants one violation of each rule in a scratch
 * tree and requires that it is found, because a checker that cruises nothing passes everything.
 *
 * Tests (`*.test.ts`, `contract.test.ts`) and fixtures may look into any room, so `from` leaves them out.
 */
const NOT_TESTS = '\\.(test|test-kit)\\.tsx?$|/fixtures/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-imports-only-zod',
      comment: 'src/shared is the vocabulary: it may import itself and zod, nothing else',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: NOT_TESTS },
      to: { pathNot: '^src/shared/|(^|/)node_modules/zod/' },
    },
    {
      name: 'core-is-pure',
      comment: 'src/core holds rules: it may import shared, itself and zod; no node:*, no Electron, no other package',
      severity: 'error',
      from: { path: '^src/core/', pathNot: NOT_TESTS },
      to: { pathNot: '^src/(core|shared)/|(^|/)node_modules/zod/' },
    },
    {
      name: 'main-knows-no-face',
      comment: 'src/main and src/preload never import the renderer',
      severity: 'error',
      from: { path: '^src/(main|preload)/' },
      to: { path: '^src/renderer/' },
    },
    {
      name: 'nobody-imports-the-renderer',
      comment: 'the face is a leaf: only itself imports it',
      severity: 'error',
      from: { pathNot: '^src/renderer/' },
      to: { path: '^src/renderer/' },
    },
    {
      name: 'renderer-sees-little',
      comment: 'src/renderer sees shared, core/password and core/detect/address, and nothing else of ours',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: NOT_TESTS },
      to: { path: '^src/', pathNot: '^src/(renderer|shared|core/password)/|^src/core/detect/address(\\.ts$|/)' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'the face runs in a sandbox: no node:* and no Electron',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: NOT_TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'face-builds-no-schemas',
      comment:
        'building a zod schema makes code at run time, which the policy of the page forbids: of the files with schemas, ' +
        'the face and what it sees of core take the types alone',
      severity: 'error',
      from: {
        path: '^src/(renderer|core/password)/|^src/core/detect/(address|punycode|scripts)\\.ts$',
        pathNot: NOT_TESTS,
      },
      to: {
        path: '^src/shared/|(^|/)node_modules/zod/',
        pathNot:
          '^src/shared/(texts/|(channels|confirmed|credential-place|device-aids|draft-hosts|evidence-words|one-time-code|panel-provider|plain-text|practice|result)\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'preload-sees-only-shared',
      severity: 'error',
      comment: 'src/preload is a doorway: it may import shared and Electron',
      from: { path: '^src/preload/', pathNot: NOT_TESTS },
      to: { pathNot: '^src/(preload|shared)/|(^|/)node_modules/zod/|(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'electron-in-its-room',
      comment: 'only src/main/electron, src/main/index.ts and src/preload import electron',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/electron/|^src/main/index\\.ts$|^src/preload/' },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'keytar-in-one-file',
      comment: 'keytar is archived upstream, so exactly one file imports it',
      severity: 'error',
      from: { path: '^(src|test)/', pathNot: '^src/main/storage/keychain(\\.test)?\\.ts$|^test/' },
      to: { path: '(^|/)node_modules/keytar/|^keytar$' },
    },
    {
      name: 'providers-stand-alone',
      comment: 'one provider never imports another; what they share lies directly in src/main/providers',
      severity: 'error',
      from: { path: '^src/main/providers/([^/]+)/' },
      to: { path: '^src/main/providers/[^/]+/', pathNot: '^src/main/providers/$1/' },
    },
    {
      name: 'apps-stand-alone',
      comment:
        'one mail app on this computer never imports another; what they share lies directly in src/main/apps or in its keyring',
      severity: 'error',
      from: { path: '^src/main/apps/([^/]+)/' },
      to: { path: '^src/main/apps/[^/]+/', pathNot: '^src/main/apps/($1|keyring)/' },
    },
    {
      name: 'runs-no-programs',
      comment: 'the product starts no program, so that no command of somebody’s settings can ever be run',
      severity: 'error',
      from: { path: '^src/', pathNot: NOT_TESTS },
      to: { path: '^(node:)?(child_process|cluster)$' },
    },
    {
      name: 'src-imports-no-tests',
      comment: 'the product never imports tests or scripts',
      severity: 'error',
      from: { path: '^src/', pathNot: NOT_TESTS },
      to: { path: '^(test|scripts)/|\\.(test|test-kit)\\.tsx?$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a cycle means that two files are one idea, or that one knows too much',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment:
        'a file in src that nobody imports and that imports nobody is dead; the build puts no-pino.ts in for pino',
      from: { path: '^src/', orphan: true, pathNot: '\\.d\\.ts$|^src/main/mail/no-pino\\.ts$' },
      to: {},
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'an import that cannot be found hides every other rule',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?|^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|practice-run|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.cjs', '.js', '.json', '.css'],
    },
    builtInModules: { add: ['electron'] },
  },
};
