/** A rule that matches nothing passes for ever, so each one is broken here once, in a made tree. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const CONFIG = join(import.meta.dirname, 'arrows.cjs');

/** Each rule with one import that breaks it: who imports, and what. */
const BREACHES: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'no-circles': ['bench/round-a.ts', 'bench/round-b.ts'],
  'contract-imports-nothing': ['contract/frame.ts', 'fs'],
  'renderer-knows-only-contract': ['renderer/live.ts', 'electron/engine/pipeline.ts'],
  'bridge-alone-touches-the-outside': ['renderer/review/player.ts', 'renderer/engine/client.ts'],
  'ui-knows-no-view': ['renderer/ui/list.ts', 'renderer/review/filter.ts'],
  'renderer-uses-no-electron': ['renderer/window.ts', 'electron'],
  'renderer-uses-no-node': ['renderer/files.ts', 'fs'],
  'nobody-imports-renderer': ['electron/main/windows.ts', 'renderer/page.ts'],
  'main-does-not-know-engine': ['electron/main/main.ts', 'electron/engine/pipeline.ts'],
  'engine-runs-without-electron': ['electron/engine/entry.ts', 'electron'],
  'engine-does-not-know-its-callers': ['electron/engine/report.ts', 'electron/cli/progress.ts'],
  'stages-do-not-know-stages': ['electron/engine/align/filter.ts', 'electron/engine/landmarks/index.ts'],
  'stages-have-one-door': ['electron/cli/doctor.ts', 'electron/engine/landmarks/worker.ts'],
  'live-path-does-not-train': ['electron/engine/infer/learn.ts', 'models/train/loop.ts'],
  'models-stand-alone': ['models/nets/warp.ts', 'native/index.ts'],
  'models-core-does-no-io': ['models/onnx/save.ts', 'fs'],
  'models-point-down-1': ['models/onnx/shape.ts', 'models/graph/shape.ts'],
  'models-point-down-2': ['models/graph/gradient.ts', 'models/autodiff/walk.ts'],
  'models-point-down-3': ['models/nets/fit.ts', 'models/train/loop.ts'],
  'native-has-one-door': ['electron/engine/align/warp.ts', 'native/reference.ts'],
  'native-imports-nothing': ['native/face.ts', 'contract/align.ts'],
  'leaves-stay-leaves': ['electron/engine/spot/peaks.ts', 'bench/harness.ts'],
};

/** Arrows that must stay allowed. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['contract/errors.ts', 'contract/frame.ts'],
  ['electron/engine/pipeline.ts', 'electron/engine/landmarks/index.ts'],
  ['electron/engine/align/index.ts', 'native/index.ts'],
  ['electron/engine/align/smooth.ts', 'contract/align.ts'],
  ['electron/engine/infer/index.ts', 'models/onnx/read.ts'],
  ['electron/cli/main.ts', 'electron/engine/pipeline.ts'],
  ['models/train/fit.ts', 'models/graph/shape.ts'],
  ['renderer/state.ts', 'contract/frame.ts'],
  ['test/tiny.ts', 'electron/engine/pipeline.ts'],
];

test('there is a breach for every rule, and no other', () => {
  const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };
  expect(Object.keys(BREACHES).toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
});

test('each rule fires when it is broken', async () => {
  const breaches = Object.entries(BREACHES);
  const violations = await cruise([...Object.values(BREACHES), ['bench/round-b.ts', 'bench/round-a.ts']]);
  const fired = ([rule, [from, to]]: (typeof breaches)[number]): boolean =>
    violations.some((found) => found.rule.name === rule && found.from === from && found.to.includes(to));
  const silent = breaches.filter((breach) => !fired(breach));
  expect(silent.map(([rule]) => rule)).toEqual([]);
});

test('the clean tree passes', async () => {
  expect(await cruise(ALLOWED)).toEqual([]);
});

/** Writes the arrows as files of a tree (type-only imports, the ones easiest to miss) and runs the rules on it. */
async function cruise(arrows: readonly (readonly [from: string, to: string])[]): Promise<Violation[]> {
  const tree = mkdtempSync(join(tmpdir(), 'onset arrows '));
  try {
    const importsOf = new Map<string, string[]>();
    for (const [from, to] of arrows) {
      const isOurs = to.endsWith('.ts');
      const path = relative(dirname(from), to).replaceAll('\\', '/');
      const name = isOurs ? (path.startsWith('.') ? path : `./${path}`) : to === 'fs' ? 'node:fs' : to;
      importsOf.set(from, [...(importsOf.get(from) ?? []), `import type * as X from '${name}';`]);
      if (isOurs) importsOf.set(to, importsOf.get(to) ?? []);
    }
    for (const [path, imports] of importsOf) write(tree, path, [...imports, 'export {};'].join('\n'));
    write(tree, 'node_modules/electron/package.json', '{ "name": "electron", "main": "index.js" }');
    write(tree, 'node_modules/electron/index.js', '');
    write(tree, 'package.json', '{ "type": "module", "dependencies": { "electron": "1" } }');
    write(tree, 'tsconfig.json', '{ "compilerOptions": { "module": "nodenext" } }');
    return await report(tree, [...new Set([...importsOf.keys()].map((path) => path.split('/')[0]!))]);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function write(tree: string, path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

function report(tree: string, folders: readonly string[]): Promise<Violation[]> {
  const tool = join(import.meta.dirname, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tool, '--config', CONFIG, '--output-type', 'json', ...folders],
      { cwd: tree, maxBuffer: 1e8 },
      (error, stdout, stderr) => {
        if (stdout === '') reject(new Error(stderr, { cause: error }));
        else resolve((JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations);
      },
    );
  });
}
