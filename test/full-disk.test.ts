/**
 * A disk that fills up under an upload, a clip that is exported, a table, a recording and clips that are generated: each says so in its one line,
 * and leaves nothing half-written. Sessions and analyses: electron/engine/session/session.test.ts,
 * test/analyze.e2e.test.ts; live: test/live.test.ts.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleClip } from '../electron/app/sample/index.ts';
import { writeWindows } from './helpers/made-windows.ts';
import { writeSmallGenerator } from './helpers/small-generator.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const folder = tempFolder('full disk');
const made = tempFolder('on a disk with room');
/** A file system of 1 MB, in a name space of its own where any user may mount one. */
const MOUNT = 'mount -t tmpfs -o size=1m tmpfs "$0"';

const inside = (command: string, script = ''): { readonly status: number | null; readonly out: string } => {
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    ['-rm', 'sh', '-c', command, folder, process.execPath, script],
    { encoding: 'utf8' },
  );
  return { status, out: status === 0 ? stdout.trim() : stdout + stderr };
};
const canMount = inside(MOUNT).status === 0;
if (!canMount) console.warn('SKIPPED: a full disk, since no file system can be mounted here.');

const PRELUDE = `
  import { readdirSync } from 'node:fs';
  const folder = ${JSON.stringify(folder)};
  const left = () => readdirSync(folder, { recursive: true }).filter((name) => !name.endsWith('uploads'));
`;
/** Runs on the full disk; what it prints as JSON. */
function onFullDisk(script: string): unknown {
  const { out } = inside(`${MOUNT} && exec "$1" --input-type=module-typescript -e "$2"`, PRELUDE + script);
  return JSON.parse(out.split('\n').at(-1) ?? '');
}
const at = (path: string): string => JSON.stringify(import.meta.resolve(path));

test.skipIf(!canMount)('an upload', () => {
  const said = onFullDisk(`
    import { once } from 'node:events';
    import { mkdirSync } from 'node:fs';
    import { createServer } from 'node:http';
    import { takeUpload } from ${at('../electron/serve/upload.ts')};
    mkdirSync(folder + '/uploads');
    // The room that is looked for beforehand seems to be there: other programs write as well.
    const server = createServer((request, response) => void takeUpload(request, response, folder, async () => 1e12));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const answer = await fetch('http://127.0.0.1:' + server.address().port, {
      method: 'POST', body: new Uint8Array(4e6), headers: { 'X-File-Name': 'long.mp4' },
    });
    console.log(JSON.stringify({ status: answer.status, said: await answer.json(), left: left() }));
    process.exit(0);
  `);
  expect(said).toMatchObject({
    status: 507,
    said: {
      code: 'output-unwritable',
      message: expect.stringMatching(/long\.mp4: the disk is full/) as string,
    },
    left: [],
  });
});

test.skipIf(!canMount)('a clip', () => {
  const said = onFullDisk(`
    import { openVideoWriter } from ${at('../electron/engine/export/index.ts')};
    const size = { widthPx: 640, heightPx: 480 };
    const plane = (bytes) => Uint8Array.from({ length: bytes }, () => 256 * Math.random());
    const image = (w = size.widthPx, h = size.heightPx) => ({
      ...size, layout: 'i420', range: 'limited', matrix: 'bt709',
      planes: [{ data: plane(w * h), strideBytes: w }, { data: plane(w * h / 4), strideBytes: w / 2 }, { data: plane(w * h / 4), strideBytes: w / 2 }],
    });
    let said = null;
    try {
      await using writer = await openVideoWriter(folder + '/clip.mp4', { ...size, fps: 25, crf: 10, preset: 'ultrafast' });
      for (let i = 0; i < 60; i++) await writer.write(image(), 40_000 * i);
      await writer.close();
    } catch (error) {
      said = { code: error.code, ...error.facts };
    }
    console.log(JSON.stringify({ said, left: left() }));
  `);
  expect(said).toMatchObject({
    said: { code: 'output-unwritable', reason: 'the disk is full' },
    left: [],
  });
});

test.skipIf(!canMount)('a table, a document and a file of settings', () => {
  const said = onFullDisk(`
    import { writeFileSync } from 'node:fs';
    import { writeAtomically } from ${at('../electron/engine/export/atomic-file.ts')};
    import { writeJson } from ${at('../electron/app/json-file.ts')};
    const said = [];
    const tried = async (write) => { try { await write(); said.push(null); } catch (error) { said.push([error.code, error.facts.reason]); } };
    writeFileSync(folder + '/settings.json', 'as it was');
    await tried(() => writeAtomically(folder + '/frames.csv', Array.from({ length: 40 }, () => 'x'.repeat(1e5))));
    await tried(() => writeJson(folder + '/settings.json', 'x'.repeat(4e6)));
    console.log(JSON.stringify({ said, left: left() }));
  `);
  expect(said).toEqual({
    said: [
      ['output-unwritable', 'the disk is full'],
      ['output-unwritable', 'the disk is full'],
    ],
    left: ['settings.json'],
  });
});

test.skipIf(!canMount)(
  'the recording of onset live: its session is kept, and the status says that it failed',
  () => {
    const results = tempFolder('full disk live');
    const call = [
      join(import.meta.dirname, '..', 'electron', 'cli', 'main.ts'),
      ...['live', '--input', sampleClip().path, '--seconds', '6', '--model', 'none', '--out', results],
    ].map((word) => JSON.stringify(word));
    const { status, out } = inside(
      `${MOUNT} && head -c 900000 /dev/zero > "$0/filler" && exec "$1" ${call.join(' ')} --record "$0/x.mp4"`,
    );
    expect(out).toMatch(/onset: Nothing can be written to .*x\.mp4: the disk is full/);
    expect(status).toBe(1);
    expect(readdirSync(results)).toEqual([expect.stringMatching(/^live-.*\.onset$/)]);
  },
);

test.skipIf(!canMount)('clips of a generator', () => {
  const [clips, model] = [join(made, 'clips'), join(made, 'generator.onnx')];
  writeWindows(clips, 16, ['a', 'b', 'c', 'd']);
  writeSmallGenerator(clips, model);
  const said = onFullDisk(`
    import { generateClips } from ${at('../electron/trainer/generation/index.ts')};
    const order = { data: ${JSON.stringify(clips)}, model: ${JSON.stringify(model)}, whom: 'everybody', outDir: folder,
      perClass: 100, seed: 1, videos: 0, hasSheet: false, hasVisibleMark: false };
    const error = await generateClips(order, new AbortController().signal, () => undefined).catch((error) => error);
    console.log(JSON.stringify({ code: error.code, message: error.message, left: left() }));
  `);
  expect(said).toEqual({
    code: 'output-unwritable',
    message: expect.stringMatching(/clips\.u8\.tmp: the disk is full/) as string,
    left: [],
  });
});
