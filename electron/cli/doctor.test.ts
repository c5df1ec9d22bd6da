import { expect, test } from 'vitest';
import { describe as describeReport } from './doctor.ts';
import { examineMachine, type MachineReport } from './machine-report.ts';

const made: MachineReport = {
  onset: '0.1.0',
  node: '24.0.0',
  system: 'linux x64 6',
  cpu: { model: 'A CPU', cores: 2 },
  memory_gib: 8,
  ffmpeg: { version: '8.1', libraries: { avcodec: '62' }, decoders: ['h264'] },
  native: { works: true, problem: '' },
  landmarks: {
    found: [{ name: 'mesh', path: 'face_mesh.task', blendshapes: false }],
    default: 'mesh',
    problems: [],
  },
  providers: [{ provider: 'cpu', state: 'ready', reason: '' }],
  recognizers: [],
  cameras: { cameras: [], reason: 'The system knows no camera.' },
  broken: [],
};

test('what is in use, what is missing and how to get it are said', () => {
  const text = describeReport(made);
  expect(text).toContain('in use');
  expect(text).toContain('"npm run setup" tries to fetch them');
  expect(text.endsWith('Videos can be analyzed.')).toBe(true);
});

test('what is broken is said as such', () => {
  const native = { works: false, problem: 'The native image functions are not compiled.' };
  const text = describeReport({ ...made, native, broken: [native.problem] });
  expect(text).toContain(native.problem);
  expect(text.endsWith('cannot be analyzed yet: see above.')).toBe(true);
});

test('this machine can be examined', async () => {
  const report = await examineMachine();
  expect(report.ffmpeg.version).toMatch(/^\d/);
  expect(report.ffmpeg.decoders).toContain('h264');
  expect(report.providers.map(({ provider }) => provider)).toContain('cpu');
});
