/** `onset doctor`: what this machine can do, and what is missing. */
import { parseArguments } from './arguments.ts';
import { examineMachine, type MachineReport } from './machine-report.ts';

export const DOCTOR_HELP = `onset doctor   what this machine can do, and what is missing

  --json   one JSON object on standard output instead of text

Exit status: 0 videos can be analyzed, 1 something essential is broken.`;

/** Resolves to the exit status. */
export async function doctorCommand(argv: readonly string[]): Promise<number> {
  const { values } = parseArguments('doctor', argv, { json: { type: 'boolean', default: false } });
  const report = await examineMachine();
  console.log(values.json ? JSON.stringify(report) : describe(report));
  return report.broken.length > 0 ? 1 : 0;
}

const BUNDLE_WORDS: Readonly<Record<string, string>> = {
  mesh: 'mesh, made from the npm package @mediapipe/face_mesh',
  official: "official, Google's face_landmarker.task",
};

export function describe(report: MachineReport): string {
  const { landmarks, cameras, recognizers, broken } = report;
  const rows: [string, string][] = [
    ['Onset', `${report.onset}, Node ${report.node}, ${report.system}`],
    ['machine', `${report.cpu.model}, ${report.cpu.cores} cores, ${report.memory_gib} GiB`],
    ['FFmpeg', `${report.ffmpeg.version} (libavcodec ${report.ffmpeg.libraries['avcodec'] ?? 'unknown'})`],
    ['decodes', report.ffmpeg.decoders.join(', ')],
    ['native code', report.native.works ? 'works' : report.native.problem],
    ...landmarks.found.map(({ name, blendshapes }): [string, string] => {
      const use = name === landmarks.default ? 'in use (why: docs/landmarks.md)' : `with --landmarks ${name}`;
      return ['landmarks', `${BUNDLE_WORDS[name] ?? name}${blendshapes ? ', with blendshapes' : ''}: ${use}`];
    }),
    ...landmarks.problems.map((problem): [string, string] => ['landmarks', problem]),
    ...report.providers.map(({ provider, state, reason }): [string, string] => [
      'provider',
      `${provider}: ${state}${reason === '' ? '' : ` (${reason})`}`,
    ]),
    ...recognizers.map(({ name, problem }): [string, string] => ['recognizer', problem ?? name]),
    ...cameras.cameras.map(({ id, label, modes }): [string, string] => [
      'camera',
      `${id}: ${label}, ${modes[0] ? `up to ${modes[0].widthPx}×${modes[0].heightPx}` : 'modes unknown'}`,
    ]),
  ];
  if (recognizers.length === 0) rows.push(['recognizer', 'none: events are found, and not named']);
  if (cameras.reason !== null) rows.push(['camera', cameras.reason]);
  if (!landmarks.found.some(({ blendshapes }) => blendshapes)) {
    rows.push([
      'missing',
      'blendshapes, which come with the official landmarks: "npm run setup" tries to fetch them',
    ]);
  }
  const verdict = broken.length > 0 ? 'Videos cannot be analyzed yet: see above.' : 'Videos can be analyzed.';
  return [...rows.map(([name, value]) => `${name.padEnd(13)}${value}`), verdict].join('\n');
}
