/** Which room may import which: apps → engine, nest-cqrs, read-models, ordering, adapters → state-machines, kernel. */
const libs = (names) => `^libs/(${names.join('|')})/`;
const adapters = [
  'event-store-sqlite',
  'event-store-eventstoredb',
  'event-store-emulator',
  'postgres',
  'read-database',
  'key-vault',
];
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-cycles', 'A cycle has no first room to read.', {}, { circular: true }),
    forbid('no-unresolved', 'Every import resolves.', {}, { couldNotResolve: true }),
    forbid(
      'apps-never-import-each-other',
      'What two apps share is a lib.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'what-runs-is-never-imported',
      'Apps compose libs; documents and benchmarks read both.',
      { path: '^(libs|state-machines|apps)/' },
      { path: '^(apps|docs|bench)/', pathNot: '^$1/' },
    ),
    forbid(
      'nest-at-the-edge',
      'Nest lives in apps and libs/nest-cqrs.',
      { path: '^(state-machines|libs)/', pathNot: libs(['nest-cqrs']) },
      { path: '@nestjs/' },
    ),
    forbid(
      'charts-import-xstate-only',
      'Charts are tables.',
      { path: '^state-machines/', pathNot: '\\.spec\\.ts$' },
      { pathNot: ['^state-machines/', 'node_modules/xstate'] },
    ),
    forbid(
      'kernel-knows-no-orders',
      'The kernel carries any lifecycle.',
      { path: '^libs/kernel/', pathNot: ['\\.spec\\.ts$', '^libs/kernel/testing/'] },
      { path: '^(state-machines|libs/(?!kernel/)|apps)' },
    ),
    forbid(
      'one-file-folds-charts',
      'In the kernel only chart-fold imports xstate.',
      {
        path: '^libs/kernel/',
        pathNot: '^libs/kernel/(charts/chart-fold\\.ts|charts/chart-[a-z-]+\\.spec\\.ts|testing/.+\\.machine\\.ts)$',
      },
      { path: 'node_modules/xstate' },
    ),
    forbid(
      'ordering-is-pure',
      'Ordering sees charts and kernel only.',
      { path: '^libs/ordering/' },
      { path: '^(apps|libs)/', pathNot: libs(['ordering', 'kernel']) },
    ),
    forbid(
      'read-models-see',
      'Read models see fact types, kernel and database.',
      { path: '^libs/read-models/' },
      { path: '^(apps|libs)/', pathNot: libs(['read-models', 'kernel', 'read-database']) },
    ),
    forbid(
      'adapters-see-the-kernel',
      'Adapters see the kernel and their own driver.',
      { path: libs(adapters), pathNot: ['\\.spec\\.ts$', '/testing/'] },
      { path: '^(apps|libs|state-machines)/', pathNot: ['^libs/kernel/', libs(adapters)] },
    ),
    forbid(
      'faults-are-for-specs',
      'Proxies and servers of the test suites are no part of the product.',
      {
        path: '^(apps|libs|state-machines)/',
        pathNot: ['\\.spec\\.ts$', '\\.fixture\\.ts$', '/testing/', '^libs/test-servers/'],
      },
      { path: '^libs/test-servers/' },
    ),
    forbid(
      'companies-and-imports-speak-commands',
      'The sample company and the import know the domain and the ports they are given.',
      { path: libs(['sample-company', 'order-import']), pathNot: '\\.spec\\.ts$' },
      { path: '^(apps|libs)/', pathNot: libs(['sample-company', 'order-import', 'ordering', 'kernel']) },
    ),
    forbid(
      'copies-speak-the-port',
      'The copy of a log knows both stores by the port alone.',
      { path: libs(['log-copy']), pathNot: ['\\.spec\\.ts$', '/testing/'] },
      { path: '^(apps|libs|state-machines)/', pathNot: libs(['log-copy', 'kernel']) },
    ),
    forbid(
      'drivers-stay-in-adapters',
      'SQLite is known to the libs that keep something in it.',
      {
        path: '^(apps|libs|state-machines)/',
        pathNot: [libs(['event-store-sqlite', 'key-vault', 'read-database']), '\\.spec\\.ts$'],
      },
      { path: 'node_modules/better-sqlite3' },
    ),
    forbid(
      'eventstoredb-stays-in-its-libs',
      'The client and the protocol are known to the adapter, the emulator, and what measures them.',
      {
        path: '^(apps|libs|state-machines)/',
        pathNot: [libs(['event-store-eventstoredb', 'event-store-emulator']), '\\.spec\\.ts$'],
      },
      { path: 'node_modules/(@eventstore|@grpc)/' },
    ),
    forbid(
      'postgres-stays-in-its-lib',
      'Pools, connection strings and their errors are in one lib.',
      { path: '^(apps|libs|state-machines)/', pathNot: [libs(['postgres', 'test-servers']), '\\.spec\\.ts$'] },
      { path: 'node_modules/pg/' },
    ),
    forbid('specs-are-leaves', 'Nothing imports a spec.', {}, { path: '\\.spec\\.ts$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
