import type { FaceRecord } from '../../../contract/session.ts';
import type { Moment } from '../../../contract/spot.ts';
import type { ExportSource } from './export-source.ts';
import { openFacePose } from './openface-pose.ts';

/** OpenFace 2's intensities and presences, in its order (`RecorderCSV.cpp`). */
const OPENFACE_R = [1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 17, 20, 23, 25, 26, 45];
const OPENFACE_C = [1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 17, 20, 23, 25, 26, 28, 45];

/** An AU counts as present from intensity A of FACS on, so that presence and intensity never contradict. */
const PRESENT_FROM = 1;

const AXES = ['x', 'y', 'z'] as const;
const POINTS = Array.from({ length: 68 }, (_, i) => i);

interface Column {
  readonly name: string;
  readonly decimals: number;
  /** NaN where it was not measured: an empty cell. */
  readonly read: (face: FaceRecord) => number;
}

/**
 * `NAME.frames.csv`: OpenFace 2's columns, those of them that are measured here, in its order and with its
 * decimals. One row for each frame and face; a frame without a face has one row with `success` 0 and zeros, as
 * OpenFace writes it. `frame` counts from 1, `face_id` is the track.
 */
export function* framesCsv({ session, range, plainHeaders, withoutFaces }: ExportSource): Generator<string> {
  const separator = plainHeaders ? ',' : ', ';
  const columns = [...(withoutFaces ? [] : GEOMETRY), ...auColumns(session.auNumbers)];
  const header = [
    'frame',
    'face_id',
    'timestamp',
    'confidence',
    'success',
    ...columns.map(({ name }) => name),
  ];
  yield line(header, separator);
  const zeros = columns.map(({ decimals }) => (0).toFixed(decimals));
  const faces = session.faces(range);
  let next = faces.next();
  for (const frame of session.frames(range)) {
    if (next.done || next.value.frameIndex !== frame.frameIndex)
      yield line([...frameCells(frame, 0), '0.00', '0', ...zeros], separator);
    for (; !next.done && next.value.frameIndex === frame.frameIndex; next = faces.next()) {
      const face = next.value;
      const values = columns.map(({ decimals, read }) => cell(read(face), decimals));
      yield line([...frameCells(frame, face.trackId), cell(face.confidence01, 2), '1', ...values], separator);
    }
  }
}

const column = (name: string, decimals: number, read: Column['read']): Column => ({ name, decimals, read });

/** Where the face is and what shape it has. */
const GEOMETRY: readonly Column[] = [
  ...AXES.map((axis, i) => column(`pose_T${axis}`, 1, ({ pose }) => openFacePose(pose).tMm[i]!)),
  ...AXES.map((axis, i) => column(`pose_R${axis}`, 3, ({ pose }) => openFacePose(pose).rRad[i]!)),
  ...POINTS.map((i) => column(`x_${i}`, 1, ({ points68Px }) => points68Px[2 * i]!)),
  ...POINTS.map((i) => column(`y_${i}`, 1, ({ points68Px }) => points68Px[2 * i + 1]!)),
];

function auColumns(measured: readonly number[]): Column[] {
  const side = (au: number, face: FaceRecord, half: 0 | 1): number =>
    face.measurement?.au[measured.indexOf(au) + half * measured.length] ?? NaN;
  // One number for both sides is that of the stronger one: a movement of one side is a movement.
  const intensity = (au: number) => (face: FaceRecord) =>
    Math.min(5, Math.max(0, Math.max(side(au, face, 0), side(au, face, 1))));
  const presence = (au: number) => (face: FaceRecord) => {
    const written = Number(cell(intensity(au)(face), 2) || NaN);
    return Number.isNaN(written) ? NaN : Number(written >= PRESENT_FROM);
  };
  const r = (au: number) => column(`${auName(au)}_r`, 2, intensity(au));
  const c = (au: number) => column(`${auName(au)}_c`, 1, presence(au));
  const has = (au: number) => measured.includes(au);
  return [
    ...OPENFACE_R.filter(has).map(r),
    ...OPENFACE_C.filter(has).map(c),
    // Ours follow OpenFace's last column, never between its own.
    ...measured.filter((au) => !OPENFACE_R.includes(au)).map(r),
    ...measured.filter((au) => !OPENFACE_C.includes(au)).map(c),
    // Not `AU12_l` and `AU12_r`: `_r` is OpenFace's word for an intensity.
    ...measured.map((au) => column(`left_${auName(au)}`, 2, (face) => side(au, face, 0))),
    ...measured.map((au) => column(`right_${auName(au)}`, 2, (face) => side(au, face, 1))),
  ];
}

const auName = (au: number): string => `AU${String(au).padStart(2, '0')}`;

const frameCells = ({ frameIndex, timeUs }: Moment, faceId: number): string[] => [
  String(frameIndex + 1),
  String(faceId),
  (timeUs / 1e6).toFixed(3),
];

const cell = (value: number, decimals: number): string =>
  Number.isFinite(value) ? value.toFixed(decimals) : '';

/** No space before an empty cell: pandas would read the space as text, and the whole column with it. */
function line(cells: readonly string[], separator: string): string {
  let text = cells[0]!;
  for (let i = 1; i < cells.length; i++) text += (cells[i] === '' ? ',' : separator) + cells[i]!;
  return `${text}\n`;
}
