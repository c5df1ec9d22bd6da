// Arrows between folders that must never exist, as dependency-cruiser rules. arrows.test.ts breaks each one once.
// The picture and the reasons are in docs/architecture.md.

const never = (name, from, to, more = {}) => ({
  name,
  severity: 'error',
  from: { path: from, ...more.from },
  to: { path: to, ...more.to },
});

const shipped = { pathNot: '\\.test\\.ts$' };

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },

    // contract/ is the floor: nouns and channels. Schemas are written with valibot, which runs anywhere.
    never('contract-imports-nothing', '^contract/', '.', {
      from: shipped,
      to: { pathNot: '^contract/|node_modules/valibot/' },
    }),

    // The page must survive being a web page; the three processes meet only in contract/.
    never('renderer-knows-only-contract', '^renderer/', '^(electron|models|native)/'),
    never('bridge-alone-touches-the-outside', '^renderer/', '^renderer/engine/', {
      from: { pathNot: '^renderer/(engine/|bridge\\.ts$)' },
    }),
    never(
      'ui-knows-no-view',
      '^renderer/(ui|overlay)/',
      '^renderer/(home|live|review|trainer|shell|bridge|app-state)',
    ),
    never('renderer-uses-no-electron', '^renderer/', '^electron$|node_modules/electron/'),
    {
      name: 'renderer-uses-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    never('nobody-imports-renderer', '^(electron|models|native|contract)/', '^renderer/'),
    never(
      'main-does-not-know-engine',
      '^electron/(main|preload)/',
      '^(electron/(engine|trainer|cli|app|serve)|models|native)/',
    ),

    // The engine runs under plain Node, so that tests and the command line need no Electron.
    never(
      'engine-runs-without-electron',
      '^electron/(engine|trainer|cli|app|serve)/',
      '^electron/(main|preload)/|^electron$|node_modules/electron/',
    ),
    never('engine-does-not-know-its-callers', '^electron/engine/', '^electron/(app|cli|serve|trainer)/'),

    // Stages know the contract, never each other; pipeline.ts alone wires them.
    never('stages-do-not-know-stages', '^electron/engine/([^/]+)/', '^electron/engine/', {
      to: { pathNot: '^electron/engine/$1/' },
    }),
    never('stages-have-one-door', '^electron/(app/|cli/|serve/|engine/[^/]+$)', '^electron/engine/[^/]+/', {
      to: { pathNot: '^electron/engine/[^/]+/index\\.ts$' },
    }),
    never('live-path-does-not-train', '^electron/engine/', '^models/(autodiff|train|data)/', {
      from: shipped,
    }),

    // models/ stands alone; inside it the order is onnx < graph < autodiff, nets < train.
    never('models-stand-alone', '^models/', '^(electron|native)/'),
    never(
      'models-core-does-no-io',
      '^models/(onnx|graph|autodiff|nets)/',
      '^(node:)?(fs|path|child_process|worker_threads)(/|$)',
      { from: shipped },
    ),
    never('models-point-down-1', '^models/onnx/', '^models/(graph|autodiff|nets|data|train)/'),
    never('models-point-down-2', '^models/graph/', '^models/(autodiff|nets|data|train)/', { from: shipped }),
    never('models-point-down-3', '^models/(autodiff|nets)/', '^models/(data|train)/', { from: shipped }),

    // C++ is reached through native/index.ts; it knows arrays, not frames or faces.
    never('native-has-one-door', '^electron/', '^native/', { to: { pathNot: '^native/index\\.ts$' } }),
    never('native-imports-nothing', '^native/', '^(electron|models|contract)/'),

    // Leaves: nothing that ships imports them.
    never(
      'leaves-stay-leaves',
      '^(contract|electron|renderer|models|native)/',
      '^(test|bench|scripts|build|docs)/',
      { from: shipped },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^native/build/' },
    tsPreCompilationDeps: true, // count `import type` too
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte', '.cjs', '.json'] },
  },
};
